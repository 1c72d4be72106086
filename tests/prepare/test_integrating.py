"""The integrator: gapless numbers in the order of each history, by one at a time; where entries stand."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

import builders
from huiyin.adapters.publishing import current
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import folder_of
from huiyin.door import integrating as door
from huiyin.kernel.errors import Misconfigured
from huiyin.prepare import integrating
from huiyin.prepare.integrating import Turn
from huiyin.queries.ledger import heads
from huiyin.queries.ledger.published import published_head, published_note
from huiyin.queries.ledger.tree import included
from huiyin.rules.merkle.hashing import EMPTY_ROOT, leaf_hash
from huiyin.rules.merkle.proofs import verify_inclusion
from support.log import (
    integrator,
    leaves,
    made_leaves,
    naive_root,
    published,
    require_published,
    turn,
)
from support.moment import AT
from support.state import entries, rows
from support.verifying import differences


def test_an_empty_log_publishes_a_checkpoint_of_size_zero_at_its_first_turn(equipped: Any) -> None:
    assert equipped
    assert published_note() is None
    assert published_head() is None
    assert included([]) is None
    assert turn() == Turn(numbered=0, size=0)
    assert (published().size, published().root) == (0, EMPTY_ROOT)
    assert turn() == Turn(numbered=0, size=0)
    assert len(rows("checkpoint")) == 1
    assert differences() == []


def test_every_entry_gets_its_index_in_the_order_of_its_history(installed: Any) -> None:
    assert installed
    lives = [builders.full_life(), builders.full_life()]
    turn()
    assert not rows("entry_waiting")
    assert len(leaves()) == len(rows("entry"))
    require_published()
    for life in lives:
        own = [entry["commitment"] for entry in entries(life.petition)]
        found = included(own)
        assert found
        indexes = [found.places[one].index for one in own]
        assert indexes == sorted(indexes)
    assert differences() == []


def test_a_petition_that_goes_on_between_turns_keeps_its_order(installed: Any) -> None:
    assert installed
    running = integrator()
    life = builders.file_petition()
    sizes = [running.turn(at=AT).size]
    for step in (builders.classified, builders.full_life):
        step()
        sizes.append(running.turn(at=AT).size)
        require_published()
    assert sizes == sorted(set(sizes))
    assert included([one["commitment"] for one in entries(life.petition)])


def test_what_is_not_committed_is_never_numbered(installed: Any) -> None:
    assert installed
    turn()
    before = leaves()
    place = settings.DATABASES["owner"]
    with psycopg.connect(
        host=place["HOST"], port=place["PORT"], dbname=place["NAME"], user=place["USER"],
        password=place["PASSWORD"],
    ) as other:  # fmt: skip
        other.execute("INSERT INTO entry_waiting (commitment) VALUES ('open')")
        builders.file_petition()
        turn()
        after = leaves()
        assert len(after) == len(before) + 1
        assert b"open" not in after
        other.commit()
    turn()
    assert leaves() == [*after, b"open"]


def test_numbering_takes_no_more_than_a_batch_and_says_that_more_waits(
    equipped: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert equipped
    monkeypatch.setattr(integrating, "BATCH", 256)
    made_leaves(600)
    running = integrator()
    assert [running.turn(at=AT) for _ in range(3)] == [
        Turn(numbered=256, size=256, more=True),
        Turn(numbered=256, size=512, more=True),
        Turn(numbered=88, size=600),
    ]
    require_published()
    assert [row["size"] for row in rows("checkpoint")] == [256, 512, 600]


def test_a_clock_set_back_does_not_matter_for_the_order(installed: Any) -> None:
    assert installed
    builders.file_petition(AT)
    integrator().turn(at=AT)
    builders.file_petition(AT - timedelta(days=400))
    integrator().turn(at=AT - timedelta(days=400))
    require_published()
    kept = rows("checkpoint")
    assert [one["size"] for one in sorted(kept, key=lambda one: one["at"])] != sorted(
        one["size"] for one in kept
    )


def _many(works: list[Callable[[], object]]) -> None:
    """Do all at once, each in a thread with connections of its own; fail when one fails."""
    failed: list[BaseException] = []

    def work(one: Callable[[], object]) -> None:
        try:
            one()
        except BaseException as fault:  # noqa: BLE001  told below
            failed.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(one,)) for one in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_of_two_integrators_at_once_the_second_does_nothing(installed: Any) -> None:
    assert installed
    builders.file_petition()
    done: list[Turn] = []
    with door.alone() as first:
        assert first
        _many([lambda: done.append(turn())])
    assert done == [Turn(busy=True)]
    assert published_note() is None
    with log_folder().alone() as here:
        assert here
        assert turn() == Turn(busy=True)
    assert turn().size == len(rows("entry"))


def test_many_integrators_beside_many_writers_leave_no_gap_and_one_root_a_size(installed: Any) -> None:
    assert installed

    def integrate() -> None:
        running = integrator()
        for _ in range(60):
            running.turn(at=AT)

    def write() -> None:
        for _ in range(6):
            builders.file_petition()

    _many([integrate, write, integrate, write, integrate, write])
    turn()
    require_published()
    data = leaves()
    assert all(one["root"] == naive_root(data[: one["size"]]) for one in rows("checkpoint"))
    assert differences() == []


def test_places_prove_each_entry_and_leave_out_what_waits(installed: Any) -> None:
    assert installed
    turn()
    waiting = builders.file_petition().outcomes[0].entry.commitment
    data = leaves()
    found = included([*data, waiting])
    assert found
    assert (found.size, set(found.places)) == (len(data), set(data))
    for index, commitment in enumerate(data):
        place = found.places[commitment]
        assert place.index == index
        verify_inclusion(
            leaf_hash=leaf_hash(commitment),
            index=index,
            size=found.size,
            path=place.path,
            root=published().root,
        )


def test_what_waits_is_counted_with_the_oldest(installed: Any) -> None:
    assert installed
    turn()
    assert heads.waiting() == heads.Waiting(number=0, since=None)
    builders.file_petition(AT + timedelta(minutes=1))
    builders.file_petition(AT + timedelta(minutes=2))
    assert heads.waiting() == heads.Waiting(number=2, since=AT + timedelta(minutes=1))


def test_a_process_without_a_folder_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "_source", [])
    current.log_folder.cache_clear()
    with pytest.raises(Misconfigured) as caught:
        log_folder()
    assert caught.value.code == "log.no_folder"


def test_the_folder_of_a_log_is_its_origin_escaped() -> None:
    assert folder_of("example.com:8000/x") == "example.com%3A8000%2Fx"
