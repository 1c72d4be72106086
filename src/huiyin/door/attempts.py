"""Attempts to look up a matter: remembered by keyed hashes, for every process and after a restart."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from huiyin.records import sql
from huiyin.rules.access.pace import FORGOTTEN_AFTER, Tried

Change = Callable[[Mapping[bytes, Tried]], Mapping[bytes, Tried]]

_ENTER = """
    INSERT INTO attempt (key, failures, until) SELECT k, 0, %s FROM unnest(%s::bytea[]) AS k
    ON CONFLICT DO NOTHING
"""
_LOCK = "SELECT key, failures, until FROM attempt WHERE key = ANY(%s) ORDER BY key FOR UPDATE"
_WRITE = """
    UPDATE attempt AS a SET failures = n.failures, until = n.until
    FROM unnest(%s::bytea[], %s::int[], %s::timestamptz[]) AS n(key, failures, until) WHERE a.key = n.key
"""


def change(keys: list[bytes], how: Change, *, at: datetime) -> None:
    """Change what is remembered under `keys` by `how`, alone: other processes wait until it is done."""
    keys = sorted(keys)  # Order: always the same, so that two attempts cannot block each other for ever.
    with transaction.atomic(using=sql.WRITER), sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_ENTER, (at, keys), prepare=True)
        rows = cursor.execute(_LOCK, (keys,), prepare=True).fetchall()
        before = {bytes(row["key"]): Tried(failures=row["failures"], until=row["until"]) for row in rows}
        after = how(before)
        cursor.execute(
            _WRITE,
            (list(after), [one.failures for one in after.values()], [one.until for one in after.values()]),
            prepare=True,
        )


def sweep(*, at: datetime, keep: timedelta = FORGOTTEN_AFTER) -> int:
    """Forget what no longer counts; return how many."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute("DELETE FROM attempt WHERE until <= %s", (at - keep,))
        return cursor.rowcount
