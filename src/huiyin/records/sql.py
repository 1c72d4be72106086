"""Plain statements over Django's connections, bound on the server and prepared."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus
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
    connection.ensure_connection()
    made = psycopg.Cursor(connection.connection, row_factory=dict_row)
    made.adapters.register_loader("jsonb", JsonbLoader)  # Django's own loader leaves it as text
    return made


@contextmanager
def transaction(using: str) -> Iterator[None]:
    """Do what is inside in one durable transaction: when the block has ended, it is committed.

    Statements are sent without waiting for answers that nobody asks for yet. So BEGIN travels with the
    first read and COMMIT with the last write: two round trips where four are usual. An error of a write
    may therefore show only at the end of the block. Errors of the database are Django's. Cannot stand
    within another transaction.
    """
    wrapper = connections[using]
    wrapper.ensure_connection()
    connection: psycopg.Connection[Any] = wrapper.connection
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        raise RuntimeError("a durable transaction within another")
    try:
        with wrapper.wrap_database_errors, connection.pipeline(), psycopg.Cursor(connection) as control:
            control.execute("BEGIN", prepare=True)
            yield
            control.execute("COMMIT", prepare=True)
    except BaseException:
        _roll_back(wrapper)
        raise


@contextmanager
def one_by_one(using: str) -> Iterator[None]:
    """Do what is inside without a transaction around it: each statement is a durable one by itself.

    Two messages and their answers less than `transaction`. Errors of the database are Django's, and show at
    once. Cannot stand within a transaction.
    """
    wrapper = connections[using]
    wrapper.ensure_connection()
    begun = wrapper.connection.info.transaction_status is not TransactionStatus.IDLE
    if begun or wrapper.in_atomic_block:
        raise RuntimeError("durable statements within a transaction")
    with wrapper.wrap_database_errors:
        yield


def _roll_back(wrapper: BaseDatabaseWrapper) -> None:
    connection = wrapper.connection
    if connection.closed:
        wrapper.close()
    elif connection.info.transaction_status is not TransactionStatus.IDLE:
        psycopg.Cursor(connection).execute("ROLLBACK")


def fetch(using: str, query: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Return all rows of a query as dictionaries."""
    with cursor(using) as open_cursor:
        return open_cursor.execute(query, parameters, prepare=True).fetchall()


def fetch_one(using: str, query: str, parameters: Sequence[Any] = ()) -> Row | None:
    """Return the first row of a query, or None."""
    with cursor(using) as open_cursor:
        return open_cursor.execute(query, parameters, prepare=True).fetchone()


def fetch_all(using: str, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[Row]]:
    """Return all rows of several queries, carried out in their order; in `transaction` in one round trip."""
    cursors = [cursor(using).execute(query, parameters, prepare=True) for query, parameters in asked]
    return [one.fetchall() for one in cursors]


def send(using: str, statement: str, parameters: Sequence[Any] = ()) -> None:
    """Carry out a statement that gives nothing back; inside `transaction`, its errors may come later."""
    with cursor(using) as open_cursor:
        open_cursor.execute(statement, parameters, prepare=True)
