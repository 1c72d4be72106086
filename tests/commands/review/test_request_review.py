"""Request a review: of an opinion, within thirty days, by the next-higher office."""

from dataclasses import replace
from datetime import date

import pytest

import builders
from builders import ECOLOGY_OF_SICHUAN, HANDLER, INSTALLER
from huiyin.commands.people.load_offices import LoadOffices
from huiyin.commands.review.request_review import RequestReview
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.lifecycle.states import Klass, Route
from support.state import entries, leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def review(life: builders.Life, actor: Actor | None = None, days: int = 1) -> builders.Life:
    command = RequestReview(petition=life.petition, id=new_id(life.at), sealed_grounds=b"sealed")
    return life.then(command, actor or life.petitioner, days=days)


def test_the_next_higher_office_gets_a_part_and_thirty_days() -> None:
    life = review(builders.answered())
    found = row("petition", id=life.petition)
    assert (found["state"], found["closed_on"]) == ("under_review", None)
    assert ECOLOGY_OF_SICHUAN in found["offices"]
    part = row("part", role="review")
    assert (part["office"], part["state"], part["next_due_on"]) == (
        ECOLOGY_OF_SICHUAN,
        "open",
        date(2026, 6, 11),
    )
    request = row("review_request", petition=life.petition)
    assert (request["stage"], request["office"]) == ("review", ECOLOGY_OF_SICHUAN)
    assert request["against"] == life.documents["opinion"]
    assert row("clock", rule="cn22.review.request")["state"] == "met"
    assert [(one["kind"], one["office"]) for one in rows("notice", at=life.at)] == [
        ("review.requested", ECOLOGY_OF_SICHUAN)
    ]


def test_the_last_day_of_the_window_is_still_in_time() -> None:
    life = builders.answered()
    last = row("clock", rule="cn22.review.request")["binding_on"]
    days = (last - local_date(life.at)).days
    refuses(Unlawful, lambda: review(life, days=days + 1), "review.window_over")
    review(life, days=days)


def test_after_the_window_the_last_day_is_named() -> None:
    life = builders.answered()
    error = refuses(Unlawful, lambda: review(life, days=60), "review.window_over")
    assert error.facts == {"last_day": row("clock", rule="cn22.review.request")["binding_on"]}
    assert error.article == "信访工作条例 第三十五条"


@pytest.mark.parametrize("actor", [HANDLER, builders.DISPATCHER, builders.PUBLIC])
def test_nobody_else_asks_for_it(actor: Actor) -> None:
    life = builders.answered()
    refuses(Refused, lambda: review(life, actor))


def test_it_is_asked_once() -> None:
    life = builders.under_review()
    refuses(Unlawful, lambda: review(life), "step.not_when_under_review")


def test_there_is_none_before_the_answer() -> None:
    life = builders.signed()
    refuses(Unlawful, lambda: review(life), "step.not_when_accepted")


@pytest.mark.parametrize(
    ("klass", "route", "outcome"),
    [(Klass.CLAIM, Route.DUTY, "performed"), (Klass.SUGGESTION, None, "adopted")],
)
def test_only_opinions_under_31_6_are_reviewed(klass: Klass, route: Route | None, outcome: str) -> None:
    life = _served(klass, route, outcome)
    refuses(Unlawful, lambda: review(life), "step.only_31_6")


def test_where_nobody_stands_above_there_is_no_review() -> None:
    life = builders.answered()
    top = next(one for one in builders.offices().offices if one.id == builders.ECOLOGY)
    door.execute(LoadOffices(divisions=(), offices=(replace(top, parent=None),)), actor=INSTALLER, at=life.at)
    refuses(Unlawful, lambda: review(life), "review.no_higher_office")


def test_the_accused_office_does_not_review() -> None:
    life = _served(Klass.CLAIM, Route.ORDINARY, "support", builders.accusation(ECOLOGY_OF_SICHUAN))
    refuses(Unlawful, lambda: review(life), "review.no_higher_office")


def _served(
    klass: Klass, route: Route | None, outcome: str, life: builders.Life | None = None
) -> builders.Life:
    if life is not None:
        send = TransferPetition(petition=life.petition, to=builders.ECOLOGY, reason="topic_and_place")
        life = life.then(send, builders.DISPATCHER)
    accepted = builders.accepted(life, klass=klass, route=route)
    signed = builders.signed(builders.drafted(accepted, outcome))
    return builders.answered(signed)


def test_the_entry_names_office_and_article() -> None:
    life = review(builders.answered())
    assert entries(life.petition)[-1]["facts"] == {
        "office": ECOLOGY_OF_SICHUAN,
        "article": "信访工作条例 第三十五条",
    }


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.answered()
    leaves_nothing(lambda: review(life))
