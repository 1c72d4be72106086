"""A calendar that was adopted moves the clocks it touches; those concerned are told, others left alone."""

from datetime import date, datetime, timedelta

import pytest
from moved_clocks import AUTUMN, HANDLE, NEW_YEAR, clocks, file_of, now, stored

import builders
from huiyin.kernel.command import Reader
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import moving
from huiyin.prepare.moving import Done
from huiyin.queries.handling.matter import matter_page
from huiyin.queries.outreach.following import following
from support.moment import AT
from support.rules import adopted, amended, year_file
from support.state import entries, row, rows
from support.steps import command_for
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def test_a_year_that_was_awaited_makes_dates_binding() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    assert clocks(life)[HANDLE] == (date(2027, 1, 21), None)
    adopted(NEW_YEAR, at=life.at)
    assert moving.carry_out(now(life.at)) == 1
    assert clocks(life)[HANDLE] == (date(2027, 1, 21), date(2027, 1, 25))
    assert row("petition", id=life.petition)["next_due_on"] is not None
    stored(life.at)
    assert differences() == []


def test_the_entry_tells_before_and_after_and_because_of_what() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    key = adopted(NEW_YEAR, at=life.at).decision.facts["id"]
    moving.carry_out(now(life.at))
    entry = entries(life.petition)[-1]
    assert entry["kind"] == "petition.clocks_moved"
    assert entry["facts"]["because"] == [key]
    [told] = [one for one in entry["facts"]["moved"] if one["rule"] == HANDLE]
    assert told["from"] == {"warn_on": "2027-01-21", "binding_on": None}
    assert told["to"] == {"warn_on": "2027-01-21", "binding_on": "2027-01-25", "state": "running"}
    assert entry["actor"] == {"kind": "system", "role": "mover", "name": "mover"}


def test_the_offices_concerned_and_the_petitioner_are_told() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at)
    moving.carry_out(now(life.at))
    told = {one["office"] for one in rows("notice", petition=life.petition, kind="clocks.moved")}
    assert told == {builders.ECOLOGY, None}


def test_an_accused_office_is_told_nothing() -> None:
    life = builders.accusation(builders.ECOLOGY, at=AUTUMN)
    adopted(year_file(2026), at=life.at)  # no days off at all: much moves
    moving.carry_out(now(life.at))
    assert builders.ECOLOGY not in {one["office"] for one in rows("notice", petition=life.petition)}


def test_untouched_petitions_get_no_entry() -> None:
    spring, autumn = builders.accepted(), builders.accepted(builders.file_petition(AUTUMN))
    before = len(entries(spring.petition))
    adopted(NEW_YEAR, at=autumn.at)
    assert moving.carry_out(now(autumn.at)) == 1
    assert len(entries(spring.petition)) == before


def test_what_is_looked_at_is_what_may_move() -> None:
    done: list[Done] = []
    builders.accepted()
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at)
    moving.carry_out(now(life.at), tell=done.append)
    assert [one.looked_at for one in done] == [1]


def test_a_day_off_in_the_middle_of_a_period_of_calendar_days_moves_nothing() -> None:
    done: list[Done] = []
    life = builders.accepted()
    last = clocks(life)[HANDLE][1]
    assert last is not None
    adopted(amended(last - timedelta(days=10)), at=life.at)
    assert moving.carry_out(now(life.at), tell=done.append) == 0
    assert clocks(life)[HANDLE][1] == last


def test_a_day_off_at_the_end_of_a_period_moves_it_and_page_and_follow_page_say_why() -> None:
    life = builders.accepted()
    last = clocks(life)[HANDLE][1]
    assert last is not None
    adopted(amended(last), at=life.at)
    moving.carry_out(now(life.at))
    after = clocks(life)[HANDLE][1]
    assert after is not None
    assert after > last
    number = row("petition", id=life.petition)["number"]
    page = matter_page(Reader(offices=(builders.ECOLOGY,)), number, at=life.at)
    followed = following(life.petition, at=life.at)
    assert page is not None
    assert followed is not None
    for shown in (page.clocks, followed.clocks):
        [clock] = [one for one in shown if one.rule_id == HANDLE]
        assert clock.binding_on == after
        assert last in {day.on for day in clock.explanation.skipped}
    [moved] = page.moved
    assert [(one.rule, one.bound_on, one.binding_on) for one in moved.clocks if one.rule == HANDLE] == [
        (HANDLE, last, after)
    ]


def test_days_of_a_prefecture_move_only_what_is_there() -> None:
    chengdu = builders.accepted()
    last = clocks(chengdu)[HANDLE][1]
    assert last is not None
    adopted(year_file(2026, last, place="cn-5132"), at=chengdu.at)
    assert moving.carry_out(now(chengdu.at)) == 0
    adopted(year_file(2026, last, place="cn-5101"), at=chengdu.at)
    assert moving.carry_out(now(chengdu.at)) == 1


def test_what_was_extended_is_looked_at_although_its_end_is_far() -> None:
    life = builders.accepted()
    life = life.then(command_for("extend_deadline", life), builders.HEAD)
    adopted(amended(date(2026, 7, 1)), at=life.at)
    done: list[Done] = []
    moving.carry_out(now(life.at), tell=done.append)
    assert done[0].looked_at == 1


def test_the_preview_is_what_the_move_then_does() -> None:
    for days in range(0, 60, 12):
        builders.accepted(builders.file_petition(AUTUMN - timedelta(days=days)))
    at = AUTUMN + timedelta(days=5)
    shown = {
        (one.matter.id, moved.clock, moved.bound_on, moved.binding_on)
        for one in moving.would_move(file_of(NEW_YEAR), at=at)
        for moved in one.moved
    }
    assert rows("entry", kind="petition.clocks_moved") == []
    adopted(NEW_YEAR, at=at)
    moving.carry_out(now(at))
    done = {
        (PetitionId(one["id"]), moved["clock"], moved["from"]["binding_on"], moved["to"]["binding_on"])
        for one in rows("petition")
        for entry in entries(one["id"])
        if entry["kind"] == "petition.clocks_moved"
        for moved in entry["facts"]["moved"]
    }
    assert done == {(a, str(b), c and c.isoformat(), d and d.isoformat()) for a, b, c, d in shown}
    assert len(done) == 2


def test_what_takes_effect_later_moves_later() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at, effective_on=date(2026, 12, 1))
    assert moving.carry_out(now(life.at)) == 0
    first = datetime(2026, 11, 30, 16, 0, tzinfo=AT.tzinfo)  # midnight in China
    assert moving.carry_out(now(first)) == 1
