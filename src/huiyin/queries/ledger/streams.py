"""Rows streamed over the owner's connection in bounded memory, within the transaction the caller holds."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connections
from psycopg.rows import dict_row

from huiyin.records import sql

AT_ONCE = 2000  # rows fetched at once


def stream(name: str, query: str, given: Sequence[Any] = ()) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query; `name` is one that no other stream has at the same time."""
    connection = connections[sql.OWNER].connection
    with connection.cursor(name=name, row_factory=dict_row) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(query, given)
        yield from cursor
