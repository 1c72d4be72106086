"""Record non-response: once for each clock, by the machine alone, never where it could wrong an office."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

import builders
from builders import BUREAU, DISPATCHER, ECOLOGY, HANDLER, HEAD, ROUTER
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.oversight.record_non_response import RecordNonResponse
from huiyin.door import door
from huiyin.jobs.silences import RECORDER
from huiyin.kernel.command import Actor, Outcome
from huiyin.kernel.errors import Conflict, Refused, Unknown, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.nonresponse.statement import content_of
from huiyin.rules.routing.offices import office
from support.moment import AT
from support.state import entries, leaves_nothing, refuses, row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

NOTICE = "cn22.transferred.notice"
AFTER = AT + timedelta(days=16)  # the day after 21 May


def clock_of(life: builders.Life, rule: str = NOTICE) -> UUID:
    return row("clock", petition=life.petition, rule=rule)["id"]


def record(
    life: builders.Life, rule: str = NOTICE, *, at: datetime = AFTER, actor: Actor = RECORDER
) -> Outcome:
    command = RecordNonResponse(petition=life.petition, clock=clock_of(life, rule))
    return door.execute(command, actor=actor, at=at)


def test_silence_is_recorded_with_its_statement_and_the_petitioner_is_told() -> None:
    life = builders.file_petition()
    outcome = record(life)
    kept = row("nonresponse", petition=life.petition)
    assert (kept["position"], kept["binding_on"], kept["recorded_at"]) == (1, date(2026, 5, 21), AFTER)
    assert kept["statement"]["office"]["id"] == ECOLOGY
    assert outcome.decision.facts["content"] == content_of(kept["statement"])
    assert entries(life.petition)[-1]["kind"] == "petition.nonresponse_recorded"
    told = row("notice", kind="nonresponse.recorded")
    assert (told["petition"], told["office"]) == (life.petition, None)
    assert differences() == []


def test_nothing_else_of_the_matter_changes() -> None:
    life = builders.file_petition()
    before = rows("event"), rows("part"), row("petition"), _clocks()
    record(life)
    assert (rows("event"), rows("part"), row("petition"), _clocks()) == before
    assert row("clock", rule=NOTICE)["recorded_on"] == date(2026, 5, 22)


def _clocks() -> list[dict[str, object]]:
    found = [{**one, "recorded_on": None} for one in rows("clock")]
    return sorted(found, key=lambda one: str(one["id"]))


def test_what_happens_later_leaves_the_mark_on_the_clock() -> None:
    life = builders.file_petition()
    record(life)
    builders.accepted(replace(life, at=AFTER))
    assert row("clock", rule=NOTICE)["recorded_on"] == date(2026, 5, 22)
    assert differences() == []


def test_it_is_recorded_once_for_each_clock() -> None:
    life = builders.file_petition()
    record(life)
    refuses(Conflict, lambda: record(life), "nonresponse.recorded_already")


def test_a_second_clock_of_the_matter_gets_the_second_record() -> None:
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    late = AT + timedelta(days=100)
    record(life, at=late)
    record(life, "cn22.handle", at=late)
    assert [one["position"] for one in rows("nonresponse")] == [1, 2]
    assert row("nonresponse", position=2)["statement"]["route"] == 6


@pytest.mark.parametrize("actor", [HANDLER, HEAD, DISPATCHER, ROUTER, builders.PUBLIC])
def test_no_person_makes_a_record(actor: Actor) -> None:
    life = builders.file_petition()
    refuses(Refused, lambda: record(life, actor=actor))


def test_not_on_the_last_day() -> None:
    life = builders.file_petition()
    error = refuses(Unlawful, lambda: record(life, at=AT + timedelta(days=15)), "nonresponse.not_over")
    assert error.article == "信访工作条例 第二十三条第三款"


def test_not_while_the_notice_is_on_its_way() -> None:
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    refuses(Unlawful, lambda: record(life), "nonresponse.on_its_way")


def test_not_once_it_was_answered() -> None:
    life = builders.accepted(builders.classified(builders.file_petition(electronic=False)))
    command = ServeDocument(
        petition=life.petition,
        document=life.documents["acceptance"],
        way="post",
        served_on=date(2026, 5, 10),
    )
    life = life.then(command, HANDLER, days=5)
    refuses(Unlawful, lambda: record(life), "nonresponse.answered")


def test_not_of_a_clock_that_is_none_of_the_matters() -> None:
    life = builders.file_petition()
    command = RecordNonResponse(petition=life.petition, clock=new_id(AT))
    refuses(Unknown, lambda: door.execute(command, actor=RECORDER, at=AFTER), "nonresponse.no_such_clock")


def test_a_matter_that_waits_at_the_bureau_has_its_record_of_the_bureau() -> None:
    life = builders.waiting()
    record(life, "cn22.bureau.dispatch")
    statement = row("nonresponse")["statement"]
    assert statement["office"]["id"] == BUREAU
    assert [one["code"] for one in statement["remedies"]] == ["bureau_superior"]


def test_of_an_accusation_the_entry_names_no_accused() -> None:
    life = builders.accusation(ECOLOGY)
    record(life, "cn22.bureau.dispatch")
    body = bytes(rows("entry", subject=life.petition, kind="petition.nonresponse_recorded")[0]["body"])
    assert str(int(ECOLOGY)).encode() not in body
    assert office(int(ECOLOGY)).name.encode() not in body


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.file_petition()
    leaves_nothing(lambda: record(life))
