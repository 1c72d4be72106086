"""Statements as one of the database's roles, each on a connection of its own; and as the superuser."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings

from huiyin.records.sql import OWNER, READER, WRITER
from support.database import Ground

ALIASES = {"writer": WRITER, "reader": READER, "owner": OWNER}


def attempt(role: str, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run one statement as `writer`, `reader` or `owner` and take it back; return its rows."""
    place = settings.DATABASES[ALIASES[role]]
    with psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        dbname=place["NAME"],
        user=place["USER"],
        password=place["PASSWORD"],
    ) as connection:
        cursor = connection.execute(statement.encode(), parameters)
        rows = cursor.fetchall() if cursor.description else []
        connection.rollback()
    return rows


@contextmanager
def intruder(ground: Ground) -> Iterator[psycopg.Connection[Any]]:
    """Somebody with the superuser's password, for whom no trigger and no policy works."""
    place: Any = {**ground.server.conninfo(), "dbname": ground.name}
    with psycopg.connect(**place, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection
