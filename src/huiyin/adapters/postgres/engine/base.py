"""The engine: asks a kept connection's socket, and the server only when the socket has something to say."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose health costs no round trip before each request."""

    def close_if_unusable_or_obsolete(self) -> None:
        """Look at the connection before each request and job: not only Django's own cursors use it."""
        super().close_if_unusable_or_obsolete()
        if self.connection is None:
            return
        self.health_check_done = self.is_usable()
        if not self.health_check_done:
            self.close()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, or take a connection that still stands from the pool."""
        connection = super().get_new_connection(conn_params)
        while self.pool and not _stands(connection):
            connection.close()
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection

    def is_usable(self) -> bool:
        """Return whether the connection can be used.

        A server that ended, or ended this connection, has closed the socket, and that shows without
        asking. What no socket shows, a server that hangs, a question would not show either: it waits.
        """
        if self.connection is None or self.connection.closed:
            return False
        return _is_silent(self.connection) or super().is_usable()


def _is_silent(connection: "psycopg.Connection[Any]") -> bool:
    watch = select.poll()
    watch.register(connection.pgconn.socket, select.POLLIN)
    return not watch.poll(0)


def _stands(connection: "psycopg.Connection[Any]") -> bool:
    if connection.closed:
        return False
    if _is_silent(connection):
        return True
    try:
        connection.execute("")
    except psycopg.Error:
        return False
    return True
