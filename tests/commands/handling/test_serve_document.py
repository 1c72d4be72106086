"""Serve a document: its day ends the office's clock and starts the petitioner's window."""

from datetime import date, timedelta
from uuid import UUID

import pytest

import builders
from builders import DISPATCHER, HANDLER, STRANGER
from huiyin.commands.handling.extend_deadline import ExtendDeadline
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.lifecycle.states import Klass, Route
from support.moment import AT
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")

ISSUED = date(2026, 5, 10)


def serve(
    life: builders.Life,
    actor: Actor = HANDLER,
    *,
    way: str = "post",
    on: date | None = None,
    document: UUID | None = None,
    days: int = 1,
) -> builders.Life:
    command = ServeDocument(
        petition=life.petition,
        document=document or life.documents["opinion"],
        way=way,
        served_on=on or local_date(life.at),
    )
    return life.then(command, actor, days=days)


def on_paper() -> builders.Life:
    return builders.file_petition(electronic=False)


def test_an_opinion_served_answers_the_matter_and_opens_the_window_of_review() -> None:
    life = serve(builders.signed())
    found = row("petition", id=life.petition)
    assert (found["state"], found["closed_on"], found["next_due_on"]) == ("answered", date(2026, 5, 11), None)
    assert row("opinion")["state"] == "served"
    assert row("part", role="lead")["state"] == "handled"
    sixty = row("clock", rule="cn22.handle")
    assert (sixty["state"], sixty["met_on"]) == ("met", ISSUED)
    window = row("clock", rule="cn22.review.request")
    assert (window["started_on"], window["binding_on"]) == (ISSUED, date(2026, 6, 9))


@pytest.mark.parametrize(
    ("klass", "route", "outcome"),
    [(Klass.CLAIM, Route.DUTY, "performed"), (Klass.SUGGESTION, None, "adopted")],
)
def test_a_reply_served_answers_the_matter_and_opens_no_window(
    klass: Klass, route: Route | None, outcome: str
) -> None:
    life = serve(builders.signed(builders.drafted(builders.accepted(klass=klass, route=route), outcome)))
    assert row("petition", id=life.petition)["state"] == "answered"
    assert rows("clock", rule="cn22.review.request") == []
    assert [clock for clock in rows("clock") if clock["state"] == "running"] == []


def test_a_notice_on_paper_meets_the_clock_of_receipt_on_the_day_it_arrived() -> None:
    life = builders.accepted(builders.classified(on_paper()))
    life = serve(life, document=life.documents["acceptance"], on=date(2026, 5, 9), days=3)
    notice = row("clock", rule="cn22.transferred.notice")
    assert (notice["state"], notice["met_on"]) == ("met", date(2026, 5, 9))
    assert row("petition", id=life.petition)["state"] == "accepted"


def test_a_notice_served_too_late_is_met_late() -> None:
    life = builders.accepted(builders.classified(on_paper()))
    serve(life, document=life.documents["acceptance"], on=date(2026, 5, 22), days=20)
    assert row("clock", rule="cn22.transferred.notice")["state"] == "met_late"


def test_what_the_bureau_hands_over_meets_the_clock_of_the_office_that_issued_it() -> None:
    life = builders.accepted(builders.classified(on_paper()))
    serve(life, DISPATCHER, document=life.documents["acceptance"], way="in_person")
    notice = row("clock", rule="cn22.transferred.notice")
    assert (notice["state"], notice["office"]) == ("met", builders.ECOLOGY)


def test_a_notice_served_after_the_answer_still_meets_its_clock() -> None:
    life = serve(builders.signed(builders.drafted(builders.accepted(builders.classified(on_paper())))))
    assert row("petition")["next_due_on"] == date(2026, 5, 21)
    serve(life, DISPATCHER, document=life.documents["acceptance"])
    assert row("clock", rule="cn22.transferred.notice")["state"] == "met"
    assert row("petition")["next_due_on"] is None


def test_the_notice_of_an_extension_is_not_that_of_receipt() -> None:
    life = builders.accepted(builders.classified(on_paper()))
    extension = builders.new_document(life)
    life = life.then(
        ExtendDeadline(petition=life.petition, days=30, reason="complex", notice=extension), builders.HEAD
    )
    serve(life, document=extension.id)
    assert row("clock", rule="cn22.transferred.notice")["state"] == "running"


def test_a_declination_on_paper_ends_the_offices_part_once_served() -> None:
    life = builders.declined(on_paper())
    serve(life, document=life.documents["declination"])
    assert row("part", role="lead")["state"] == "handled"
    assert row("petition")["next_due_on"] is None


@pytest.mark.parametrize("actor", [STRANGER, builders.RECEPTION, builders.PUBLIC])
def test_nobody_else_serves(actor: Actor) -> None:
    life = builders.signed()
    refuses(Refused, lambda: serve(life, actor))


def test_it_is_served_once() -> None:
    life = builders.signed()
    acceptance = life.documents["acceptance"]
    refuses(Conflict, lambda: serve(life, document=acceptance), "document.served_already")


def test_when_nothing_waits_to_be_served_the_step_is_not_there() -> None:
    life = builders.answered()
    refuses(Unlawful, lambda: serve(life, DISPATCHER), "step.nothing_to_serve")


def test_a_document_of_another_matter_is_unknown() -> None:
    life = builders.signed()
    refuses(Unknown, lambda: serve(life, document=new_id(AT)), "document.unknown")


def test_a_way_that_is_not_in_the_list_is_refused() -> None:
    life = builders.signed()
    refuses(Invalid, lambda: serve(life, way="pigeon"), "service.unknown_way")


def test_by_portal_only_with_consent() -> None:
    life = builders.signed(builders.drafted(builders.accepted(builders.classified(on_paper()))))
    error = refuses(Unlawful, lambda: serve(life, way="portal"), "service.no_consent")
    assert error.article == "民事诉讼法 第九十条"


@pytest.mark.parametrize("on", [ISSUED - timedelta(days=1), ISSUED + timedelta(days=2)])
def test_the_day_lies_between_issue_and_today(on: date) -> None:
    life = builders.signed()
    error = refuses(Invalid, lambda: serve(life, on=on), "service.day_impossible")
    assert error.field == "served_on"


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.signed()
    leaves_nothing(lambda: serve(life))
