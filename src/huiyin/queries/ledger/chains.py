"""Entries of one subject: whether they are what was committed, in one unbroken chain."""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.kernel import canonical


@dataclass(frozen=True, kw_only=True)
class StoredEntry:
    """An entry as it lies in the database; `salt` is None when erased or damaged."""

    id: UUID
    subject: UUID
    kind: str
    at: datetime
    previous: bytes | None
    commitment: bytes
    body: bytes
    promise: bytes
    salt: bytes | None
    salt_damaged: bool = False


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not as the ledger says: which table, which row, which fields, and how."""

    code: str
    table: str
    row: str
    fields: tuple[str, ...] = ()
    subject: str = ""


PromiseCheck = Callable[[bytes, bytes, datetime], bool]
Folded = dict[str, dict[str, dict[str, Any]]]


def check_entry(entry: StoredEntry, promise_holds: PromiseCheck) -> Iterator[Difference]:
    """Yield what is wrong with an entry taken by itself."""
    if entry.salt is None:
        yield _difference("ledger.salt_missing" if not entry.salt_damaged else "ledger.salt_damaged", entry)
    elif hmac.new(entry.salt, entry.body, hashlib.sha256).digest() != entry.commitment:
        yield _difference("ledger.body_altered", entry)
    if not promise_holds(entry.commitment, entry.promise, entry.at):
        yield _difference("ledger.promise_invalid", entry)
    body = canonical.decode(entry.body)
    told = canonical.plain(
        {
            "id": entry.id,
            "subject": entry.subject,
            "kind": entry.kind,
            "at": entry.at,
            "previous": entry.previous,
        }
    )
    altered = tuple(name for name, value in told.items() if body.get(name) != value)
    if altered:
        yield _difference("ledger.columns_altered", entry, altered)


def in_order(entries: Sequence[StoredEntry]) -> tuple[list[StoredEntry], list[Difference]]:
    """Return the entries of one subject from first to last, and every break of their chain."""
    by_previous = {entry.previous: entry for entry in entries}
    ordered: list[StoredEntry] = []
    following = by_previous.pop(None, None)
    while following is not None:
        ordered.append(following)
        following = by_previous.pop(following.commitment, None)
    broken = [_difference("ledger.predecessor_missing", entry) for entry in by_previous.values()]
    return ordered + sorted(by_previous.values(), key=lambda entry: entry.at), broken


def fold(entries: Sequence[StoredEntry], keys: Mapping[str, str], into: Folded) -> None:
    """Apply the changes of entries, in order: `into[table][key]` becomes the row as it should stand."""
    for entry in entries:
        for table, op, values in canonical.decode(entry.body)["changes"]:
            rows = into.setdefault(table, {})
            key = str(values[keys[table]])
            rows[key] = values if op == "+" else {**rows.get(key, {}), **values}


def _difference(code: str, entry: StoredEntry, fields: tuple[str, ...] = ()) -> Difference:
    return Difference(code=code, table="entry", row=str(entry.id), fields=fields, subject=str(entry.subject))
