"""What a witness remembers: written before it signs, kept by a restart, never undone, bounded."""

from http import HTTPStatus
from typing import Any

import pytest

from huiyin.adapters.witnessing import state
from support.paper_log import ORIGIN
from support.two_stories import FORK, LOG, part


def test_a_memory_that_cannot_be_written_signs_nothing(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise state.sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(state.Moment, "keep", full)
        answer = bench.show(part(7), 0)
        assert (answer.status, answer.code) == (HTTPStatus.SERVICE_UNAVAILABLE, "witness.memory_fails")
    assert bench.show(part(7, FORK), 0).status == HTTPStatus.OK


def test_a_restart_forgets_nothing(bench: Any) -> None:
    bench.grow(LOG, 7, 12)
    again = bench.again()
    assert again.show(part(20), 0).body == b"12\n"
    assert again.show(part(12, FORK), 12).code == "witness.other_root"
    assert again.show(part(20), 12).status == HTTPStatus.OK


def test_the_memory_itself_refuses_to_go_back_or_to_change(bench: Any) -> None:
    bench.grow(LOG, 7, 12)
    for size, root in ((9, LOG.root(9)), (12, FORK.root(12))):
        held = state.Held(size=size, root=root, note="", line="", at=1)
        with pytest.raises(state.sqlite3.IntegrityError), bench.witness.state.moment(ORIGIN) as moment:
            moment.keep(held)


def test_memory_is_bounded(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "KEPT", 3)
    bench.grow(LOG, *range(1, 11))
    with bench.witness.state.moment(ORIGIN) as moment:
        assert [size for size in range(1, 11) if moment.of_size(size)] == [8, 9, 10]
