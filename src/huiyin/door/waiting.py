"""The waiting room: sealed drafts, trays and uploads; they expire, and only their holder opens them."""

from collections.abc import Iterator
from datetime import datetime

from huiyin.records import sql

PAGE = 500
_PAGE = "SELECT key, sealed FROM waiting WHERE key > %s AND expires_at > %s ORDER BY key LIMIT %s"
_READ = "SELECT sealed FROM waiting WHERE key = %s AND expires_at > %s"
_WRITE = """
    INSERT INTO waiting (key, sealed, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at
"""

# The first one stays, unless it has expired; one statement, so that of two at once both see the same.
_FIRST = """
    INSERT INTO waiting (key, sealed, expires_at) VALUES (%(key)s, %(sealed)s, %(expires_at)s)
    ON CONFLICT (key) DO UPDATE SET (sealed, expires_at) = (
        SELECT kept.sealed, kept.expires_at FROM (SELECT waiting.*) AS kept WHERE kept.expires_at > %(at)s
        UNION ALL SELECT excluded.sealed, excluded.expires_at WHERE waiting.expires_at <= %(at)s
    )
    RETURNING sealed
"""

# The same for a change: made only while that still stands on which it was made.
_SWAP = "UPDATE waiting SET sealed = %s, expires_at = %s WHERE key = %s AND sealed = %s AND expires_at > %s"
_NEW = """
    INSERT INTO waiting (key, sealed, expires_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at
    WHERE waiting.expires_at <= %s
"""
_PROLONG = "UPDATE waiting SET expires_at = greatest(expires_at, %s) WHERE key = %s"


def read_draft(key: bytes, *, at: datetime) -> bytes | None:
    """Return the sealed draft under `key` (keyed hash of its token), or None when gone or expired."""
    row = sql.fetch_one(sql.WRITER, _READ, (key, at))
    return bytes(row["sealed"]) if row else None


def write_draft(key: bytes, sealed: bytes, *, expires_at: datetime) -> None:
    """Keep a sealed draft until `expires_at`; an older one under the same key is replaced."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_WRITE, (key, sealed, expires_at), prepare=True)


def first_draft(key: bytes, sealed: bytes, *, expires_at: datetime, at: datetime) -> bytes:
    """Keep a sealed draft unless one waits under this key already; return the one that waits now."""
    values = {"key": key, "sealed": sealed, "expires_at": expires_at, "at": at}
    with sql.cursor(sql.WRITER) as cursor:
        [row] = cursor.execute(_FIRST, values, prepare=True).fetchall()  # inserted or updated: always one
    return bytes(row["sealed"])


def swap_draft(
    key: bytes, before: bytes | None, sealed: bytes, *, expires_at: datetime, at: datetime
) -> bool:
    """Put a sealed draft in the place of `before` (None: of nothing) and return True.

    False when something else waits there by now; then nothing has changed.
    """
    with sql.cursor(sql.WRITER) as cursor:
        if before is None:
            cursor.execute(_NEW, (key, sealed, expires_at, at), prepare=True)
        else:
            cursor.execute(_SWAP, (sealed, expires_at, key, before, at), prepare=True)
        return cursor.rowcount == 1


def prolong_draft(key: bytes, *, expires_at: datetime) -> None:
    """Keep what waits under this key at least until then."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_PROLONG, (expires_at, key), prepare=True)


def replace_draft(key: bytes, before: bytes, sealed: bytes) -> bool:
    """Put a sealed draft in the place of `before`, to expire as that did; False when that stands no more."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute("UPDATE waiting SET sealed = %s WHERE key = %s AND sealed = %s", (sealed, key, before))
        return cursor.rowcount == 1


def drop_draft(key: bytes) -> None:
    """Forget a draft."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute("DELETE FROM waiting WHERE key = %s", (key,))


def waiting_drafts(*, at: datetime) -> Iterator[tuple[bytes, bytes]]:
    """Yield key and sealed draft of all that wait and have not expired, in the memory of one page."""
    after = b""
    while rows := sql.fetch(sql.WRITER, _PAGE, (after, at, PAGE)):
        for row in rows:
            yield row["key"], row["sealed"]
        after = rows[-1]["key"]


def sweep(*, at: datetime) -> int:
    """Forget all expired drafts; return how many."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute("DELETE FROM waiting WHERE expires_at <= %s", (at,))
        return cursor.rowcount
