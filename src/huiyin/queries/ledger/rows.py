"""Rows as they stand compared with rows as the ledger's fold says: each difference named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from psycopg import DataError
from psycopg.types.json import Jsonb

from huiyin.queries.ledger.chains import Difference, Value
from huiyin.queries.ledger.showing import as_shown
from huiyin.records import sql
from huiyin.records.columns import Column

Rows = Mapping[str, Mapping[str, Any]]  # by key, as the fold left them


def key_of(columns: Sequence[Column]) -> str:
    """Return the name of a table's key column."""
    return next(column.name for column in columns if column.key)


def compare(
    table: str, columns: Sequence[Column], rows: Rows, subjects: list[UUID] | None
) -> Iterator[Difference]:
    """Yield every row removed, added or altered; of the given petitions only, when given.

    Without any, the rows that are of no petition: the whole table, or those that name none.
    """
    query, given = _comparison(table, columns, subjects), [] if subjects is None else [subjects]
    try:
        found = _fetch(query, rows.values(), given)
    except DataError:
        # An entry's body was altered to hold what no column takes. It must not hide the other rows.
        readable = {key: row for key, row in rows.items() if _reads(table, columns, row)}
        for key in sorted(rows.keys() - readable.keys()):
            yield Difference(code="ledger.values_unreadable", table=table, row=key)
        found = _fetch(query, readable.values(), given)
    for row in found:
        yield _difference(table, columns, row)


def strangers(table: str, columns: Sequence[Column]) -> Iterator[Difference]:
    """Yield every row of a petition that the ledger has never heard of."""
    key = key_of(columns)
    query = f"""
        SELECT "{key}"::text AS key FROM "{table}" AS t
        WHERE "{of_petition(table)}" IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.subject = t."{of_petition(table)}")
    """
    for row in sql.fetch(sql.OWNER, query):
        yield Difference(code="row.added", table=table, row=row["key"])


def _comparison(table: str, columns: Sequence[Column], subjects: list[UUID] | None) -> str:
    key = key_of(columns)
    chosen = _chosen(table, columns, subjects)
    return f"""
        SELECT e."{key}"::text AS expected_key, t."{key}"::text AS found_key, to_jsonb(e) AS expected,
               to_jsonb(t) AS found
        FROM ({_expected(table, columns)}) AS e
        FULL JOIN (SELECT * FROM "{table}" {chosen}) AS t ON e."{key}" = t."{key}"
        WHERE e IS DISTINCT FROM t
    """


def _expected(table: str, columns: Sequence[Column]) -> str:
    values = ", ".join(
        f"decode(v->>'{c.name}', 'base64') AS \"{c.name}\"" if c.type == "bytea" else f'r."{c.name}"'
        for c in columns
    )
    names = [c.name for c in columns if c.type == "bytea"]
    source = f"v - ARRAY{names}" if names else "v"
    return f"""
        SELECT {values} FROM jsonb_array_elements(%s) AS v,
            jsonb_populate_record(NULL::"{table}", {source}) AS r
    """


def _reads(table: str, columns: Sequence[Column], row: Mapping[str, Any]) -> bool:
    try:
        _fetch(_expected(table, columns), [row], [])
    except DataError:
        return False
    return True


def _fetch(query: str, rows: Iterable[Mapping[str, Any]], given: Sequence[Any]) -> list[sql.Row]:
    with transaction.atomic(using=sql.OWNER):  # a savepoint: what fails here fails alone
        return sql.fetch(sql.OWNER, query, [Jsonb(list(rows), dumps=orjson.dumps), *given])


def of_petition(table: str) -> str:
    """Return the name of the column that says of which petition a row is."""
    return "id" if table == "petition" else "petition"


def _chosen(table: str, columns: Sequence[Column], subjects: list[UUID] | None) -> str:
    if subjects is not None:
        return f'WHERE "{of_petition(table)}" = ANY(%s)'
    return "WHERE petition IS NULL" if any(column.name == "petition" for column in columns) else ""


def _difference(table: str, columns: Sequence[Column], row: sql.Row) -> Difference:
    expected, found = row["expected"], row["found"]
    if row["found_key"] is None:
        return Difference(code="row.removed", table=table, row=row["expected_key"])
    if row["expected_key"] is None:
        return Difference(code="row.added", table=table, row=row["found_key"])
    values = tuple(
        Value(
            name=one.name,
            expected=as_shown(table, one, expected[one.name]),
            found=as_shown(table, one, found[one.name]),
        )
        for one in sorted(columns, key=lambda one: one.name)
        if expected[one.name] != found[one.name]
    )
    fields = tuple(value.name for value in values)
    return Difference(code="row.altered", table=table, row=row["found_key"], fields=fields, values=values)
