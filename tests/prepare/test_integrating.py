"""The integrator: gapless numbers in the order of each history, one root a size, and kills between steps."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections

import builders
from huiyin.adapters.publishing import current
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import LogFolder, folder_of
from huiyin.door import integrating as door
from huiyin.kernel.errors import Conflict, Misconfigured
from huiyin.prepare import integrating
from huiyin.prepare.integrating import Turn
from huiyin.queries.ledger import heads
from huiyin.queries.ledger.published import published_file, published_head, published_note
from huiyin.queries.ledger.tree import included
from huiyin.rules.merkle.checkpoint import Checkpoint
from huiyin.rules.merkle.hashing import EMPTY_ROOT, leaf_hash
from huiyin.rules.merkle.note import Note
from huiyin.rules.merkle.proofs import verify_inclusion
from huiyin.rules.merkle.tiles import Bundle, Tile
from huiyin.vault.current import vault
from support.database import Ground
from support.log import (
    integrator,
    leaves,
    log_key,
    made_leaves,
    naive_root,
    published,
    require_published,
    turn,
)
from support.moment import AT
from support.roles import intruder
from support.state import entries, row, rows
from support.verifying import differences

TILE, BUNDLE = Tile(level=0, index=0), Bundle(index=0)


class Killed(BaseException):
    """The process ends here."""


def refused(code: str) -> Any:
    """Assert that a turn is refused and publishes nothing; return the facts."""
    before = log_folder().checkpoint(), rows("checkpoint")
    with pytest.raises(Conflict) as caught:
        turn()
    assert caught.value.code == code
    assert (log_folder().checkpoint(), rows("checkpoint")) == before
    return caught.value.facts


def files(tmp_path: Path) -> dict[str, bytes]:
    log = tmp_path / "log"
    return {
        str(path.relative_to(log)): path.read_bytes()
        for path in log.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def own_copy(tmp_path: Path, name: str = "elsewhere") -> None:
    """Publish from now on as another machine does, with a folder of its own."""
    current.use(lambda: LogFolder(tmp_path / name))


# Numbering


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


# Alone


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


# Killed between two steps


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
    whole: Callable[..., Any] = getattr(owner, name)

    def die(*given: Any, **more: Any) -> Any:
        if after:
            whole(*given, **more)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, die)
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


# What would break the log


def test_a_restored_older_database_is_refused_under_a_newer_published_log(
    installed: Any, ground: Ground
) -> None:
    assert installed
    turn()
    older = published().size
    builders.file_petition()
    turn()
    with intruder(ground) as connection:
        connection.execute("DELETE FROM checkpoint WHERE size > %s", (older,))
        connection.execute("DELETE FROM tree_leaf WHERE index >= %s", (older,))
    assert refused("log.published_larger") == {"published": older + 1, "known": older}
    assert len(leaves()) == older
    with intruder(ground) as connection:
        connection.execute("DELETE FROM checkpoint")
    assert refused("log.published_larger") == {"published": older + 1, "known": 0}


def test_a_published_root_that_was_never_signed_here_is_refused(installed: Any) -> None:
    assert installed
    turn()
    key = log_key()
    for size, root in ((published().size, bytes(32)), (published().size - 1, published().root)):
        text = Checkpoint(origin=key.name, size=size, root=root).text
        signature = key.signature(vault().signer.sign(text.encode()))
        log_folder().replace_checkpoint(str(Note(text=text, signatures=(signature,))).encode())
        assert refused("log.published_differs") == {"size": size}


@pytest.mark.parametrize("note", [b"", b"nothing", b"other.example/log\n0\nAA==\n\n"])
def test_a_published_checkpoint_that_is_none_of_this_log_is_refused(installed: Any, note: bytes) -> None:
    assert installed
    turn()
    log_folder().replace_checkpoint(note)
    assert refused("log.published_unreadable") == {"reason": "merkle.not_a_note"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE checkpoint SET root = sha256('x')",
        "UPDATE checkpoint SET note = replace(note, chr(8212) || ' ', chr(8212) || ' x')",
        "UPDATE checkpoint SET note = 'nothing'",
        "INSERT INTO cosignature SELECT origin, size, 'w', at, 'no line' FROM checkpoint",
    ],
)
def test_a_checkpoint_of_the_table_that_was_changed_is_never_published(
    equipped: Any, ground: Ground, change: str
) -> None:
    assert equipped
    made_leaves(30)
    turn()
    with intruder(ground) as connection:
        connection.execute(change.encode())
    assert refused("log.row_altered") == {"size": 30}


def test_leaves_that_were_changed_are_refused_and_no_good_file_is_overwritten(
    equipped: Any, ground: Ground, tmp_path: Path
) -> None:
    assert equipped
    made_leaves(300)
    turn()
    before = files(tmp_path)
    with intruder(ground) as connection:
        connection.execute("UPDATE tree_leaf SET commitment = sha256('x') WHERE index = 7")
    log = tmp_path / "log"
    (log / TILE.path).rename(log / "away")  # so that a new process builds from the rows
    refused("log.root_differs")
    (log / "away").rename(log / TILE.path)
    assert files(tmp_path) == before


def test_leaves_that_are_gone_are_refused(equipped: Any, ground: Ground) -> None:
    assert equipped
    made_leaves(30)
    turn()
    made_leaves(1, first=30)
    with intruder(ground) as connection:
        connection.execute("DELETE FROM tree_leaf WHERE index >= 20")
    assert refused("tree.leaves_missing") == {}
    assert len(rows("entry_waiting")) == 1
    made_leaves(30, first=50)
    with intruder(ground) as connection:  # and where the numbers still seem to fit
        connection.execute("UPDATE tree_leaf SET index = 30 + index WHERE index = 19")
    log_folder().drop_partial([TILE])
    assert refused("tree.leaves_missing") == {"first": 0, "end": 30}


def test_the_database_itself_refuses_a_smaller_a_second_and_a_hollow_checkpoint(equipped: Any) -> None:
    assert equipped
    made_leaves(3)
    turn()
    seen = published()

    def keep(size: int, root: bytes) -> bool:
        return door.keep_checkpoint(origin=seen.origin, size=size, root=root, note="n", at=AT)

    for size, root, code in (
        (2, seen.root, "tree.checkpoint_smaller"),
        (3, bytes(32), "tree.two_roots"),
        (4, bytes(32), "tree.leaves_missing"),
    ):
        with pytest.raises(Conflict) as caught:
            keep(size, root)
        assert caught.value.code == code
    assert keep(3, seen.root) is False
    assert len(rows("checkpoint")) == 1


def test_a_fault_of_the_database_that_is_no_refusal_stays_what_it_is(equipped: Any, ground: Ground) -> None:
    assert equipped
    with intruder(ground) as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION number_entries(at_most bigint) RETURNS bigint LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'something else'; END $$"
        )
    with pytest.raises(psycopg.errors.RaiseException):
        turn()


def test_a_tree_in_memory_that_is_larger_than_the_database_is_refused(installed: Any, ground: Ground) -> None:
    assert installed
    turn()
    older = published().size
    running = integrator()
    builders.file_petition()
    running.turn(at=AT)
    with intruder(ground) as connection:
        connection.execute("DELETE FROM checkpoint WHERE size > %s", (older,))
    log_folder().replace_checkpoint(heads.latest_head(vault().signer.origin).published)  # type: ignore[union-attr]
    with pytest.raises(Conflict) as caught:
        running.turn(at=AT)
    assert caught.value.code == "log.root_differs"
    assert running.turn(at=AT).size == older + 1  # it looked again: everything is there


# The files


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


# Where entries stand


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
