"""One at a time, whichever process asks: a turn is taken over the database and ends with the connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from huiyin.records import sql

_TAKE = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"
_GIVE = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextmanager
def turn(name: str) -> Iterator[None]:
    """Do what is inside when nobody else does something of this name; wait until then."""
    sql.fetch(sql.WRITER, _TAKE, (name,))
    try:
        yield
    finally:
        sql.fetch(sql.WRITER, _GIVE, (name,))
