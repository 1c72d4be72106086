"""What was adopted is carried out: clocks that it touches move, the others are left alone."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import builders
from builders import Life
from huiyin.commands.learning.move_clocks import MoveClocks
from huiyin.commands.matter import load_matter
from huiyin.door import door
from huiyin.kernel.command import Reader
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import moving
from huiyin.prepare.moving import MOVER, Done, Task
from huiyin.queries.handling.matter import matter_page
from huiyin.queries.outreach.following import following
from huiyin.records import shelf
from huiyin.rules.statute import law
from huiyin.rules.statute.law import RuleFile
from support.moment import AT
from support.rules import adopted, amended, proposal, shipped_pack, year_file
from support.state import entries, row, rows
from support.steps import command_for
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

HANDLE, REGISTER = "cn22.handle", "cn22.bureau.dispatch"
AUTUMN = datetime(2026, 11, 20, 2, tzinfo=AT.tzinfo)
NEW_YEAR = year_file(2027, date(2027, 1, 1), *(date(2027, 1, day) for day in range(15, 24)))
SETTLED = timedelta(minutes=2)
TODAY = AT.date()


def now(at: datetime) -> Callable[[], datetime]:
    return lambda: at


def file_of(content: bytes, on: date = TODAY) -> RuleFile:
    command = proposal(content, effective_on=on)
    key = f"{command.kind}:{command.name}:{command.version}"
    return RuleFile(id=key, kind=command.kind, name=command.name, effective_on=on, content=content)


def clocks(life: Life) -> dict[str, tuple[date | None, date | None]]:
    found = rows("clock", petition=life.petition)
    return {one["rule"]: (one["warn_on"], one["binding_on"]) for one in found}


def stored(at: datetime) -> list[Any]:
    """Assert that every stored clock is what the law in force gives; return the petitions."""
    found = rows("petition")
    for one in found:
        assert not moving.differing(load_matter(PetitionId(one["id"])), at=at)
    return found


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


def test_a_second_run_writes_nothing() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at)
    moving.carry_out(now(life.at))
    before = len(rows("entry"))
    assert moving.carry_out(now(life.at + SETTLED)) == 0
    assert len(rows("entry")) == before
    assert row("clocks_moved")["ended_at"] is not None
    assert moving.moving.waiting(at=life.at + SETTLED) == []


def test_what_was_killed_in_the_middle_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    lives = [builders.accepted(builders.file_petition(AUTUMN + timedelta(minutes=n))) for n in range(4)]
    at = lives[-1].at
    adopted(NEW_YEAR, at=at)
    monkeypatch.setattr(moving, "WINDOW", 2)

    def killed(work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
        for number, task in enumerate(tasks):
            if number == 1:
                raise KeyboardInterrupt
            yield work(task)

    with pytest.raises(KeyboardInterrupt):
        moving.carry_out(now(at), each=killed)
    assert len(rows("entry", kind="petition.clocks_moved")) == 2
    done: list[Done] = []
    assert moving.carry_out(now(at), tell=done.append) == 2
    assert done[0].looked_at == 2  # not those before the mark
    stored(at)
    assert differences() == []


def test_one_whose_move_was_not_marked_is_not_moved_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at)

    def dying(*_args: object, **_facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(moving.marks, "reached", dying)
        with pytest.raises(KeyboardInterrupt):
            moving.carry_out(now(life.at))
    assert moving.carry_out(now(life.at)) == 0
    assert len(rows("entry", kind="petition.clocks_moved")) == 1


def test_what_another_process_did_by_the_old_law_is_repaired() -> None:
    adopted(NEW_YEAR, at=AUTUMN)
    moving.carry_out(now(AUTUMN))
    law.use(lambda _: law.shipped_law())  # as a process knows it that asked just before
    life = builders.accepted(builders.file_petition(AUTUMN + timedelta(seconds=5)))
    assert clocks(life)[HANDLE][1] is None
    law.use(shelf.kept)
    at = life.at + SETTLED
    assert moving.carry_out(now(at)) == 1
    assert clocks(life)[HANDLE][1] is not None
    stored(at)


def test_an_adoption_that_overtakes_an_unfinished_one_misses_nothing() -> None:
    life = builders.accepted()
    last = clocks(life)[HANDLE][1]
    assert last is not None
    adopted(amended(last), at=life.at)
    moving.carry_out(now(life.at))
    assert clocks(life)[HANDLE][1] != last
    adopted(
        amended(last - timedelta(days=20)), at=life.at + timedelta(seconds=1)
    )  # and no longer the last day
    done: list[Done] = []
    moving.carry_out(now(life.at + timedelta(seconds=2)), tell=done.append)
    assert [one.looked_at for one in done] == [1]  # once for both
    assert len(entries(life.petition)[-1]["facts"]["because"]) == 2
    assert clocks(life)[HANDLE][1] == last
    stored(life.at + timedelta(seconds=2))


def test_two_who_move_at_once_move_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lives = [builders.accepted(builders.file_petition(AUTUMN + timedelta(minutes=n))) for n in range(2)]
    at = lives[-1].at
    adopted(NEW_YEAR, at=at)
    matters = moving.moving.matters

    def overtaken(petitions: Any) -> Any:
        found = matters(petitions)
        monkeypatch.setattr(moving.moving, "matters", matters)
        door.execute(MoveClocks(petition=lives[0].petition, because=("x",)), actor=MOVER, at=at)
        return found

    monkeypatch.setattr(moving.moving, "matters", overtaken)
    assert moving.carry_out(now(at)) == 1
    assert len(rows("entry", kind="petition.clocks_moved")) == 2


def test_what_takes_effect_later_moves_later() -> None:
    life = builders.accepted(builders.file_petition(AUTUMN))
    adopted(NEW_YEAR, at=life.at, effective_on=date(2026, 12, 1))
    assert moving.carry_out(now(life.at)) == 0
    first = datetime(2026, 11, 30, 16, 0, tzinfo=AT.tzinfo)  # midnight in China
    assert moving.carry_out(now(first)) == 1


def own_pack() -> bytes:
    """A pack of the province that was not there before: fifteen days to dispatch are divided."""
    text = shipped_pack("cn-internal-2014").decode().replace('id = "cn-internal-2014"', 'id = "cn-51-own"')
    lines = [line for line in text.splitlines() if not line.startswith("when = ")]
    return "\n".join([*lines, ""]).replace('jurisdiction = "cn"', 'jurisdiction = "cn-51"').encode()


def test_a_new_pack_gives_clocks_from_its_day_on_and_no_earlier() -> None:
    before = builders.waiting()
    adopted(own_pack(), at=AT + timedelta(days=1), effective_on=date(2026, 5, 8))
    at = AT + timedelta(days=3)
    after = builders.waiting(at)
    assert moving.carry_out(now(at)) == 0
    assert not any(rule.startswith("cnint.") for rule in clocks(before))
    assert any(rule.startswith("cnint.") for rule in clocks(after))
    stored(at)


def test_a_new_pack_reaches_what_was_filed_in_another_process_on_its_day() -> None:
    adopted(own_pack())
    law.use(lambda _: law.shipped_law())
    life = builders.waiting()
    law.use(shelf.kept)
    assert moving.carry_out(now(AT)) == 1
    assert any(rule.startswith("cnint.") for rule in clocks(life))
    stored(AT)


def test_a_corrected_pack_moves_what_runs_by_it() -> None:
    life = builders.accepted()
    text = shipped_pack("cn-xinfang-2022").decode().replace('version = "1"', 'version = "2"', 1)
    assert "number = 60" in text
    content = text.replace("number = 60", "number = 50", 1).encode()
    [shown] = [one for one in moving.would_move(file_of(content), at=life.at) if one.moved]
    adopted(content, at=life.at)
    assert moving.carry_out(now(life.at)) == 1
    [clock] = rows("clock", petition=life.petition, rule=HANDLE)
    assert clock["pack_version"] == "2"
    assert (clock["warn_on"] - clock["started_on"]).days == 50
    assert HANDLE in {one.rule for one in shown.moved}
    stored(life.at)
    assert differences() == []


def test_no_filing_asks_the_database_for_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    builders.file_petition()
    asked: list[str] = []
    fetch = shelf.sql.fetch

    def watched(using: str, query: str, parameters: Any = ()) -> Any:
        asked.append(query)
        return fetch(using, query, parameters)

    monkeypatch.setattr(shelf.sql, "fetch", watched)
    builders.file_petition(AT + timedelta(seconds=20))
    assert not [query for query in asked if "adopted" in query]
    builders.file_petition(AT + timedelta(seconds=31))
    assert len([query for query in asked if "adopted" in query]) == 1
