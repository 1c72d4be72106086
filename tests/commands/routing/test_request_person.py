"""Ask for a person, when the machine sent a matter on by itself."""

from datetime import date

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, ROUTER
from huiyin.commands.routing.request_person import RequestPerson
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused, Unlawful
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def ask(life: builders.Life, actor: Actor | None = None) -> builders.Life:
    return life.then(RequestPerson(petition=life.petition), actor or life.petitioner)


def test_the_bureau_has_it_again_and_the_office_no_longer() -> None:
    life = ask(builders.file_petition())
    found = row("petition", id=life.petition)
    assert (found["state"], found["lead"]) == ("registered", None)
    part = row("part", office=ECOLOGY)
    assert (part["state"], part["next_due_on"]) == ("withdrawn", None)
    assert row("clock", rule="cn22.transferred.notice")["state"] == "ended"
    assert row("part", office=BUREAU)["next_due_on"] == found["next_due_on"] == date(2026, 5, 21)
    assert [(one["kind"], one["office"]) for one in rows("notice", at=life.at)] == [
        ("petition.person_requested", BUREAU)
    ]


def test_a_person_may_decide_as_the_machine_did_and_that_stands() -> None:
    life = ask(builders.file_petition())
    life = life.then(
        TransferPetition(petition=life.petition, to=ECOLOGY, reason="person_requested"), DISPATCHER
    )
    assert row("petition", id=life.petition)["lead"] == ECOLOGY
    assert {part["state"] for part in rows("part", office=ECOLOGY)} == {"withdrawn", "open"}
    assert row("petition")["next_due_on"] == date(2026, 5, 25)
    error = refuses(Unlawful, lambda: ask(life), "step.sent_by_a_person")
    assert error.article == "个人信息保护法 第二十四条第三款"


def test_a_transfer_by_the_router_is_the_machines_too() -> None:
    life = builders.waiting()
    life = life.then(TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place"), ROUTER)
    ask(life)


def test_it_can_be_asked_at_the_very_instant_of_filing() -> None:
    life = builders.file_petition()
    life = life.then(RequestPerson(petition=life.petition), life.petitioner, days=0)
    states = [clock["state"] for clock in rows("clock", rule="cn22.bureau.dispatch")]
    assert sorted(states) == ["met", "running"]


@pytest.mark.parametrize("actor", [HANDLER, DISPATCHER, builders.PUBLIC])
def test_nobody_else_asks(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: ask(life, actor))


def test_another_petitioner_does_not_ask() -> None:
    life, other = builders.file_petition(), builders.file_petition()
    refuses(Refused, lambda: ask(life, other.petitioner))


@pytest.mark.parametrize(("made", "code"), [(builders.waiting, "step.not_when_registered"),
                                            (builders.accepted, "step.not_when_accepted")])  # fmt: skip
def test_only_a_matter_that_was_sent_on_and_not_accepted_comes_back(made: object, code: str) -> None:
    life = made()  # type: ignore[operator]
    refuses(Unlawful, lambda: ask(life), code)


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: ask(life))
