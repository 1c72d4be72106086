"""The ledger and the public tree in a period: what was written, and which tree head stood before."""

from collections.abc import Mapping
from datetime import datetime

from huiyin.queries.ledger.heads import Head, head_of_size
from huiyin.records import sql

_WRITTEN = "SELECT kind, count(*) AS number FROM entry WHERE at >= %s AND at < %s GROUP BY kind"
_SIZE_BEFORE = "SELECT max(size) AS size FROM checkpoint WHERE origin = %s AND at < %s"
_ORIGINS = "SELECT DISTINCT origin FROM checkpoint WHERE at < %s ORDER BY origin"


def written_between(first: datetime, end: datetime) -> Mapping[str, int]:
    """Return how many entries of each kind were recorded from `first` on and before `end`."""
    return {row["kind"]: row["number"] for row in sql.fetch(sql.WRITER, _WRITTEN, (first, end))}


def head_before(origin: str, end: datetime) -> Head | None:
    """Return the largest tree head that the log of this name signed before `end`, or None."""
    [row] = sql.fetch(sql.WRITER, _SIZE_BEFORE, (origin, end))
    return None if row["size"] is None else head_of_size(origin, row["size"])


def origins_before(end: datetime) -> tuple[str, ...]:
    """Return the names of every log that this database had signed for before `end`."""
    return tuple(row["origin"] for row in sql.fetch(sql.WRITER, _ORIGINS, (end,)))
