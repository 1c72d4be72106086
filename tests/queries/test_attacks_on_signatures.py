"""Checkpoints, cosignatures, data keys and files that somebody changed are found and named."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

import builders
from huiyin.adapters import ed25519
from huiyin.kernel.errors import Misconfigured
from huiyin.prepare.house import store
from huiyin.queries.ledger.signed import Signers, unknown_witnesses
from huiyin.queries.ledger.span import Span
from huiyin.queries.ledger.stored_files import check_files
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import cosignature, cosignature_message
from huiyin.rules.merkle.note import KeyType, VerifierKey, parse_note
from huiyin.vault.log_key import HouseKey
from support.log import log_key, published
from support.moment import AT
from support.state import row
from support.verifying import deeply, tools
from support.whole import ADDRESS, COPIED_AT, kept_file, whole_life

SEED = b"w" * 32
NAME = "w.example/1"


@pytest.fixture
def life(installed: Any) -> builders.Life:
    """A whole life, published, cosigned by one witness."""
    assert installed
    life = whole_life()
    keep_line(line())
    return life


def witness(seed: bytes = SEED, name: str = NAME) -> VerifierKey:
    return VerifierKey(name=name, type=KeyType.COSIGNATURE, public_key=ed25519.public_key_of(seed))


def head() -> dict[str, Any]:
    return row("checkpoint", size=published().size)


def line(at: datetime = AT, seed: bytes = SEED, name: str = NAME) -> str:
    seconds = int(at.timestamp())
    signed = ed25519.sign(seed, cosignature_message(parse_note(head()["note"]).text, seconds))
    return cosignature(witness(seed, name), seconds, signed).line


def keep_line(text: str, name: str = NAME, at: datetime = AT) -> None:
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(
            "INSERT INTO cosignature (origin, size, witness, at, line) VALUES (%s, %s, %s, %s, %s)",
            (log_key().name, published().size, name, at, text),
        )


def signers(**more: Any) -> Signers:
    usual: dict[str, Any] = {
        "signature_holds": ed25519.signature_holds,
        "log": {log_key().name: (HouseKey(key=log_key()),)},
        "witnesses": {NAME: witness()},
    }
    return Signers(**{**usual, **more})


def told(**more: Any) -> set[tuple[str, str]]:
    return {(one.code, one.row) for one in deeply(**{"signers": signers(), **more})}


def named(*, by: str = "") -> str:
    return f"{log_key().name} {published().size}" + (f" {by}" if by else "")


def test_what_was_cosigned_is_well(life: builders.Life) -> None:
    assert life
    assert told() == set()
    assert unknown_witnesses(signers()) == []
    assert unknown_witnesses(signers(witnesses={})) == [NAME]
    assert told(signers=signers(witnesses={})) == set()
    assert told(since=published().size + 1) == set()


def test_a_witness_of_whom_only_another_key_is_known_is_read_not_checked(life: builders.Life) -> None:
    assert life
    assert told(signers=signers(witnesses={NAME: witness(b"v" * 32)})) == set()


def test_a_checkpoint_of_another_key_is_named(life: builders.Life) -> None:
    assert life
    other = VerifierKey(
        name=log_key().name, type=KeyType.ED25519, public_key=ed25519.public_key_of(b"x" * 32)
    )
    unsigned = {("tree.note_not_signed", named()), ("tree.published_unknown", "checkpoint")}
    assert told(signers=signers(log={log_key().name: (HouseKey(key=other),)})) == unsigned
    assert told(signers=signers(log={})) == unsigned
    assert (
        told(signers=signers(log={log_key().name: (HouseKey(key=other), HouseKey(key=log_key()))})) == set()
    )


@pytest.mark.parametrize("note", ["nothing", "a\n1\nb\n\n— a AAAAAAAA\n"])
def test_a_note_that_is_none_is_named_by_everything_that_needs_it(
    life: builders.Life, attack: Any, note: str
) -> None:
    assert life
    attack("UPDATE checkpoint SET note = %s", note)
    assert told() >= {
        ("tree.note_not_signed", named()),
        ("tree.note_differs", named()),
        ("tree.cosignature_invalid", named(by=NAME)),
        ("tree.published_unknown", "checkpoint"),
    }


def test_a_note_signed_over_something_else_is_named(life: builders.Life, attack: Any) -> None:
    assert life
    forged = head()["note"].replace(f"\n{published().size}\n", f"\n{published().size + 1}\n", 1)
    attack("UPDATE checkpoint SET note = %s", forged)
    assert ("tree.note_not_signed", named()) in told()


@pytest.mark.parametrize(
    "change",
    [
        "line = 'nothing'",
        "line = line || line",
        "line = replace(line, 'w.example', 'v.example')",
        "witness = 'v.example/1'",
        "at = at + '1 s'::interval",
    ],
)
def test_a_cosignature_that_was_changed_is_named(life: builders.Life, attack: Any, change: str) -> None:
    assert life
    attack(f"UPDATE cosignature SET {change}")
    [found] = told()
    assert found[0] == "tree.cosignature_invalid"


def test_a_cosignature_over_another_text_is_named(life: builders.Life, attack: Any) -> None:
    assert life
    later = AT + timedelta(minutes=1)
    attack("DELETE FROM cosignature")
    keep_line(line(at=AT), at=later)
    assert told() == {("tree.cosignature_invalid", named(by=NAME))}


def test_a_cosignature_of_a_checkpoint_that_is_no_more_is_named(life: builders.Life, attack: Any) -> None:
    assert life
    attack("DELETE FROM checkpoint")
    assert ("tree.cosigned_unknown", named(by=NAME)) in told()


@pytest.mark.parametrize("published_note", [b"nothing", b"\xff"])
def test_a_published_checkpoint_that_is_none_is_named(life: builders.Life, published_note: bytes) -> None:
    assert life
    assert told(published=published_note) == {("tree.published_unknown", "checkpoint")}


def test_a_published_checkpoint_of_the_right_text_and_another_signature_is_named(
    life: builders.Life,
) -> None:
    assert life
    text = parse_note(head()["note"]).text
    key = VerifierKey(name=log_key().name, type=KeyType.ED25519, public_key=ed25519.public_key_of(SEED))
    forged = text + "\n" + key.signature(ed25519.sign(SEED, text.encode())).line
    assert told(published=forged.encode()) == {("tree.published_unknown", "checkpoint")}


def test_a_data_key_that_is_gone_or_altered_is_named(life: builders.Life, attack: Any) -> None:
    attack("UPDATE data_key SET wrapped = 'x' WHERE petition = %s", life.petition)
    assert told() == {("key.damaged", str(life.petition))}
    attack("DELETE FROM data_key WHERE petition = %s", life.petition)
    assert told() == {("key.missing", str(life.petition))}
    attack("UPDATE entry SET kind = 'petition.erased' WHERE id = %s", life.outcome.entry.id)
    assert told() == {
        ("key.missing", str(life.petition)),
        ("ledger.columns_altered", str(life.outcome.entry.id)),
    }


def test_a_file_that_was_altered_is_named_with_both_digests_and_the_entry(life: builders.Life) -> None:
    store().delete(ADDRESS)
    kept_file(b"another")
    [found] = deeply()
    assert (found.code, found.table, found.fields) == ("file.altered", "evidence", ("address",))
    assert (found.subject, found.entry) == (str(life.petition), str(life.outcomes[0].entry.id))
    [value] = found.values
    assert value.expected == ADDRESS
    assert value.found not in {None, ADDRESS}


def test_a_row_that_names_no_address_at_all_is_named(life: builders.Life, attack: Any) -> None:
    assert life
    attack("UPDATE evidence SET address = '../x'")
    assert {code for code, _ in told()} == {"row.altered", "file.missing"}


class Broken:
    """A store on a broken disk."""

    def size(self, address: str, /) -> int:
        """Fail as such a disk does."""
        raise OSError(5, "Input/output error", address)

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Fail as such a disk does."""
        raise OSError(5, "Input/output error", f"{address} {start} {end}")


class Bucket:
    """A store that gives nothing from behind the end of a file, and may be away."""

    def __init__(self, *, away: bool = False) -> None:
        self.away = away

    def size(self, address: str, /) -> int:
        """Return the size, if it can be reached."""
        if self.away:
            raise Misconfigured("store.unreachable")
        return store().size(address)

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Return a piece that begins inside the file."""
        assert start < store().size(address)
        return store().get_range(address, start, end)


def test_a_file_that_cannot_be_read_is_named_and_hides_no_other(life: builders.Life) -> None:
    assert life
    with transaction.atomic(using=sql.OWNER):
        compared = check_files(Span(), Broken(), tools().checks)
    assert compared.files == 2
    assert [one.table for one in compared.differences] == ["evidence", "redaction"]
    assert {(one.code, one.values[0].found) for one in compared.differences} == {("file.unreadable", None)}


def test_files_in_a_bucket_are_read_to_their_end_and_one_that_is_away_is_not_called_missing(
    life: builders.Life,
) -> None:
    assert life
    with transaction.atomic(using=sql.OWNER):
        assert check_files(Span(), Bucket(), tools().checks).differences == ()
        away = check_files(Span(), Bucket(away=True), tools().checks)
    assert {one.code for one in away.differences} == {"file.unreadable"}


def test_a_blacked_out_copy_that_was_deleted_is_named_with_its_entry(life: builders.Life) -> None:
    store().delete(COPIED_AT)
    [found] = deeply()
    assert (found.code, found.table, found.row) == ("file.missing", "redaction", str(row("redaction")["id"]))
    assert found.entry in {str(one.entry.id) for one in life.outcomes}
