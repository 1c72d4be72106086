"""What the tables say of the public tree: its leaves, its signed heads, and what still waits."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.errors import Conflict
from huiyin.records import sql

_LATEST = """
    SELECT size, root, note, at FROM checkpoint WHERE origin = %s ORDER BY size DESC LIMIT 1
"""
_OF_SIZE = "SELECT size, root, note, at FROM checkpoint WHERE origin = %s AND size = %s"
_HOLDING = """
    SELECT size, root, note, at FROM checkpoint WHERE origin = %s AND size > %s ORDER BY size LIMIT 1
"""
_LINES = """
    SELECT DISTINCT ON (witness) line FROM cosignature WHERE origin = %s AND size = %s
    ORDER BY witness, at DESC
"""
_SIGNED_BEFORE = """
    SELECT COALESCE(max(COALESCE(r.first, 0) + size), 0) AS leaves
    FROM checkpoint AS c LEFT JOIN reopening AS r USING (origin) WHERE c.at < %s
"""
_LEAVES = "SELECT COALESCE(max(index) + 1, 0) AS leaves FROM tree_leaf"
_FIRST = "SELECT COALESCE((SELECT first FROM reopening WHERE origin = %s), 0) AS first"
_COMMITMENTS = "SELECT commitment FROM tree_leaf WHERE index >= %s AND index < %s ORDER BY index"
_LATEST_INSTANT = """
    SELECT GREATEST((SELECT max(at) FROM entry), (SELECT max(at) FROM checkpoint)) AS at
"""
# What waits is the writer's to see: the entries behind it are of all petitions.
_WAITING = """
    SELECT count(*) AS number, (
        SELECT e.at FROM entry_waiting AS w JOIN entry AS e USING (commitment) ORDER BY w.place LIMIT 1
    ) AS since FROM entry_waiting
"""


@dataclass(frozen=True, kw_only=True)
class Head:
    """A tree head as it was signed; `lines` are the newest cosignatures of its witnesses."""

    size: int
    root: bytes
    note: str
    at: datetime
    lines: tuple[str, ...]

    @property
    def published(self) -> bytes:
        """The signed note with its cosignatures, as it is published."""
        return (self.note + "".join(self.lines)).encode()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many entries have no index yet, and when the first of them was written."""

    number: int
    since: datetime | None


def latest_head(origin: str) -> Head | None:
    """Return the largest tree head that the log of this name has signed, or None."""
    return _head(origin, sql.fetch_one(sql.WRITER, _LATEST, (origin,)))


def head_of_size(origin: str, size: int) -> Head | None:
    """Return the tree head that was signed at this size, or None."""
    return _head(origin, sql.fetch_one(sql.WRITER, _OF_SIZE, (origin, size)))


def head_holding(origin: str, index: int) -> Head | None:
    """Return the first tree head signed that holds the leaf of this index of the log, or None."""
    return _head(origin, sql.fetch_one(sql.WRITER, _HOLDING, (origin, index)))


def leaves_signed_before(at: datetime) -> int:
    """Return how many leaves, of all logs here, a checkpoint signed before `at` held; 0 without one."""
    [row] = sql.fetch(sql.WRITER, _SIGNED_BEFORE, (at,))
    number: int = row["leaves"]
    return number


def leaves() -> int:
    """Return how many entries have an index, in this log and those before it."""
    [row] = sql.fetch(sql.WRITER, _LEAVES)
    number: int = row["leaves"]
    return number


def first_leaf(origin: str) -> int:
    """Return the index in the table of the first leaf of this log; those before are of earlier logs."""
    [row] = sql.fetch(sql.WRITER, _FIRST, (origin,))
    first: int = row["first"]
    return first


def commitments(first: int, end: int) -> list[bytes]:
    """Return the leaves from `first` up to `end`, by their indexes in the table.

    Raises Conflict ``tree.leaves_missing`` when there is no such one.
    """
    rows = sql.fetch(sql.WRITER, _COMMITMENTS, (first, end))
    if len(rows) != end - first:
        raise Conflict("tree.leaves_missing", first=first, end=end)
    return [row["commitment"] for row in rows]


def latest_instant() -> datetime | None:
    """Return the latest instant of any entry or checkpoint; None when there is none."""
    [row] = sql.fetch(sql.WRITER, _LATEST_INSTANT)
    latest: datetime | None = row["at"]
    return latest


def waiting() -> Waiting:
    """Return what waits for an index."""
    [row] = sql.fetch(sql.WRITER, _WAITING)
    return Waiting(number=row["number"], since=row["since"])


def _head(origin: str, row: sql.Row | None) -> Head | None:
    if row is None:
        return None
    lines = sql.fetch(sql.WRITER, _LINES, (origin, row["size"]))
    return Head(**row, lines=tuple(line["line"] for line in lines))
