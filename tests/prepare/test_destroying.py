"""Destruction lists carried out: in pieces, resumed, twice at once; files and words in the index go too."""

import io
from datetime import timedelta
from typing import Any

import pytest

import builders
from builders import Drawn, Life
from huiyin.door import searching
from huiyin.jobs import tasks
from huiyin.kernel import clock
from huiyin.prepare import destroying, erasing, house, sweeping
from huiyin.prepare.evidence import stage
from huiyin.prepare.house import vault
from huiyin.prepare.searching import checking, indexing
from huiyin.queries.evidence import destructions
from support.log import turn
from support.moment import AT
from support.state import row, rows
from support.verifying import deeply, differences

pytestmark = pytest.mark.usefixtures("installed")
LATER = builders.years_later(AT)


@pytest.fixture
def ordered(installed: Any) -> tuple[Life, Drawn]:
    """A matter with a sealed file and two others, on a list that was ordered."""
    assert installed
    builders.scheduled()
    key = vault().content_key()
    file = stage(io.BytesIO(b"%PDF-1.4\nwater"), "a.pdf", store=house.store(), data_key=key, at=AT)
    filed = builders.file_petition(files=(file,))
    life = builders.executed(builders.answered(builders.drafted(builders.accepted(filed))))
    builders.executed()
    builders.executed()
    return life, builders.order(builders.approve(builders.draw_up(LATER)))


def stored() -> int:
    return len(list(house.store().list()))


def test_files_go_and_words_leave_the_index(ordered: tuple[Life, Drawn]) -> None:
    turn()
    indexing.catch_up(batches=10)
    assert len(rows("search_text")) == 3
    done = builders.carry_out(ordered[1])
    assert done == destroying.Carried(destroyed=3, left_out=0, files=1, finished=1)
    assert (stored(), rows("search_text"), rows("data_key")) == (0, [], [])
    assert list(checking.differences()) == []
    assert (differences(), deeply()) == ([], [])


def test_what_does_not_fit_into_the_time_is_done_by_the_next_run(
    ordered: tuple[Life, Drawn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(destroying, "AT_ONCE", 1)
    told: list[int] = []
    ticks = iter(range(100))

    def now() -> Any:
        return ordered[1].at + timedelta(hours=1, seconds=next(ticks))

    first = destroying.carry_out(
        now, within=timedelta(seconds=4), tell=lambda done: told.append(done.destroyed)
    )
    assert (first.destroyed, first.finished, told) == (2, 0, [1, 2])
    assert destructions.waiting_in_all() == 1
    second = destroying.carry_out(now)
    assert (second.destroyed, second.finished) == (1, 1)
    assert destroying.carry_out(now) == destroying.Carried()


def test_what_a_kill_left_is_removed_by_the_sweep(
    ordered: tuple[Life, Drawn], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "clear", killed)
        with pytest.raises(SystemExit):
            builders.carry_out(ordered[1])
    assert (rows("data_key"), stored()) == ([], 1)
    assert row("destruction_list")["state"] == "carrying"
    assert builders.carry_out(ordered[1]) == destroying.Carried(finished=1)
    later = next(house.store().list()).modified_at + timedelta(days=3)
    assert sweeping.sweep_store(at=ordered[1].at, really=later).files == 1
    assert (stored(), differences()) == (0, [])


def test_who_comes_second_finds_it_done(ordered: tuple[Life, Drawn], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read which matters wait before either came to the door."""
    petitions = destructions.listed_on(ordered[1].id, limit=20)
    lists = destructions.carrying()
    builders.carry_out(ordered[1])
    read = iter([petitions, ()])
    monkeypatch.setattr(destroying, "carrying", lambda: lists)
    monkeypatch.setattr(destroying, "listed_on", lambda *_, **__: next(read))
    monkeypatch.setattr(searching, "forget", lambda *_: pytest.fail("nothing is left to forget"))
    assert builders.carry_out(ordered[1]) == destroying.Carried()


def test_the_worker_carries_out_what_was_ordered(
    ordered: tuple[Life, Drawn], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: ordered[1].at + timedelta(minutes=1))
    tasks.carry_out_destructions(0)
    assert row("destruction_list")["state"] == "done"
    tasks.carry_out_destructions(0)
