"""What would break the log is refused, and nothing of it is published."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from integrated import TILE, files, refused

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.door import integrating as door
from huiyin.kernel.errors import Conflict
from huiyin.queries.ledger import heads
from huiyin.rules.merkle.checkpoint import Checkpoint
from huiyin.rules.merkle.note import Note
from huiyin.vault.current import vault
from support.database import Ground
from support.log import (
    integrator,
    leaves,
    log_key,
    made_leaves,
    published,
    turn,
)
from support.moment import AT
from support.roles import intruder
from support.state import rows


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
