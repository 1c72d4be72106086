"""Data keys wrapped anew: in batches, each durable by itself, beside everything else that goes on.

Over the owner's connection, as the rebuild: the roles that serve people may not change a data key. One is
replaced only while it is the one that was read, so an erasure at the same moment stays an erasure.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from huiyin.kernel.errors import Conflict
from huiyin.records import sql

_TURN = 0x6875697772617073  # whoever rotates takes its turn under this number
_NOBODY = UUID(int=0)
_COUNT = """
    SELECT count(*) FILTER (WHERE substr(wrapped, 1, length(%s::bytea)) <> %s) AS others, count(*) AS all
    FROM data_key
"""
_PAGE = """
    SELECT petition, wrapped FROM data_key WHERE petition > %s AND substr(wrapped, 1, length(%s::bytea)) <> %s
    ORDER BY petition LIMIT %s
"""
_REWRAP = """
    UPDATE data_key AS k SET wrapped = n.new
    FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[]) AS n(petition, old, new)
    WHERE k.petition = n.petition AND k.wrapped = n.old
"""

Wrapped = tuple[UUID, bytes]


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one who rotates; raise Conflict ``vault.rotating`` when somebody else does."""
    if not sql.fetch(sql.OWNER, "SELECT pg_try_advisory_lock(%s) AS mine", (_TURN,))[0]["mine"]:
        raise Conflict("vault.rotating")
    try:
        yield
    finally:
        sql.fetch(sql.OWNER, "SELECT pg_advisory_unlock(%s)", (_TURN,))


def count(wrap_id: bytes) -> tuple[int, int]:
    """Return how many data keys begin otherwise than with `wrap_id`, and how many there are."""
    [row] = sql.fetch(sql.OWNER, _COUNT, (wrap_id, wrap_id))
    return row["others"], row["all"]


def wrapped_otherwise(wrap_id: bytes, *, limit: int) -> Iterator[list[Wrapped]]:
    """Yield the data keys that begin otherwise, in lists of at most `limit`, by petition."""
    after = _NOBODY
    while rows := sql.fetch(sql.OWNER, _PAGE, (after, wrap_id, wrap_id, limit)):
        yield [(row["petition"], bytes(row["wrapped"])) for row in rows]
        after = rows[-1]["petition"]


def replace(keys: Sequence[tuple[UUID, bytes, bytes]]) -> int:
    """Put the third of each in the place of the second, where that still stands; return how many were."""
    with sql.cursor(sql.OWNER) as cursor:
        cursor.execute(_REWRAP, tuple([one[place] for one in keys] for place in range(3)))
        return cursor.rowcount
