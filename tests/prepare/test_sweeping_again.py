"""The sweep of deadlines again and again: silent the second time, and whole after every interruption."""

from datetime import timedelta
from typing import Any

import pytest
from swept import DISPATCH, HANDLE, NOTHING, ends, on, told

import builders
from builders import ECOLOGY, INSTALLER
from huiyin.commands.oversight.set_watch import SetWatch
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.prepare import watching
from huiyin.prepare.watching import Swept, sweep_deadlines
from huiyin.queries.oversight import due
from huiyin.rules.oversight.watch import shipped_watch
from support.moment import AT
from support.state import rows, state
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")


def test_with_nothing_due_nothing_is_written() -> None:
    assert sweep_deadlines(at=AT) == NOTHING
    builders.waiting()
    before = state()
    assert sweep_deadlines(at=AT + timedelta(days=1)) == NOTHING
    assert state() == before


@pytest.mark.parametrize("after", [-5, 0, 1, 9])
def test_a_second_sweep_is_silent(after: int) -> None:
    builders.accepted()
    moment = on(ends(HANDLE), after=after)
    sweep_deadlines(at=moment)
    before = state()
    assert sweep_deadlines(at=moment + timedelta(hours=9)) == NOTHING
    assert state() == before


def test_after_days_of_standstill_only_the_latest_level_is_told() -> None:
    builders.accepted()
    sweep_deadlines(at=on(ends(HANDLE), after=12))
    assert {distance for _, distance, _ in told()} == {-1}
    assert len(told()) == 3


def test_many_at_once_are_all_reminded_and_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "PAGE", 3)
    for _ in range(8):
        builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"], after=1)
    assert sweep_deadlines(at=moment) == Swept(reminded=8, raised=8)
    assert sweep_deadlines(at=moment) == NOTHING
    assert differences() == []


def test_killed_in_the_middle_it_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "PAGE", 2)
    for _ in range(6):
        builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"], after=1)
    usual, calls = door.execute_many, [0]

    def dying(*args: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] == 4:  # the items of the second page are raised, its clocks are not told of yet
            raise KeyboardInterrupt
        return usual(*args, **options)

    monkeypatch.setattr(watching.door, "execute_many", dying)
    with pytest.raises(KeyboardInterrupt):
        sweep_deadlines(at=moment)
    monkeypatch.setattr(watching.door, "execute_many", usual)
    again = sweep_deadlines(at=moment)
    assert again.passed == 0
    assert len(rows("supervision_item")) == 6
    assert len(rows("reminder", level="head")) == 6
    assert sweep_deadlines(at=moment) == NOTHING
    assert differences() == []


def test_a_matter_that_moved_on_while_the_sweep_looked_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life, other = builders.waiting(), builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"])
    usual, moved = door.execute_many, []

    def moving(commands: Any, **options: Any) -> Any:
        if not moved:
            moved.append(True)
            sent = TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place")
            usual([sent], actor=builders.DISPATCHER, at=moment)
        return usual(commands, **options)

    monkeypatch.setattr(watching.door, "execute_many", moving)
    assert sweep_deadlines(at=moment) == Swept(reminded=1, passed=1)
    assert {one["petition"] for one in rows("reminder")} == {other.petition}


def test_what_was_told_under_other_settings_is_not_told_twice() -> None:
    builders.waiting()
    moment = on(ends(DISPATCH), after=1)
    sweep_deadlines(at=moment)
    settings = {**shipped_watch().plain, "duty": [
        {"days_before": 20, "to": ["handler"]}, {"days_before": -1, "to": ["handler"]}]}  # fmt: skip
    door.execute(SetWatch(settings=settings), actor=INSTALLER, at=moment)
    assert sweep_deadlines(at=moment) == NOTHING


def test_looking_when_nothing_is_due_reads_no_row_of_those_told_before() -> None:
    for _ in range(5):
        builders.waiting()
    moment = on(rows("clock", rule=DISPATCH)[0]["binding_on"], after=1)
    before = due.plans(today=local_date(moment))
    sweep_deadlines(at=moment)
    after = due.plans(today=local_date(moment))
    assert sum(plan.rows for plan in before) >= 5
    assert sum(plan.rows for plan in after) == 0
