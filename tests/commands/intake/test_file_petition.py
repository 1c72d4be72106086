"""File a petition: registered, sent on when clear, clocks started, never with the accused."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

import builders
from builders import (
    BUREAU,
    BUREAU_OF_CHENGDU,
    BUREAU_OF_SICHUAN,
    DISCIPLINE,
    DISCIPLINE_OF_SICHUAN,
    ECOLOGY,
    PUBLIC,
    RECEPTION,
)
from huiyin.commands.intake.file_petition import load
from huiyin.door import door
from huiyin.kernel import canonical
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.kernel.ids import OfficeId
from huiyin.records import sql
from huiyin.rules.lifecycle.states import Klass
from huiyin.rules.routing.offices import discipline_organ, division_of
from support.moment import AT
from support.state import entries, jobs, leaves_nothing, refuses, row, rows
from support.threads import together

pytestmark = pytest.mark.usefixtures("installed")


def test_a_clear_matter_is_registered_and_sent_to_the_competent_office_at_once() -> None:
    life = builders.file_petition()
    found = row("petition", id=life.petition)
    assert (found["state"], found["bureau"], found["lead"]) == ("transferred", BUREAU, ECOLOGY)
    assert found["offices"] == [BUREAU, ECOLOGY]
    assert (found["klass"], found["route"], found["topic_by"]) == (None, None, "suggested")
    assert found["topic"] == "environment.water"
    assert {(part["office"], part["role"]) for part in rows("part")} == {
        (BUREAU, "bureau"),
        (ECOLOGY, "lead"),
    }


def test_an_unclear_matter_waits_at_the_bureau_for_a_person() -> None:
    life = builders.waiting()
    found = row("petition", id=life.petition)
    assert (found["state"], found["lead"], found["topic"]) == ("registered", None, None)
    assert [part["office"] for part in rows("part")] == [BUREAU]
    assert found["next_due_on"] == date(2026, 5, 21)


def test_the_clocks_of_receipt_run_from_the_day_of_filing() -> None:
    life = builders.file_petition()
    clocks = {clock["rule"]: clock for clock in rows("clock", petition=life.petition)}
    assert clocks["cn22.bureau.dispatch"]["state"] == "met"
    assert clocks["cn22.transferred.notice"]["binding_on"] == date(2026, 5, 21)
    assert clocks["cn22.transferred.notice"]["office"] == ECOLOGY
    # The five working days to object are a right, not a duty: they are nobody's next date.
    # Saturday the 9th makes up for the holiday.
    assert clocks["cn22.transfer.objection"]["binding_on"] == date(2026, 5, 12)
    assert row("part", role="lead")["next_due_on"] == date(2026, 5, 21)
    assert row("petition")["next_due_on"] == date(2026, 5, 21)


def test_a_matter_that_happened_earlier_runs_from_then_and_the_entry_says_so() -> None:
    happened = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
    life = builders.waiting(happened_at=happened, happened_source="postmark", channel="letter")
    assert row("clock")["started_on"] == date(2026, 4, 1)
    assert row("petition")["filed_at"] == AT
    [entry] = entries(life.petition)
    assert entry["at"] == canonical.instant(AT)
    assert (entry["happened_at"], entry["happened_source"]) == (canonical.instant(happened), "postmark")


def test_the_entry_tells_what_the_receipt_needs_and_no_words() -> None:
    life = builders.file_petition()
    [entry] = entries(life.petition)
    assert entry["kind"] == "petition.filed"
    assert entry["previous"] is None
    assert entry["facts"]["number"] == life.prepared.command.number
    assert entry["facts"]["content"] == canonical.plain(life.prepared.command.content)
    assert entry["actor"] == {"kind": "petitioner", "role": "public"}
    assert row("data_key", petition=life.petition)["wrapped"] == life.prepared.command.data_key
    body = life.outcome.entry.body.decode()
    assert not [word for word in ("纺织厂", "王小明", "13800000000", "东大街") if word in body]


def test_offices_are_told_in_the_same_transaction() -> None:
    life = builders.file_petition()
    told = [(notice["kind"], notice["office"]) for notice in rows("notice", petition=life.petition)]
    assert sorted(told) == [("petition.arrived", ECOLOGY), ("petition.arrived", BUREAU)]
    assert jobs() == [{"task": "deliver_notices", "entry": str(life.outcome.entry.id)}]


def test_persons_respondents_and_files_come_with_it() -> None:
    persons = [
        {"part": "petitioner", "kind": "person", "name": "王小明", "minor": True},
        {"part": "guardian", "kind": "person", "name": "王大明", "phone": "1"},
        {"part": "agent", "kind": "person", "name": "李律师"},
    ]
    whom = [{"kind": "enterprise", "name": "某厂"}, {"kind": "office", "name": "某局", "office": ECOLOGY}]
    life = builders.file_petition(persons=persons, respondents=whom)
    people = sorted(rows("petitioner", petition=life.petition), key=lambda one: one["position"])
    assert [one["part_played"] for one in people] == ["petitioner", "guardian", "agent"]
    assert [one["stands_for"] for one in people] == [None, people[0]["id"], people[0]["id"]]
    assert row("petition")["joint"] is True
    about = rows("respondent", petition=life.petition)
    assert {(one["office"], one["accused"]) for one in about} == {(None, False), (ECOLOGY, False)}
    assert row("petition")["denied"] == []


def test_reception_files_for_a_person_at_the_desk() -> None:
    prepared = builders.prepare(channel="visit")
    door.execute(prepared.command, actor=RECEPTION, at=AT)
    assert row("petition")["channel"] == "visit"


@pytest.mark.parametrize(
    "actor", [builders.HANDLER, builders.ROUTER, builders.INSTALLER, builders.petitioner]
)
def test_nobody_else_files(actor: Any) -> None:
    prepared = builders.prepare()
    actor = actor(prepared.command.petition) if callable(actor) else actor
    refuses(Refused, lambda: door.execute(prepared.command, actor=actor, at=AT))


def test_a_place_that_no_bureau_serves_is_refused() -> None:
    command = replace(builders.prepare().command, county=110101, division=110101)
    error = refuses(Invalid, lambda: door.execute(command, actor=PUBLIC, at=AT), "filing.no_bureau")
    assert error.field == "division"


def test_an_office_that_the_table_does_not_hold_gets_nothing_by_itself() -> None:
    command = builders.prepare().command
    [clear] = load([command])
    assert clear.clear == ECOLOGY
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute("DELETE FROM office WHERE id = %s", (ECOLOGY,))
    door.execute(command, actor=PUBLIC, at=AT)
    assert (row("petition")["state"], row("petition")["lead"]) == ("registered", None)


def test_many_are_received_each_at_its_own_place() -> None:
    here = builders.prepare().command
    elsewhere = replace(builders.prepare().command, county=510703, division=510703)
    first, second = load([here, elsewhere])
    assert first.bureau(frozenset()) == BUREAU
    assert [division_of(office) for office, role in second.offices if role == "bureau"] == [510700, 510000]


def test_a_filing_stands_in_no_other_transaction() -> None:
    command = builders.prepare().command
    with transaction.atomic():
        refuses(RuntimeError, lambda: door.execute(command, actor=PUBLIC, at=AT))


def test_the_same_filing_twice_is_one_petition() -> None:
    life = builders.file_petition()
    refuses(
        Conflict, lambda: door.execute(life.prepared.command, actor=PUBLIC, at=AT), "petition.filed_already"
    )


def test_two_clicks_at_the_same_moment_are_one_petition() -> None:
    for _ in range(5):
        prepared = builders.prepare()
        results = together([lambda: door.execute(prepared.command, actor=PUBLIC, at=AT)] * 2)  # noqa: B023
        assert len([one for one in results if isinstance(one, Conflict)]) == 1
        assert len(entries(prepared.command.petition)) == 1


def test_a_late_failure_leaves_nothing() -> None:
    leaves_nothing(builders.file_petition)


def _bureaus() -> tuple[OfficeId, ...]:
    return BUREAU, BUREAU_OF_CHENGDU, BUREAU_OF_SICHUAN


@pytest.mark.parametrize("number", [1, 2])
def test_an_accusation_against_bureaus_goes_to_the_next_higher_one(number: int) -> None:
    life = builders.accusation(*_bureaus()[:number])
    found = row("petition", id=life.petition)
    assert found["bureau"] == _bureaus()[number]
    assert found["offices"] == [_bureaus()[number]]
    assert sorted(found["denied"]) == sorted(_bureaus()[:number])
    assert {notice["office"] for notice in rows("notice")} == {_bureaus()[number]}


def test_an_accusation_against_all_bureaus_goes_to_the_highest_discipline_organ() -> None:
    life = builders.accusation(*_bureaus())
    assert row("petition", id=life.petition)["bureau"] == DISCIPLINE_OF_SICHUAN


def test_an_accusation_against_those_and_that_organ_goes_to_the_next_organ() -> None:
    life = builders.accusation(*_bureaus(), DISCIPLINE_OF_SICHUAN)
    assert row("petition", id=life.petition)["bureau"] == discipline_organ(builders.CHENGDU)


def test_an_accusation_against_everybody_who_could_register_it_is_said_to_find_no_bureau() -> None:
    organs = (DISCIPLINE_OF_SICHUAN, discipline_organ(builders.CHENGDU), DISCIPLINE)
    refuses(Invalid, lambda: builders.accusation(*_bureaus(), *organs), "filing.no_bureau")


def test_an_accusation_is_never_sent_on_by_itself() -> None:
    life = builders.accusation(ECOLOGY, **builders.POLLUTION | {"klass": "accusation"})
    found = row("petition", id=life.petition)
    assert (found["state"], found["lead"], found["declared_klass"]) == ("registered", None, Klass.ACCUSATION)


def test_an_office_named_in_the_text_holds_the_matter_for_a_person() -> None:
    text = str(builders.POLLUTION["text"]) + "成都市生态环境局不管。"
    life = builders.file_petition(text=text)
    assert row("petition", id=life.petition)["state"] == "registered"
