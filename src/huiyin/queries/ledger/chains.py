"""Entries of one subject: whether they are what was committed, in one unbroken chain."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from huiyin.kernel import canonical
from huiyin.rules.receipt.commitment import SALT_BYTES, commit, link_of


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

    @cached_property
    def members(self) -> dict[str, Any]:
        """What the body says; nothing when it does not read."""
        try:
            body = canonical.decode_quickly(self.body)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}


@dataclass(frozen=True, kw_only=True)
class Value:
    """A field as the ledger says it and as it stands, both as they may be shown (`showing`)."""

    name: str
    expected: str | None
    found: str | None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is not as the ledger says: which table, which row, which fields, and how.

    `entry` is the first entry that says otherwise, where one does.
    """

    code: str
    table: str
    row: str
    fields: tuple[str, ...] = ()
    subject: str = ""
    values: tuple[Value, ...] = ()
    entry: str = ""


PromiseCheck = Callable[[bytes, bytes, datetime], bool]
Folded = dict[str, dict[str, dict[str, Any]]]
Keys = Mapping[str, str]  # the key column of each table
Changes = list[tuple[str, str, dict[str, Any]]]


def check_entry(entry: StoredEntry, promise_holds: PromiseCheck) -> Iterator[Difference]:
    """Yield what is wrong with an entry taken by itself."""
    if entry.salt is None:
        yield _difference("ledger.salt_damaged" if entry.salt_damaged else "ledger.salt_missing", entry)
    elif not _commits(entry.salt, entry):
        yield _difference("ledger.body_altered", entry)
    if not promise_holds(entry.commitment, entry.promise, entry.at):
        yield _difference("ledger.promise_invalid", entry)
    body = entry.members
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
    if body and altered:  # what no longer reads is named where it is folded
        yield _difference("ledger.columns_altered", entry, altered)


def _commits(salt: bytes, entry: StoredEntry) -> bool:
    if len(salt) != SALT_BYTES or not canonical.spells(entry.body, entry.members):
        return False
    try:
        link = link_of(entry.members)
    except KeyError:  # a body that no door ever wrote
        return False
    return commit(salt, link=link, body=entry.body) == entry.commitment


def in_order(entries: Sequence[StoredEntry]) -> tuple[list[StoredEntry], list[Difference]]:
    """Return the entries of one subject from first to last, and every break of their chain."""
    by_previous: dict[bytes | None, StoredEntry] = {}
    loose: list[StoredEntry] = []
    broken: list[Difference] = []
    for entry in sorted(entries, key=_recorded):
        if entry.previous in by_previous:
            loose.append(entry)
            broken.append(_difference("ledger.chain_forked", entry))
        else:
            by_previous[entry.previous] = entry
    ordered: list[StoredEntry] = []
    following = by_previous.pop(None, None)
    while following is not None:
        ordered.append(following)
        following = by_previous.pop(following.commitment, None)
    broken += [_difference("ledger.predecessor_missing", entry) for entry in by_previous.values()]
    return ordered + sorted([*by_previous.values(), *loose], key=_recorded), broken


def fold(entries: Sequence[StoredEntry], keys: Keys, into: Folded) -> Iterator[Difference]:
    """Apply the changes of entries, in order: `into[table][key]` becomes the row as it should stand.

    Yields each entry whose body nobody could have written; its changes are left out.
    """
    for entry in entries:
        changes = changes_of(entry, keys)
        if changes is None:
            yield _difference("ledger.body_unreadable", entry)
            continue
        for table, op, values in changes:
            rows = into.setdefault(table, {})
            key = str(values[keys[table]])
            rows[key] = values if op == "+" else {**rows.get(key, {}), **values}


def changes_of(entry: StoredEntry, keys: Keys) -> Changes | None:
    """Return the changes of an entry, each table, sign, values; None when nobody could have written them."""
    changes = entry.members.get("changes")
    if not isinstance(changes, list) or not all(_is_change(change, keys) for change in changes):
        return None
    return [(table, op, values) for table, op, values in changes]


def _is_change(change: Any, keys: Keys) -> bool:
    match change:
        case [str(table), "+" | "~", dict(values)]:
            return table in keys and keys[table] in values
    return False


def _recorded(entry: StoredEntry) -> tuple[datetime, UUID]:
    return entry.at, entry.id


def _difference(code: str, entry: StoredEntry, fields: tuple[str, ...] = ()) -> Difference:
    identity, subject = str(entry.id), str(entry.subject)
    return Difference(code=code, table="entry", row=identity, fields=fields, subject=subject, entry=identity)
