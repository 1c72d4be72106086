"""The public tree under attack by somebody whom no wall stops: each change is named by verification."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.door import integrating as door
from huiyin.queries.ledger import leaves as comparison
from huiyin.queries.ledger.chains import Difference
from huiyin.rules.merkle.checkpoint import Checkpoint
from huiyin.rules.merkle.note import KeyType, Signature, VerifierKey
from huiyin.vault.current import vault
from support.log import integrator, log_key, made_leaves, published, turn
from support.moment import AT
from support.state import row, rows
from support.verifying import differences

LOST = (
    *("tile/0/000", "tile/0/001", "tile/1/000.p/2", "tile/0/002.p/88"),
    *("tile/entries/001", "tile/entries/002.p/88"),
)


@pytest.fixture
def entry(life: builders.Life, installed: Any) -> dict[str, Any]:
    """An entry in the middle of a history; all is published, in two checkpoints."""
    assert installed
    running = integrator()
    running.turn(at=AT)
    builders.waiting()
    running.turn(at=AT)
    return row("entry", commitment=life.outcomes[1].entry.commitment)


@pytest.fixture
def leaf(entry: dict[str, Any]) -> dict[str, Any]:
    return row("tree_leaf", commitment=entry["commitment"])


def told(*, files: bool = False) -> set[tuple[str, str, str]]:
    """Return code, table and row of every difference; of published files when asked."""
    found: list[Difference] = differences(read_file=log_folder().read if files else None)
    return {(one.code, one.table, one.row) for one in found}


def heads() -> list[str]:
    return [
        f"{one['origin']} {one['size']}" for one in sorted(rows("checkpoint"), key=lambda one: one["size"])
    ]


@pytest.mark.usefixtures("entry")
def test_a_published_tree_verifies_clean_with_and_without_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(heads()) == 2
    builders.waiting()  # waits, and is no difference
    assert told() == told(files=True) == set()
    monkeypatch.setattr(comparison, "PIECE", 300)
    assert told(files=True) == set()


def test_leaves_that_no_checkpoint_covers_yet_are_no_difference(life: builders.Life, attack: Any) -> None:
    assert life
    door.number(1000)
    assert told() == set()
    attack("DELETE FROM tree_leaf WHERE index = 5")
    assert ("tree.index_missing", "tree_leaf", "5") in told()


def test_a_tree_of_full_tiles_has_no_partial_ones_to_compare(equipped: Any) -> None:
    assert equipped
    made_leaves(512)
    turn()
    assert {one for one in told(files=True) if one[1] == "log"} == set()


def test_an_entry_that_was_kept_from_the_tree_is_named(attack: Any, entry: dict[str, Any]) -> None:
    kept_back = builders.file_petition().outcomes[0].entry
    assert attack("DELETE FROM entry_waiting") == 1
    turn()
    assert told() == {("ledger.not_in_tree", "entry", str(kept_back.id))}
    assert entry


def test_an_entry_whose_leaf_is_gone_is_named_with_the_gap(
    attack: Any, entry: dict[str, Any], leaf: dict[str, Any]
) -> None:
    attack("DELETE FROM tree_leaf WHERE index = %s", leaf["index"])
    assert told() == {
        ("ledger.not_in_tree", "entry", str(entry["id"])),
        ("tree.index_missing", "tree_leaf", str(leaf["index"])),
    }


def test_a_leaf_without_its_entry_is_named(attack: Any, entry: dict[str, Any], leaf: dict[str, Any]) -> None:
    attack("DELETE FROM entry WHERE id = %s", entry["id"])
    assert ("tree.leaf_without_entry", "tree_leaf", str(leaf["index"])) in told()


def test_entries_and_leaves_deleted_together_are_missed_by_the_checkpoints(
    attack: Any, entry: dict[str, Any]
) -> None:
    last = published().size - 1
    attack(
        "DELETE FROM entry WHERE commitment IN (SELECT commitment FROM tree_leaf WHERE index >= %s)", last - 2
    )
    attack("DELETE FROM tree_leaf WHERE index >= %s", last - 2)
    assert ("tree.index_missing", "tree_leaf", str(last - 2)) in told()
    assert entry


def test_two_leaves_that_changed_places_make_another_root(attack: Any, leaf: dict[str, Any]) -> None:
    first = leaf["index"]
    attack("ALTER TABLE tree_leaf DROP CONSTRAINT tree_leaf_commitment_key")
    attack(
        "UPDATE tree_leaf AS l SET commitment = o.commitment FROM tree_leaf AS o"
        " WHERE l.index IN (%(a)s, %(a)s + 1) AND o.index = 2 * %(a)s + 1 - l.index".replace(
            "%(a)s", str(first)
        )
    )
    assert told() == {("tree.root_differs", "checkpoint", one) for one in heads()}


def test_a_leaf_put_in_between_is_named(attack: Any, entry: dict[str, Any]) -> None:
    size = published().size
    attack("INSERT INTO tree_leaf VALUES (%s, 'strange')", size + 3)
    assert told() == {
        ("tree.leaf_without_entry", "tree_leaf", str(size + 3)),
        ("tree.index_missing", "tree_leaf", str(size)),
    }
    assert entry


def test_what_waits_without_an_entry_or_for_a_second_index_is_named(
    attack: Any, entry: dict[str, Any]
) -> None:
    attack("INSERT INTO entry_waiting VALUES (%s, 'strange'), (%s, %s)", 1000, 1001, entry["commitment"])
    assert told() == {
        ("tree.waits_in_vain", "entry_waiting", "1000"),
        ("tree.waits_in_vain", "entry_waiting", "1001"),
    }


def test_a_root_that_was_changed_is_named(attack: Any, entry: dict[str, Any]) -> None:
    attack("UPDATE checkpoint SET root = sha256('x') WHERE size = %s", published().size)
    last = heads()[-1]
    assert told() == {("tree.root_differs", "checkpoint", last), ("tree.note_differs", "checkpoint", last)}
    assert entry


@pytest.mark.parametrize("note", ["nothing", "a\n1\nb\n\n— a AAAAAAAA\n"])
def test_a_note_that_was_changed_is_named(attack: Any, entry: dict[str, Any], note: str) -> None:
    attack("UPDATE checkpoint SET note = %s WHERE size = %s", note, published().size)
    where = ("checkpoint", heads()[-1])
    assert told() == {("tree.note_differs", *where), ("tree.note_not_signed", *where)}
    assert entry


def test_a_signature_that_was_changed_is_named(attack: Any, entry: dict[str, Any]) -> None:
    note = row("checkpoint", size=published().size)["note"]
    key = vault().signer.key_id
    strange = VerifierKey(name=log_key().name, type=KeyType.ED25519, public_key=bytes(32))
    for line in (replace(log_key().signature(bytes(64)), key_id=key), strange.signature(bytes(64))):
        attack("UPDATE checkpoint SET note = %s WHERE size = %s", note_of(note, line), published().size)
        assert told() == {("tree.note_not_signed", "checkpoint", heads()[-1])}
    assert entry


def test_a_checkpoint_of_a_name_that_no_log_of_this_house_had_is_named(
    attack: Any, entry: dict[str, Any]
) -> None:
    here = published()
    other = Checkpoint(origin="earlier.example", size=here.size, root=here.root)
    note = note_of(other.text + "\n", replace(log_key().signature(bytes(64)), name="earlier.example"))
    attack("INSERT INTO checkpoint VALUES (%s, %s, %s, %s, now())", other.origin, here.size, here.root, note)
    assert told() == {("tree.note_not_signed", "checkpoint", f"earlier.example {here.size}")}
    assert entry


def note_of(note: str, line: Signature) -> str:
    """Return the note with this signature alone."""
    return note.partition("\n\n")[0] + "\n\n" + line.line


def test_a_checkpoint_over_more_than_there_is_is_named(attack: Any, entry: dict[str, Any]) -> None:
    size = published().size
    attack("INSERT INTO checkpoint VALUES ('o', %s, 'root', 'note', now())", size + 9)
    assert told() == {
        ("tree.index_missing", "tree_leaf", str(size)),
        ("tree.note_not_signed", "checkpoint", f"o {size + 9}"),
    }
    assert entry


@pytest.mark.parametrize("lost", LOST)
def test_published_files_that_are_not_what_the_leaves_make_are_named(
    equipped: Any, tmp_path: Path, lost: str
) -> None:
    assert equipped
    made_leaves(600)
    turn()
    path = tmp_path / "log" / lost
    strange = {one for one in told(files=True) if one[0] != "tree.leaf_without_entry"}
    assert strange == set()

    def found() -> set[tuple[str, str, str]]:
        return {one for one in told(files=True) if one[1] == "log"}

    data = path.read_bytes()
    path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    assert found() == {("tree.file_differs", "log", lost)}
    path.write_bytes(data[:-1])
    assert found() == {("tree.file_differs", "log", lost)}
    path.unlink()
    assert found() == {("tree.file_missing", "log", lost)}


def test_a_full_bundle_that_does_not_read_is_named_for_the_partial_one_too(
    equipped: Any, tmp_path: Path
) -> None:
    assert equipped
    made_leaves(10)
    turn()
    log = tmp_path / "log" / "tile" / "entries"
    (log / "000.p" / "10").unlink()
    (log / "000").write_bytes(b"\x00")
    assert {one for one in told(files=True) if one[1] == "log"} == {
        ("tree.file_differs", "log", "tile/entries/000.p/10")
    }
