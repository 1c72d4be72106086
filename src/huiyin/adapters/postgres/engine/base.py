"""The engine: asks a kept connection's socket, and the server only when the socket has something to say."""

import select

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

    def is_usable(self) -> bool:
        """Return whether the connection can be used.

        A server that ended, or ended this connection, has closed the socket, and that shows without
        asking. What no socket shows, a server that hangs, a question would not show either: it waits.
        """
        if self.connection is None or self.connection.closed:
            return False
        watch = select.poll()
        watch.register(self.connection.pgconn.socket, select.POLLIN)
        return not watch.poll(0) or super().is_usable()
