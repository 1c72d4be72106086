"""Histories read, checked and folded batch by batch, and compared with the rows of their petitions.

Runs over the owner's connection, in a transaction of one moment that the caller holds.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connections

from huiyin.kernel.errors import HuiyinError
from huiyin.queries.ledger.chains import (
    Difference,
    Folded,
    Keys,
    PromiseCheck,
    StoredEntry,
    fold,
    in_order,
)
from huiyin.queries.ledger.erased import check_entries
from huiyin.queries.ledger.origins import Origins
from huiyin.queries.ledger.rows import compare, key_of, of_petition
from huiyin.queries.ledger.streams import stream
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN
from huiyin.records.columns import Tables, read_columns

# Tables of no petition.
WHOLE = (
    *("division", "office", "post", "adopted", "rule_proposal", "oversight_setting"),
    *("audit", "reopening", "key_change", "wrap_change", "person_search", "saved_search"),
    *("retention_schedule", "destruction_list", "destruction_item"),
)

SaltOpener = Callable[[bytes, bytes], bytes]  # sealed, commitment; raises HuiyinError when it does not open
History = list[StoredEntry]


@dataclass(frozen=True, kw_only=True)
class Checks:
    """What entries are checked with."""

    open_salt: SaltOpener
    promise_holds: PromiseCheck


@dataclass(kw_only=True)
class Replay:
    """Compares histories with rows; keeps what they say of rows that are of no petition for the end."""

    checks: Checks
    tables: Tables
    keys: Keys = field(init=False)
    whole: Folded = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read which column is the key of each table."""
        self.keys = keys_of(self.tables)

    def check(self, batch: Sequence[History]) -> Iterator[Difference]:
        """Yield what is wrong with these histories, and with the rows of their petitions."""
        folded: Folded = {}
        ordered: list[History] = []
        for entries in batch:
            history, broken = in_order(entries)
            yield from check_entries(history, self.checks.promise_holds)
            yield from broken
            yield from fold(history, self.keys, folded)
            ordered.append(history)
        self._keep_whole(folded)
        origins = Origins(ordered, self.keys)
        subjects = [entries[0].subject for entries in batch]
        for table in DOMAIN:
            if table not in WHOLE:
                found = compare(table, self.tables[table], folded.get(table, {}), subjects)
                yield from map(origins.named, found)

    def compare_streams(self, known: Sequence[History]) -> Iterator[Difference]:
        """Yield what is wrong with rows that are of no petition, by the histories that are of none."""
        folded: Folded = {}
        ordered = [in_order(history)[0] for history in known]
        for history in ordered:
            list(fold(history, self.keys, folded))  # what does not read is named where it is checked
        self._keep_whole(folded)
        yield from map(Origins(ordered, self.keys).named, self.compare_whole())

    def compare_whole(self) -> Iterator[Difference]:
        """Yield what is wrong with rows that are of no petition, once every history was checked."""
        for table in DOMAIN:
            if table != "petition":
                yield from compare(table, self.tables[table], self.whole.get(table, {}), None)

    def _keep_whole(self, folded: Folded) -> None:
        for table, rows in folded.items():
            column = of_petition(table)
            of_none = [key for key, row in rows.items() if table in WHOLE or row.get(column, "") is None]
            kept = self.whole.setdefault(table, {}) if of_none else {}
            for key in of_none:
                kept[key] = {**kept.get(key, {}), **rows.pop(key)}


def keys_of(tables: Tables) -> Keys:
    """Return the key column of each table."""
    return {table: key_of(columns) for table, columns in tables.items()}


def domain_columns() -> Tables:
    """Return the columns of every domain table."""
    with connections[sql.OWNER].cursor() as cursor:
        return read_columns(cursor)


_ENTRIES = """
    SELECT e.*, s.sealed AS salt_sealed FROM entry AS e LEFT JOIN entry_salt AS s USING (commitment)
    {where} ORDER BY e.subject
"""


def histories(checks: Checks, where: str = "", given: Sequence[Any] = ()) -> Iterator[History]:
    """Yield the entries of one subject after the other, in no order among themselves."""
    found = stream("entries", _ENTRIES.format(where=where), given)
    for _, rows in groupby(found, key=lambda row: row["subject"]):
        yield [_stored(row, checks.open_salt) for row in rows]


def batches(subjects: Iterable[History], size: int) -> Iterator[list[History]]:
    """Yield so many histories at once, fewer at the end."""
    batch: list[History] = []
    for subject in subjects:
        batch.append(subject)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _stored(row: dict[str, Any], open_salt: SaltOpener) -> StoredEntry:
    sealed = row.pop("salt_sealed")
    try:
        salt = open_salt(sealed, row["commitment"]) if sealed is not None else None
    except HuiyinError:
        return StoredEntry(**row, salt=None, salt_damaged=True)
    return StoredEntry(**row, salt=salt)
