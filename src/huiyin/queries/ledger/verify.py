"""Replay the ledger and compare: every domain row must be the fold of its entries, no more, no less.

Streams subject by subject in bounded memory. Runs over the owner's connection (it must see all rows)
in a read-only transaction of one moment.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connections, transaction
from psycopg.rows import dict_row

from huiyin.kernel.errors import HuiyinError
from huiyin.queries.ledger.chains import (
    Difference,
    Folded,
    PromiseCheck,
    StoredEntry,
    check_entry,
    fold,
    in_order,
)
from huiyin.queries.ledger.leaves import NoteCheck, ReadFile, check_tree
from huiyin.queries.ledger.rows import compare, key_of, strangers
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN
from huiyin.records.columns import Tables, read_columns

BATCH = 500  # subjects compared at once
WHOLE = ("division", "office", "post", "adopted", "rule_proposal", "oversight_setting")  # of no petition

SaltOpener = Callable[[bytes, bytes], bytes]  # sealed, commitment; raises HuiyinError when it does not open

_ENTRIES = """
    SELECT e.*, s.sealed AS salt_sealed FROM entry AS e LEFT JOIN entry_salt AS s USING (commitment)
    ORDER BY e.subject
"""


@dataclass(kw_only=True)
class Count:
    """How far a verification has come."""

    entries: int = 0
    subjects: int = 0
    total: int = 0


def verify(
    *,
    open_salt: SaltOpener,
    promise_holds: PromiseCheck,
    progress: Callable[[Count], None] | None = None,
    read_file: ReadFile | None = None,
    note_holds: NoteCheck | None = None,
) -> Iterator[Difference]:
    """Yield every difference between ledger, tables and tree; nothing is yielded when all is well.

    With `read_file` the published tiles are compared too: those of this installation, not of a restored copy.
    """
    count = Count()
    with transaction.atomic(using=sql.OWNER):
        with sql.cursor(sql.OWNER) as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            count.total = cursor.execute("SELECT count(*) AS n FROM entry").fetchone()["n"]  # type: ignore[index]
        with connections[sql.OWNER].cursor() as plain_cursor:
            tables = read_columns(plain_cursor)
        whole: Folded = {}
        for batch in _batches(_subjects(open_salt)):
            yield from _check_batch(batch, tables, whole, promise_holds)
            count.subjects += len(batch)
            count.entries += sum(len(entries) for entries in batch)
            if progress:
                progress(count)
        for table in WHOLE:
            yield from compare(table, tables[table], whole.get(table, {}), None)
        for table in DOMAIN:
            if table not in WHOLE:
                yield from strangers(table, tables[table])
        yield from check_tree(read_file, note_holds)


def _subjects(open_salt: SaltOpener) -> Iterator[list[StoredEntry]]:
    connection = connections[sql.OWNER].connection
    with connection.cursor(name="entries", row_factory=dict_row) as cursor:
        cursor.itersize = 2000
        cursor.execute(_ENTRIES)
        for _, rows in groupby(cursor, key=lambda row: row["subject"]):
            yield [_stored(row, open_salt) for row in rows]


def _stored(row: dict[str, Any], open_salt: SaltOpener) -> StoredEntry:
    sealed = row.pop("salt_sealed")
    try:
        salt = open_salt(sealed, row["commitment"]) if sealed is not None else None
    except HuiyinError:
        return StoredEntry(**row, salt=None, salt_damaged=True)
    return StoredEntry(**row, salt=salt)


def _batches(subjects: Iterator[list[StoredEntry]]) -> Iterator[list[list[StoredEntry]]]:
    batch: list[list[StoredEntry]] = []
    for subject in subjects:
        batch.append(subject)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _check_batch(
    batch: Sequence[Sequence[StoredEntry]], tables: Tables, whole: Folded, promise_holds: PromiseCheck
) -> Iterator[Difference]:
    keys = {table: key_of(columns) for table, columns in tables.items()}
    folded: Folded = {}
    for entries in batch:
        for entry in entries:
            yield from check_entry(entry, promise_holds)
        ordered, broken = in_order(entries)
        yield from broken
        yield from fold(ordered, keys, folded)
    for table in WHOLE:
        for key, row in folded.pop(table, {}).items():
            whole.setdefault(table, {})[key] = {**whole.get(table, {}).get(key, {}), **row}
    subjects = [entries[0].subject for entries in batch]
    for table in DOMAIN:
        if table not in WHOLE:
            yield from compare(table, tables[table], folded.get(table, {}), subjects)
