"""Histories that belong to no petition: people and offices, and the statute."""

import hashlib
from uuid import UUID

from huiyin.records import sql


def stream_of(name: str) -> UUID:
    """Return the fixed subject of a stream (a UUID version 8, RFC 9562 section 5.8)."""
    digest = bytearray(hashlib.sha256(f"huiyin stream {name}".encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


PEOPLE = stream_of("people")
STATUTE = stream_of("statute")


def lock_stream(stream: UUID) -> None:
    """Take the stream's lock until the transaction ends."""
    sql.fetch(sql.WRITER, "SELECT pg_advisory_xact_lock(%s)", (stream.int & ((1 << 63) - 1),))
