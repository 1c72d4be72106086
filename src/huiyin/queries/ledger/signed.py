"""Signatures of the public log checked: the log's own under each checkpoint, and those of its witnesses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.kernel.errors import HuiyinError
from huiyin.queries.ledger.chains import Difference
from huiyin.queries.ledger.streams import stream
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import parse_checkpoint, verify_cosignature
from huiyin.rules.merkle.note import (
    Note,
    SignatureCheck,
    VerifierKey,
    parse_note,
    parse_signatures,
    verify_one_of,
)
from huiyin.vault.log_key import HouseKey

# Sizes are counted from the first leaf of each log, `since` from the first of the table.
_HEADS = """
    SELECT origin, size, note, checkpoint.at FROM checkpoint LEFT JOIN reopening AS r USING (origin)
    WHERE COALESCE(r.first, 0) + size >= %s ORDER BY size, origin
"""
_LINES = """
    SELECT c.origin, c.size, c.witness, c.at, c.line, k.note FROM cosignature AS c
    LEFT JOIN checkpoint AS k USING (origin, size) LEFT JOIN reopening AS r USING (origin)
    WHERE COALESCE(r.first, 0) + c.size >= %s
    ORDER BY c.size, c.origin, c.witness, c.at
"""
_SIGNED = "SELECT note, at FROM checkpoint WHERE origin = %s AND size = %s"


@dataclass(frozen=True, kw_only=True)
class Signers:
    """Whose signatures count: keys of the log by origin, each in its time; keys of witnesses by name."""

    signature_holds: SignatureCheck
    log: Mapping[str, Sequence[HouseKey]] = field(default_factory=dict)
    witnesses: Mapping[str, VerifierKey] = field(default_factory=dict)


def check_signatures(signers: Signers, *, since: int, published: bytes | None) -> Iterator[Difference]:
    """Yield every checkpoint that its log did not sign, and every cosignature that does not hold.

    `published` is the checkpoint as it was published before the moment of this transaction: it must be one
    of the table. Cosignatures of witnesses without a known key are read, not checked.
    """
    for head in stream("signed", _HEADS, (since,)):
        if not _signed(head, head["origin"], signers):
            yield Difference(code="tree.note_not_signed", table="checkpoint", row=_row(head))
    for line in stream("cosigned", _LINES, (since,)):
        if line["note"] is None:
            yield Difference(code="tree.cosigned_unknown", table="cosignature", row=_row(line))
        elif not _cosigned(line, signers):
            yield Difference(code="tree.cosignature_invalid", table="cosignature", row=_row(line))
    if published is not None and not _is_ours(published, signers):
        yield Difference(code="tree.published_unknown", table="log", row="checkpoint")


def unknown_witnesses(signers: Signers) -> list[str]:
    """Return the witnesses whose cosignatures could not be checked, since nobody told us their keys."""
    found = sql.fetch(sql.OWNER, "SELECT DISTINCT witness FROM cosignature ORDER BY witness")
    return [row["witness"] for row in found if row["witness"] not in signers.witnesses]


def _row(found: Mapping[str, Any]) -> str:
    named = f"{found['origin']} {found['size']}"
    return f"{named} {found['witness']}" if "witness" in found else named


def _signed(head: Mapping[str, Any], origin: str, signers: Signers) -> bool:
    keys = [one.key for one in signers.log.get(origin, ()) if one.signed_at(head["at"])]
    try:
        verify_one_of(parse_note(head["note"]), keys, signers.signature_holds)
    except HuiyinError:
        return False
    return True


def _cosigned(line: Mapping[str, Any], signers: Signers) -> bool:
    try:
        [signature] = parse_signatures(line["line"])
        note = Note(text=parse_note(line["note"]).text, signatures=(signature,))
        if signature.name != line["witness"]:
            return False
        key = signers.witnesses.get(line["witness"])
        if key is None or key.key_id != signature.key_id:
            return True  # of a key that nobody told us; it is only counted
        return verify_cosignature(note, key, signers.signature_holds) == int(line["at"].timestamp())
    except (HuiyinError, ValueError):
        return False


def _is_ours(published: bytes, signers: Signers) -> bool:
    try:
        note = parse_note(published)
        told = parse_checkpoint(note.text)
        row = sql.fetch_one(sql.OWNER, _SIGNED, (told.origin, told.size))
        same = row is not None and parse_note(row["note"]).text == note.text
    except HuiyinError:
        return False
    return same and row is not None and _signed({**row, "note": str(note)}, told.origin, signers)
