"""A span of what is verified: ids from one up to another, seen at one moment by several processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from psycopg import sql as composed

from huiyin.records import sql

FIRST = UUID(int=0)

# Subjects of which an entry is younger than the checkpoint, or has no index yet.
_YOUNGER = """ AND {petition} IN (
    SELECT n.subject FROM entry AS n LEFT JOIN tree_leaf AS l USING (commitment)
    WHERE l.index IS NULL OR l.index >= %s{near}
)"""
_BOUNDS = """
    SELECT DISTINCT id FROM (
        SELECT {key} AS id, row_number() OVER (ORDER BY {key}) AS n FROM {table} WHERE {key} >= %s
    ) AS numbered WHERE mod(n, %s) = 0 ORDER BY id
"""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Ids from `first` up to `end`, to the last without one; `snapshot` names the moment.

    With `since` only what belongs to a subject with an entry of at least this index, or of none.
    """

    first: UUID = FIRST
    end: UUID | None = None
    since: int = 0
    snapshot: str = ""

    def where(self, key: str, subject: str) -> tuple[str, list[Any]]:
        """Return the condition and its parameters for rows with this key, of this subject."""
        condition, given = self._within(key)
        if self.since:
            near, nearby = self._within("n.subject") if key == subject else ("", [])
            condition += _YOUNGER.format(petition=subject, near=near and f" AND {near}")
            given = [*given, self.since, *nearby]
        return condition, given

    def _within(self, key: str) -> tuple[str, list[Any]]:
        if self.end is None:
            return f"{key} >= %s", [self.first]
        return f"{key} >= %s AND {key} < %s", [self.first, self.end]


def spans(table: str, key: str, size: int, pattern: Span) -> Iterator[Span]:
    """Yield spans of about so many rows of a table, one after the other from that of `pattern`."""
    found = sql.fetch(sql.OWNER, _BOUNDS.format(table=table, key=key), (pattern.first, size))
    first = pattern.first
    for row in found:
        if row["id"] > first:
            yield Span(first=first, end=row["id"], since=pattern.since, snapshot=pattern.snapshot)
            first = row["id"]
    yield Span(first=first, since=pattern.since, snapshot=pattern.snapshot)


def database_name() -> dict[str, Any]:
    """Return what tells this database from another that stands in its place."""
    [row] = sql.fetch(
        sql.OWNER,
        "SELECT datname::text AS database, oid::bigint AS number FROM pg_database"
        " WHERE datname = current_database()",
    )
    return row


@contextmanager
def moment(snapshot: str) -> Iterator[None]:
    """Be in the transaction of one moment: this process's own, or one that another process holds."""
    if connections[sql.OWNER].in_atomic_block:
        yield
        return
    with transaction.atomic(using=sql.OWNER), sql.cursor(sql.OWNER) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(composed.SQL("SET TRANSACTION SNAPSHOT {}").format(composed.Literal(snapshot)))
        yield
