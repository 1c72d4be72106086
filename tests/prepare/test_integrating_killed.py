"""The integrator killed between two steps goes on; its files never change and are mended."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from integrated import BUNDLE, TILE, files, own_copy

from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import LogFolder
from huiyin.door import integrating as door
from huiyin.prepare import integrating
from huiyin.queries.ledger.published import published_file, published_note
from huiyin.queries.ledger.tree import included
from huiyin.rules.merkle.tiles import Bundle, Tile
from huiyin.vault.current import vault
from support.killed import Killed, dying
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
from support.state import row, rows


@contextmanager
def _dying(where: str, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> Iterator[None]:
    """The process ends before, or after, the named step."""
    owner, name = {
        "number": (door, "number"),
        "keep": (LogFolder, "keep"),
        "sign": (door, "keep_checkpoint"),
        "replace": (LogFolder, "replace_checkpoint"),
        "drop": (LogFolder, "drop_partial"),
    }[where]
    with dying(owner, name, monkeypatch, after=after):
        yield


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("where", ["number", "keep", "sign", "replace", "drop"])
def test_killed_at_any_step_the_next_turn_goes_on(
    equipped: Any, monkeypatch: pytest.MonkeyPatch, where: str, *, after: bool
) -> None:
    assert equipped
    made_leaves(300)
    running = integrator()
    running.turn(at=AT)
    first = published()
    made_leaves(300, first=300)
    with _dying(where, monkeypatch, after=after), pytest.raises(Killed):
        running.turn(at=AT)
    assert published().size in {300, 600}
    made_leaves(5, first=600)  # what comes in before it is started again
    for one in (running, integrator()):  # the same process goes on, and a new one
        one.turn(at=AT)
        require_published()
    kept = rows("checkpoint")
    assert len({one["size"] for one in kept}) == len(kept)
    data = leaves()
    assert len(data) == 605
    assert all(one["root"] == naive_root(data[: one["size"]]) for one in kept)
    assert first.root == naive_root(data[:300])


def test_killed_while_files_are_written_the_next_turn_writes_the_rest(
    equipped: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert equipped
    made_leaves(1000)
    whole, times = Path.rename, iter(range(100))

    def some(self: Path, target: Path) -> Path:
        if next(times) == 3:
            (tmp_path / "log" / ".aside" / "half").write_bytes(b"half")
            raise Killed
        return whole(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", some)
        with pytest.raises(Killed):
            turn()
    assert published_note() is None
    turn()
    require_published()
    assert not (tmp_path / "log" / ".aside" / "half").exists()


def test_full_files_never_change_and_partial_ones_go_once_full_ones_are_there(
    equipped: Any, tmp_path: Path
) -> None:
    assert equipped
    running = integrator()
    seen: dict[str, bytes] = {}
    for first, number in ((0, 100), (100, 156), (256, 300), (556, 70000), (70556, 1)):
        made_leaves(number, first=first)
        while running.turn(at=AT).more:
            pass
        now = files(tmp_path)
        now.pop("checkpoint")
        assert {path: data for path, data in now.items() if seen.get(path, data) != data} == {}
        assert all(path in now for path in seen if ".p/" not in path)
        seen = now
    require_published()
    kept = {path for path in seen if ".p/" in path}
    assert {"tile/0/275.p/156", "tile/0/275.p/157", "tile/entries/275.p/157", "tile/2/000.p/1"} <= kept
    assert not any(path.startswith(("tile/0/000.p", "tile/entries/000.p")) for path in kept)


@pytest.mark.parametrize("named", [TILE, BUNDLE], ids=["tile", "bundle"])
def test_a_partial_file_that_is_gone_is_read_from_the_full_one(equipped: Any, named: Tile | Bundle) -> None:
    assert equipped
    part = type(named)(**{**{name: getattr(named, name) for name in named.__slots__}, "width": 100})
    made_leaves(100)
    turn()
    before = log_folder().read(part)
    assert published_file(part.path) == before
    made_leaves(200, first=100)
    turn()
    assert not log_folder().has(part)
    assert log_folder().read(part) == before
    assert published_file(part.path) == before
    assert published_file(named.path) == log_folder().read(named)


def test_what_no_checkpoint_covers_yet_is_shown_to_nobody(
    equipped: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert equipped
    paths = ("tile/0/000.p/10", "tile/entries/000.p/10", "tile/1/000.p/1", "tile/0/000")
    made_leaves(300)
    with _dying("sign", monkeypatch, after=False), pytest.raises(Killed):
        turn()
    assert log_folder().has(TILE)
    assert [published_file(path) for path in paths] == [None] * 4
    turn()
    assert None not in [published_file(path) for path in paths]
    assert published_file("tile/0/001.p/45") is None
    assert published_file("tile/0/002.p/1") is None
    assert published_file("tile/../../keys") is None


@pytest.mark.parametrize("lost", ["tile/0/000", "tile/entries/001", "tile/1/000.p/2", "tile/0/002.p/88"])
@pytest.mark.parametrize("how", ["gone", "cut", "altered"])
def test_a_new_process_mends_files_that_are_lost(equipped: Any, tmp_path: Path, lost: str, how: str) -> None:
    assert equipped
    made_leaves(600)
    turn()
    before = files(tmp_path)
    path = tmp_path / "log" / lost
    full = ".p/" not in lost
    if how == "gone":
        path.unlink()
    elif not full:  # what is full is read by nobody here: `huiyin ledger verify` compares it
        path.write_bytes(before[lost][:-1] + (b"" if how == "cut" else b"?"))
    turn()
    assert files(tmp_path) == before


def test_after_a_restore_without_files_all_are_made_again_from_the_rows(
    equipped: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert equipped
    monkeypatch.setattr(integrating, "BATCH", 512)
    made_leaves(2000)
    running = integrator()
    while running.turn(at=AT).more:
        pass
    before = files(tmp_path)
    own_copy(tmp_path)
    assert turn().size == 2000
    require_published()
    made = {
        str(path.relative_to(tmp_path / "elsewhere")): path.read_bytes()
        for path in (tmp_path / "elsewhere").rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert made == {path: data for path, data in before.items() if path in made}
    assert {path for path in before.keys() - made.keys() if ".p/" not in path} == set()


def test_two_machines_with_folders_of_their_own_follow_each_other(equipped: Any, tmp_path: Path) -> None:
    assert equipped
    here = integrator()
    made_leaves(400)
    here.turn(at=AT)
    own_copy(tmp_path)
    there = integrator()
    there.turn(at=AT)
    for first in range(400, 1300, 300):
        made_leaves(300, first=first)
        there.turn(at=AT)
        require_published()
        here.turn(at=AT)
    assert files(tmp_path)["checkpoint"] == (tmp_path / "elsewhere" / "checkpoint").read_bytes()


def test_cosignatures_are_published_under_the_checkpoint_at_the_next_turn(installed: Any) -> None:
    assert installed
    turn()
    origin, size = vault().signer.origin, published().size
    line = "— witness.example " + "AAAA" * 19 + "\n"
    for _ in range(2):
        door.keep_cosignature(origin=origin, size=size, witness="witness.example", at=AT, line=line)
    door.keep_cosignature(origin=origin, size=size + 5, witness="witness.example", at=AT, line=line)
    assert row("cosignature")["line"] == line
    turn()
    note = published_note()
    assert note
    assert note.decode().endswith(line)
    assert published().size == size
    found = included([leaves()[0]])
    assert found
    assert found.note == note.decode()
