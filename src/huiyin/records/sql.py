"""Plain statements over Django's connections, bound on the server and prepared."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connections
from psycopg.rows import dict_row
from psycopg.types.json import JsonbLoader

WRITER = "default"
READER = "reader"
OWNER = "owner"

Row = dict[str, Any]


def cursor(using: str) -> psycopg.Cursor[Row]:
    """Return a cursor on Django's own connection, inside its transaction if there is one.

    Django's cursor quotes values in the client and prepares nothing; this one does neither.
    """
    connection = connections[using]
    # As Django's own cursor does: a connection that broke since the last request is made anew.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    made = psycopg.Cursor(connection.connection, row_factory=dict_row)
    made.adapters.register_loader("jsonb", JsonbLoader)  # Django's own loader leaves it as text
    return made


def fetch(using: str, query: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Return all rows of a query as dictionaries."""
    with cursor(using) as open_cursor:
        return open_cursor.execute(query, parameters, prepare=True).fetchall()


def fetch_one(using: str, query: str, parameters: Sequence[Any] = ()) -> Row | None:
    """Return the first row of a query, or None."""
    with cursor(using) as open_cursor:
        return open_cursor.execute(query, parameters, prepare=True).fetchone()
