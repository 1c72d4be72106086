"""Histories that belong to no petition: people, the statute, oversight's settings, audits, log, keys."""

from uuid import UUID

from huiyin.kernel.ids import named_id
from huiyin.records import sql

PEOPLE = named_id("stream people")
STATUTE = named_id("stream statute")
OVERSIGHT = named_id("stream oversight")
AUDITS = named_id("stream audits")
LOG = named_id("stream log")
KEYS = named_id("stream keys")


def lock_stream(stream: UUID) -> None:
    """Take the stream's lock until the transaction ends."""
    sql.fetch(sql.WRITER, "SELECT pg_advisory_xact_lock(%s)", (stream.int & ((1 << 63) - 1),))
