"""The period of an audit: what was written in it, and the tree heads at its beginning and its end.

The heads are checked with their cosignatures, and the proof that the later log begins with the earlier one
from the files as they are published.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import huiyin
from huiyin.adapters.publishing.current import log_folder
from huiyin.kernel.errors import HuiyinError, Invalid
from huiyin.prepare import house
from huiyin.prepare.receipts import signature_holds
from huiyin.queries.ledger.chains import Difference
from huiyin.queries.ledger.heads import Head
from huiyin.queries.ledger.periods import head_before, origins_before, written_between
from huiyin.queries.ledger.published import published_head
from huiyin.rules.audit.figures import DEFINITION, Group, grouped
from huiyin.rules.audit.note import FORMAT
from huiyin.rules.audit.quarters import Quarter, audited_until
from huiyin.rules.merkle.checkpoint import open_checkpoint_by, verify_cosignature
from huiyin.rules.merkle.hashing import EMPTY_ROOT
from huiyin.rules.merkle.note import Note, VerifierKey
from huiyin.rules.merkle.proofs import consistency_path, verify_consistency
from huiyin.rules.merkle.tiles import node_reader

Plain = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Period:
    """The period of an audit, looked at. `told` is what is public of it; `found` what is wrong with it."""

    quarter: Quarter
    interim: bool
    at: datetime
    told: Plain
    found: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A signed tree head; `note` is None unless our key signed it, and it says what its row says."""

    head: Head
    note: Note | None

    def wrong(self) -> Iterator[Difference]:
        """Yield what is wrong with it, and with the cosignatures of known witnesses."""
        row = f"{house.vault().signer.origin} {self.head.size}"
        if self.note is None:
            yield Difference(code="audit.checkpoint_wrong", table="checkpoint", row=row)
            return
        for key in house.witnesses():
            try:
                _cosigned_at(self.note, key)
            except Invalid:
                named = f"{row} {key.name}"
                yield Difference(code="audit.cosignature_wrong", table="cosignature", row=named)

    def told(self) -> Plain:
        """Return it as plain data."""
        return {
            "size": self.head.size,
            "root": _base64(self.head.root),
            "at": _instant(self.head.at),
            "note": self.head.published.decode(),
            "witnesses": [] if self.note is None else list(_told_witnesses(self.note)),
        }


def look_at(quarter: Quarter, *, interim: bool, at: datetime) -> Period:
    """Return the period of a quarter as the ledger and the public log show it.

    Raises Invalid ``audit.quarter_to_come``, ``audit.quarter_unfinished``, ``audit.no_checkpoint`` when the
    log had signed nothing before the end of the quarter, ``audit.nothing_published`` when its files are not
    on this machine.
    """
    at = at.replace(microsecond=0)
    until = audited_until(quarter, at=at, interim=interim)
    origin = house.vault().signer.origin
    begin, end = head_before(origin, quarter.first_at), head_before(origin, until)
    if end is None:
        raise Invalid("audit.no_checkpoint", field="quarter", quarter=str(quarter))
    path, found = _consistency(begin, end, _published_size())
    opened = {head.size: _Seen(head=head, note=_opened(head)) for head in (begin, end) if head}
    told = {
        **_about(quarter, until, at),
        "begin": opened[begin.size].told() if begin else None,
        "end": opened[end.size].told(),
        "consistency": None if path is None else [_base64(one) for one in path],
        "figures": _figures(quarter.first_at, until),
    }
    found += [one for seen in opened.values() for one in seen.wrong()]
    return Period(quarter=quarter, interim=told["interim"], at=at, told=told, found=tuple(found))


def _about(quarter: Quarter, until: datetime, at: datetime) -> Plain:
    signer = house.vault().signer
    return {
        "format": FORMAT,
        "quarter": str(quarter),
        "interim": until < quarter.end_at,
        "demo": house.mode().demo,
        "first_at": _instant(quarter.first_at),
        "end_at": _instant(until),
        "audited_at": _instant(at),
        "version": huiyin.__version__,
        "origin": signer.origin,
        "key": signer.verifier_key,
        "witness_keys": [str(key) for key in house.witnesses()],
        "other_logs": [one for one in origins_before(until) if one != signer.origin],
    }


def _published_size() -> int:
    """Return the size of the log as it is published on this machine; 0 when what is there cannot be read."""
    try:
        published = published_head()
    except Invalid:
        return 0
    if published is None:
        raise Invalid("audit.nothing_published")
    return published.size


def _consistency(
    begin: Head | None, end: Head, published: int
) -> tuple[tuple[bytes, ...] | None, list[Difference]]:
    """Return the proof that the log at the end begins with that at the beginning, or what is wrong."""
    size, root = (0, EMPTY_ROOT) if begin is None else (begin.size, begin.root)
    try:
        path = consistency_path(size, end.size, node_reader(published, log_folder().read))
        verify_consistency(old_size=size, old_root=root, new_size=end.size, new_root=end.root, path=path)
    except HuiyinError:  # files that are missing, damaged or too few, or a log written anew
        return None, [Difference(code="audit.not_consistent", table="log", row=f"{size} {end.size}")]
    return path, []


def _opened(head: Head) -> Note | None:
    """Return the note of a signed tree head; None unless our key signed it, and it says what its row says.

    That is a key which was in use then.
    """
    origin = house.vault().signer.origin
    keys = [one.key for one in house.vault().keys_of(origin) if one.signed_at(head.at)]
    try:
        note, said = open_checkpoint_by(
            head.published, origin=origin, keys=keys, signature_holds=signature_holds
        )
    except HuiyinError:
        return None
    return note if (said.size, said.root) == (head.size, head.root) else None


def _cosigned_at(note: Note, key: VerifierKey) -> datetime | None:
    """Return when this witness cosigned, None when it did not; Invalid when that does not hold."""
    try:
        return datetime.fromtimestamp(verify_cosignature(note, key, signature_holds), UTC)
    except Invalid as refused:
        if refused.code == "merkle.not_signed":
            return None
        raise


def _told_witnesses(note: Note) -> Iterator[Plain]:
    """Yield who signed beside the log; `cosigned_at` None where no key of this name fits."""
    known = {key.name: key for key in house.witnesses()}
    own = house.vault().signer.origin
    for name in dict.fromkeys(one.name for one in note.signatures if one.name != own):
        try:
            at = _cosigned_at(note, known[name]) if name in known else None
        except Invalid:
            at = None
        yield {"name": name, "cosigned_at": None if at is None else _instant(at)}


def _figures(first: datetime, end: datetime) -> Plain:
    by_kind = written_between(first, end)
    groups = grouped(by_kind)
    return {
        "definition": DEFINITION,
        "entries": sum(by_kind.values()),
        "filings": groups[Group.FILED.value],
        "groups": groups,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
