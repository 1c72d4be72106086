"""Replay the ledger and compare: every domain row must be the fold of its entries, no more, no less.

Streams subject by subject in bounded memory. Runs over the owner's connection (it must see all rows)
in a read-only transaction of one moment.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from huiyin.queries.ledger.chains import (
    Difference,
    Folded,
    PromiseCheck,
    StoredEntry,
    check_entry,
    fold,
    in_order,
)
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN
from huiyin.records.columns import Column, Tables, read_columns

BATCH = 500  # subjects compared at once
WHOLE = ("division", "office", "post", "adopted")  # of no petition

SaltOpener = Callable[[bytes, bytes], bytes | None]

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
    *, open_salt: SaltOpener, promise_holds: PromiseCheck, progress: Callable[[Count], None] | None = None
) -> Iterator[Difference]:
    """Yield every difference between the ledger and the tables; nothing is yielded when all is well."""
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
            yield from _compare(table, tables[table], whole.get(table, {}), None)
        for table in DOMAIN:
            if table not in WHOLE:
                yield from _strangers(table, tables[table])


def _subjects(open_salt: SaltOpener) -> Iterator[list[StoredEntry]]:
    connection = connections[sql.OWNER].connection
    with connection.cursor(name="entries", row_factory=dict_row) as cursor:
        cursor.itersize = 2000
        cursor.execute(_ENTRIES)
        for _, rows in groupby(cursor, key=lambda row: row["subject"]):
            yield [_stored(row, open_salt) for row in rows]


def _stored(row: dict[str, Any], open_salt: SaltOpener) -> StoredEntry:
    sealed = row.pop("salt_sealed")
    salt = open_salt(sealed, row["commitment"]) if sealed is not None else None
    return StoredEntry(**row, salt=salt, salt_damaged=sealed is not None and salt is None)


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
    keys = {table: _key(columns).name for table, columns in tables.items()}
    folded: Folded = {}
    for entries in batch:
        for entry in entries:
            yield from check_entry(entry, promise_holds)
        ordered, broken = in_order(entries)
        yield from broken
        fold(ordered, keys, folded)
    for table in WHOLE:
        for key, row in folded.pop(table, {}).items():
            whole.setdefault(table, {})[key] = {**whole.get(table, {}).get(key, {}), **row}
    subjects = [entries[0].subject for entries in batch]
    for table in DOMAIN:
        if table not in WHOLE:
            yield from _compare(table, tables[table], folded.get(table, {}), subjects)


def _key(columns: Sequence[Column]) -> Column:
    return next(column for column in columns if column.key)


def _compare(
    table: str, columns: Sequence[Column], rows: dict[str, dict[str, Any]], subjects: list[UUID] | None
) -> Iterator[Difference]:
    key = _key(columns).name
    values = ", ".join(
        f"decode(v->>'{c.name}', 'base64') AS \"{c.name}\"" if c.type == "bytea" else f'r."{c.name}"'
        for c in columns
    )
    names = [c.name for c in columns if c.type == "bytea"]
    source = f"v - ARRAY{names}" if names else "v"
    of_petition = "id" if table == "petition" else "petition"
    chosen = f'WHERE "{of_petition}" = ANY(%s)' if subjects is not None else ""
    query = f"""
        SELECT e."{key}"::text AS expected_key, t."{key}"::text AS found_key, to_jsonb(e) AS expected,
               to_jsonb(t) AS found
        FROM (SELECT {values} FROM jsonb_array_elements(%s) AS v,
              jsonb_populate_record(NULL::"{table}", {source}) AS r) AS e
        FULL JOIN (SELECT * FROM "{table}" {chosen}) AS t ON e."{key}" = t."{key}"
        WHERE e IS DISTINCT FROM t
    """
    parameters = [Jsonb(list(rows.values())), *([subjects] if subjects is not None else [])]
    for row in sql.fetch(sql.OWNER, query, parameters):
        yield _difference(table, row)


def _difference(table: str, row: sql.Row) -> Difference:
    expected, found = row["expected"], row["found"]
    if row["found_key"] is None:
        return Difference(code="row.removed", table=table, row=row["expected_key"])
    if row["expected_key"] is None:
        return Difference(code="row.added", table=table, row=row["found_key"])
    fields = tuple(sorted(name for name in expected if expected[name] != found[name]))
    return Difference(code="row.altered", table=table, row=row["found_key"], fields=fields)


def _strangers(table: str, columns: Sequence[Column]) -> Iterator[Difference]:
    key = _key(columns).name
    of_petition = "id" if table == "petition" else "petition"
    query = f"""
        SELECT "{key}"::text AS key FROM "{table}" AS t
        WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.subject = t."{of_petition}")
    """
    for row in sql.fetch(sql.OWNER, query):
        yield Difference(code="row.added", table=table, row=row["key"])
