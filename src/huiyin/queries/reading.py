"""How every query reads: as its reader, on the role that cannot write, under row-level security."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import transaction

from huiyin.kernel.command import Reader
from huiyin.records import sql

_SET = """
    SELECT set_config('huiyin.offices', %s, true), set_config('huiyin.county_from', %s, true),
           set_config('huiyin.county_to', %s, true), set_config('huiyin.petition', %s, true)
"""


class Reading:
    """An open reading: several statements that see the same rows."""

    def __init__(self, cursor: psycopg.Cursor[sql.Row]) -> None:
        """Made by `reading` only."""
        self._cursor = cursor

    def all(self, query: str, parameters: Sequence[Any] = ()) -> list[sql.Row]:
        """Return all rows that this reader may see."""
        return self._cursor.execute(query, parameters, prepare=True).fetchall()

    def one(self, query: str, parameters: Sequence[Any] = ()) -> sql.Row | None:
        """Return the first row that this reader may see, or None."""
        return self._cursor.execute(query, parameters, prepare=True).fetchone()


@contextmanager
def reading(reader: Reader) -> Iterator[Reading]:
    """Read as `reader`, in one read-only transaction; its scope is set inside and ends with it."""
    low, high = reader.oversight or ("", "")
    offices = "{" + ",".join(str(office) for office in reader.offices) + "}" if reader.offices else ""
    with transaction.atomic(using=sql.READER), sql.cursor(sql.READER) as cursor:
        cursor.execute(_SET, (offices, str(low), str(high), str(reader.petition or "")), prepare=True)
        yield Reading(cursor)
