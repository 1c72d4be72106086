"""The attack list: each with the rights of the database's superuser, each found and named.

docs/attacks.md tells the same in words. What verification alone does not find is shown as not found.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import builders
from huiyin.adapters import ed25519
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.witnessing.witness import Found, Witness, make, open_witness
from huiyin.kernel.errors import Invalid
from huiyin.prepare.house import store
from huiyin.prepare.receipts import signature_holds
from huiyin.queries.ledger.tree import included
from huiyin.rules.merkle.checkpoint import open_checkpoint
from huiyin.rules.merkle.note import KeyType, VerifierKey, parse_note
from huiyin.rules.merkle.proofs import consistency_path, verify_consistency
from huiyin.rules.merkle.tiles import node_reader
from huiyin.rules.witness.messages import Request, write_request
from support.database import Ground
from support.installed import TEMPLATE
from support.log import log_key, published, turn
from support.moment import AT
from support.roles import intruder
from support.state import row
from support.verifying import deeply
from support.whole import ADDRESS, SEALED, kept_file, whole_life

pytestmark = pytest.mark.long

Attack = Callable[..., int]
DOOR = "UPDATE petition SET state = 'closed' WHERE id = %s"


@pytest.fixture
def life(installed: Any) -> builders.Life:
    """A matter with everything, its file in the store, in the published log; a few more behind it."""
    assert installed
    life = whole_life()
    for _ in range(10):
        builders.file_petition()
    turn()
    assert deeply() == []
    return life


@pytest.fixture
def attack(life: builders.Life, ground: Ground) -> Attack:
    """Run a statement as the superuser with every trigger asleep; return how many rows it touched."""
    assert life

    def run(statement: str, *parameters: Any) -> int:
        with intruder(ground) as connection:
            return connection.execute(statement.encode(), parameters).rowcount

    return run


def named() -> set[tuple[str, str, str]]:
    return {(one.code, one.table, one.row) for one in deeply()}


FIELDS = [
    ("a status", "petition", "state", "UPDATE petition SET state = 'closed' WHERE id = %s"),
    ("a date", "petition", "filed_at",
     "UPDATE petition SET filed_at = filed_at - '9 d'::interval WHERE id=%s"),
    ("a deadline", "clock", "binding_on",
     "UPDATE clock SET binding_on = binding_on + 9 WHERE petition = %s AND rule = 'cn22.handle'"),
    ("an opinion text", "opinion", "sealed_content",
     "UPDATE opinion SET sealed_content = 'x' WHERE petition = %s"),
    ("a rating", "rating", "grade", "UPDATE rating SET grade = 1 WHERE petition = %s"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "table", "field", "statement"), FIELDS, ids=[one[0] for one in FIELDS])
def test_a_changed_field_is_named_with_both_values_and_its_entry(
    attack: Attack, life: builders.Life, what: str, table: str, field: str, statement: str
) -> None:
    assert what
    touched = attack(statement, life.petition)
    assert touched > 0
    found = deeply()
    assert {(one.code, one.table, one.fields) for one in found} == {("row.altered", table, (field,))}
    assert len(found) == touched
    for one in found:
        [value] = one.values
        assert value.name == field
        assert value.expected != value.found
        assert one.entry in {str(outcome.entry.id) for outcome in life.outcomes}


def test_a_changed_file_is_named(life: builders.Life) -> None:
    store().delete(ADDRESS)
    kept_file(SEALED[:-1] + b"X")
    [found] = deeply()
    assert (found.code, found.table, found.row) == ("file.altered", "evidence", str(row("evidence")["id"]))
    assert found.values[0].expected == ADDRESS
    assert found.entry == str(life.outcomes[0].entry.id)


@pytest.mark.usefixtures("life")
def test_a_deleted_file_is_named() -> None:
    store().delete(ADDRESS)
    assert named() == {("file.missing", "evidence", str(row("evidence")["id"]))}


def test_a_deleted_petition_is_named(attack: Attack, life: builders.Life) -> None:
    attack("DELETE FROM petition WHERE id = %s", life.petition)
    [found] = deeply()
    assert (found.code, found.row, found.entry) == (
        "row.removed",
        str(life.petition),
        str(life.outcomes[0].entry.id),
    )


def test_a_petition_deleted_with_all_its_rows_and_entries_leaves_leaves(
    attack: Attack, life: builders.Life
) -> None:
    attack("DELETE FROM entry WHERE subject = %s", life.petition)
    assert "tree.leaf_without_entry" in {one.code for one in deeply()}


def test_a_deleted_entry_is_named(attack: Attack, life: builders.Life) -> None:
    gone, after = life.outcomes[3].entry, life.outcomes[4].entry
    leaf = row("tree_leaf", commitment=gone.commitment)["index"]
    attack("DELETE FROM entry WHERE id = %s", gone.id)
    assert named() >= {
        ("tree.leaf_without_entry", "tree_leaf", str(leaf)),
        ("ledger.predecessor_missing", "entry", str(after.id)),
    }


NEWEST = (
    "DELETE FROM {0} WHERE commitment IN (SELECT commitment FROM tree_leaf WHERE index >= %s)",
    "DELETE FROM {0} WHERE index >= %s",
)


def cut_newest(attack: Attack, number: int) -> int:
    """Delete the newest entries with their salts and leaves; return the size that is left."""
    left = published().size - number
    for table in ("entry_salt", "entry"):
        attack(NEWEST[0].format(table), left)
    attack(NEWEST[1].format("tree_leaf"), left)
    return left


@pytest.mark.usefixtures("life")
def test_the_newest_ten_entries_deleted_with_their_leaves_are_missed_by_the_checkpoint(
    attack: Attack,
) -> None:
    left = cut_newest(attack, 10)
    assert ("tree.index_missing", "tree_leaf", str(left)) in named()


@pytest.mark.usefixtures("life")
def test_and_with_the_checkpoints_they_are_missed_by_what_is_published(attack: Attack) -> None:
    left = cut_newest(attack, 10)
    attack("DELETE FROM checkpoint WHERE size > %s", left)
    assert ("tree.published_unknown", "log", "checkpoint") in named()


def test_a_back_dated_petition_is_named(attack: Attack, life: builders.Life) -> None:
    new = "00000000-0000-4000-8000-000000000002"
    values = json.dumps({"id": new, "number": "AAAAA-AAAAA-A", "filed_at": "2020-01-01T00:00:00Z"})
    attack(
        "INSERT INTO petition SELECT (jsonb_populate_record(t, %s::jsonb)).*"
        " FROM petition AS t WHERE id = %s",
        values,
        life.petition,
    )
    assert ("row.added", "petition", new) in named()


def test_two_swapped_entries_are_named(attack: Attack, life: builders.Life) -> None:
    one, two = life.outcomes[1].entry, life.outcomes[2].entry
    for table in ("entry", "tree_leaf"):
        attack(f"ALTER TABLE {table} DROP CONSTRAINT {table}_commitment_key")
    indexes = [row("tree_leaf", commitment=entry.commitment)["index"] for entry in (one, two)]
    for index, entry in zip(indexes, (two, one), strict=True):
        attack("UPDATE tree_leaf SET commitment = %s WHERE index = %s", entry.commitment, index)
    found = named()
    head = f"{log_key().name} {published().size}"
    assert ("tree.root_differs", "checkpoint", head) in found
    assert ("wall.missing", "constraint", "tree_leaf.tree_leaf_commitment_key") in found
    assert {one[2] for one in found if one[0] == "tree.file_differs"}  # and the published tiles


def test_a_trigger_switched_off_is_named_while_it_is_off_and_the_change_made_meanwhile_ever_after(
    attack: Attack, life: builders.Life
) -> None:
    attack("ALTER TABLE entry DISABLE TRIGGER entry_never_changed")
    [off] = deeply()
    assert (off.code, off.table, off.row, off.fields) == (
        "wall.altered",
        "trigger",
        "entry.entry_never_changed",
        ("enabled",),
    )
    assert [(value.expected, value.found) for value in off.values] == [("O", "D")]
    attack("UPDATE entry SET kind = 'petition.x' WHERE id = %s", life.outcomes[1].entry.id)
    attack(DOOR, life.petition)
    attack("ALTER TABLE entry ENABLE TRIGGER entry_never_changed")
    assert named() == {
        ("ledger.columns_altered", "entry", str(life.outcomes[1].entry.id)),
        ("row.altered", "petition", str(life.petition)),
    }


@pytest.fixture
def rewritten(life: builders.Life, ground: Ground, tmp_path: Path) -> tuple[builders.Life, bytes, Witness]:
    """The whole log and all rows replaced by others, with the house's own keys and clean to the last row.

    With the life that is no more, the checkpoint that was published, and a witness that cosigned it.
    """
    old = log_folder().checkpoint()
    assert old
    make(tmp_path / "w", "witness.example/1")
    told: list[Found] = []
    witness = open_witness(tmp_path / "w", tell=told.append)
    witness.state.trust(log_key().name, str(log_key()), 1)
    request = Request(old_size=0, proof=(), note=old.decode())
    assert witness.add_checkpoint(write_request(request), lambda: AT).status == 200
    (tmp_path / "log").rename(tmp_path / "log before")
    ground.renew(TEMPLATE)
    whole_life()
    for _ in range(20):
        builders.file_petition()
    turn()
    return life, old, witness


def test_a_whole_log_rewritten_with_the_house_s_keys_is_not_found_by_verification(
    rewritten: tuple[builders.Life, bytes, Witness],
) -> None:
    assert rewritten
    assert deeply() == []  # said plainly: against this stand only those outside


def test_it_is_refused_by_every_witness_that_saw_the_log_before(
    rewritten: tuple[builders.Life, bytes, Witness],
) -> None:
    _, old, witness = rewritten
    held, size = parse_note(old).text.split("\n")[1], published().size
    note = log_folder().checkpoint()
    assert note
    path = consistency_path(int(held), size, node_reader(size, log_folder().read))
    request = Request(old_size=int(held), proof=tuple(path), note=note.decode())
    answer = witness.add_checkpoint(write_request(request), lambda: AT)
    assert answer.status == 422
    assert answer.code


def test_it_is_contradicted_by_every_older_receipt(rewritten: tuple[builders.Life, bytes, Witness]) -> None:
    life, old, _ = rewritten
    filed = life.outcomes[0].entry.commitment
    now = included([filed])
    assert now
    assert now.places == {}  # what was promised is not in the log that is shown today
    key, size = log_key(), published().size
    before = open_checkpoint(old, origin=key.name, key=key, signature_holds=signature_holds)[1]
    path = consistency_path(before.size, size, node_reader(size, log_folder().read))
    with pytest.raises(Invalid):
        verify_consistency(
            old_size=before.size,
            old_root=before.root,
            new_size=size,
            new_root=published().root,
            path=path,
        )


def test_with_keys_of_the_attacker_s_own_no_witness_and_no_older_key_takes_it(
    rewritten: tuple[builders.Life, bytes, Witness],
) -> None:
    _, old, witness = rewritten
    seed, text = b"a" * 32, published().text
    own = VerifierKey(name=log_key().name, type=KeyType.ED25519, public_key=ed25519.public_key_of(seed))
    forged = f"{text}\n{own.signature(ed25519.sign(seed, text.encode())).line}"
    request = Request(old_size=0, proof=(), note=forged)
    assert witness.add_checkpoint(write_request(request), lambda: AT).status == 403
    key = log_key()  # the one that older receipts show
    with pytest.raises(Invalid):
        open_checkpoint(forged, origin=key.name, key=key, signature_holds=signature_holds)
    assert old
