"""Moving clocks goes on after an interruption, writes nothing twice and misses nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from moved_clocks import AUTUMN, HANDLE, NEW_YEAR, clocks, now, stored

import builders
from huiyin.commands.learning.move_clocks import MoveClocks
from huiyin.door import door
from huiyin.prepare import moving
from huiyin.prepare.moving import MOVER, Done, Task
from huiyin.records import shelf
from huiyin.rules.statute import law
from support.rules import adopted, amended
from support.state import entries, row, rows
from support.verifying import differences

pytestmark = pytest.mark.usefixtures("installed")

SETTLED = timedelta(minutes=2)


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
    candidates = moving.moving.candidates

    def overtaken(*window: Any, **law: Any) -> Any:
        found = candidates(*window, **law)
        door.execute(MoveClocks(petition=lives[0].petition, because=("x",)), actor=MOVER, at=at)
        return found

    monkeypatch.setattr(moving.moving, "candidates", overtaken)
    assert moving.carry_out(now(at)) == 1
    assert len(rows("entry", kind="petition.clocks_moved")) == 2
