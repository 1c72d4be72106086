"""Marks of how far an adoption has been carried out: what moved is in the ledger, the mark saves looking."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from huiyin.records import sql

_BEGIN = """
    INSERT INTO clocks_moved (adopted, after, begun_at, ended_at, moved)
    VALUES (%(adopted)s, NULL, %(at)s, NULL, 0)
    ON CONFLICT (adopted) DO UPDATE SET begun_at = CASE
        WHEN clocks_moved.after IS NULL THEN excluded.begun_at ELSE clocks_moved.begun_at END
    RETURNING begun_at
"""
_REACH = "UPDATE clocks_moved SET after = %s, moved = moved + %s WHERE adopted = %s"
_END = "UPDATE clocks_moved SET after = NULL, ended_at = %s WHERE adopted = %s"

_LOCK = "SELECT pg_advisory_lock(hashtextextended('move clocks', 0))"
_FREE = "SELECT pg_advisory_unlock(hashtextextended('move clocks', 0))"


@contextmanager
def alone() -> Iterator[None]:
    """Wait until nobody else carries out what was adopted; a connection that ends in any way frees it."""
    sql.fetch(sql.WRITER, _LOCK)
    try:
        yield
    finally:
        sql.fetch(sql.WRITER, _FREE)


def wait(adopted: str, *, at: datetime) -> None:
    """Note that what set-up adopted in an installation with petitions is to be carried out."""
    begin(adopted, at=at)


def begin(adopted: str, *, at: datetime) -> datetime:
    """Begin, or go on with what was interrupted; return when the looking began."""
    with sql.cursor(sql.WRITER) as cursor:
        [row] = cursor.execute(_BEGIN, {"adopted": adopted, "at": at}).fetchall()
        begun_at: datetime = row["begun_at"]
    return begun_at


def reached(adopted: str, *, after: UUID, moved: int) -> None:
    """Note that every petition up to `after` has been looked at, and how many more were moved."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_REACH, (after, moved, adopted))


def ended(adopted: str, *, at: datetime | None) -> None:
    """Note that all has been looked at; `at` None when it must be looked at once more."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_END, (at, adopted))
