"""The database while a command needs it: the embedded server of this process, or the given one."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from huiyin.adapters.postgres import roles, server
from huiyin.adapters.postgres.tell import Tell
from huiyin.cli import lock
from huiyin.cli.setting_up.keys import require_own
from huiyin.kernel.errors import Misconfigured

TRY_AGAIN_AFTER = 5.0


class Keeper:
    """Keeps the embedded server running; does nothing when HUIYIN_DATABASE_URL names another one."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._embedded = not settings.HUIYIN_ENV.database_url
        self._due = 0.0
        self.server = self._start()

    def look_after(self) -> bool:
        """Start the server again when it ended unasked; True when that was so.

        One that does not start is tried again later: what keeps it, such as a full disk, may be over.
        """
        if self.server is None or self.server.process.poll() is None or time.monotonic() < self._due:
            return False
        try:
            self.server = self._start()
        except Misconfigured as problem:
            self._due = time.monotonic() + TRY_AGAIN_AFTER
            self._tell(problem.code, **problem.facts)
            return False
        self._tell("database.restarted")
        return True

    def stop(self) -> None:
        """Stop the server."""
        if self.server is not None:
            self.server.stop()

    def _start(self) -> server.Server | None:
        if not self._embedded:
            return None
        self._tell("database.starting")
        return server.start(settings.HUIYIN_ENV.data, settings.HUIYIN_SUPERUSER_PASSWORD, tell=self._tell)


@contextmanager
def database(tell: Tell) -> Iterator[Keeper]:
    """Have a running database with its roles.

    The caller holds the installation's lock. The embedded server stops when the block ends.
    """
    keeper = Keeper(tell)
    try:
        _prepare_roles(tell)
        yield keeper
    finally:
        connections.close_all()
        keeper.stop()


@contextmanager
def owner_at(place: Mapping[str, Any]) -> Iterator[None]:
    """Let the owner's connection go to another server, whose roles all have the given password."""
    connection = connections["owner"]
    usual = connection.settings_dict
    connection.close()
    connection.settings_dict = {
        **usual,
        "HOST": place["host"],
        "PORT": str(place.get("port", "")),
        "NAME": place["dbname"],
        "PASSWORD": place["password"],
    }
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = usual


@contextmanager
def reachable_database(tell: Tell) -> Iterator[None]:
    """Have a running database and the keys that belong to it; what is wrong with them is said at once.

    Whether `huiyin up` keeps the database already or not.
    """
    with any_database(tell):
        require_own()
        yield


@contextmanager
def any_database(tell: Tell) -> Iterator[None]:
    """Have a running database, whatever the keys."""
    data = settings.HUIYIN_ENV.data
    if settings.HUIYIN_ENV.database_url or lock.holder(data) is not None:
        yield
        return
    with lock.holding(data), database(tell):
        yield


def administrator(database_name: str) -> dict[str, Any]:
    """Return how to connect as the administrator, or nothing when HUIYIN_DATABASE_URL names no role."""
    if not settings.HUIYIN_ENV.database_url:
        return dict(
            server.superuser(settings.HUIYIN_ENV.data, settings.HUIYIN_SUPERUSER_PASSWORD, database_name)
        )
    given = conninfo_to_dict(settings.HUIYIN_ENV.database_url)
    return {**given, "dbname": database_name} if "user" in given else {}


def _prepare_roles(tell: Tell) -> None:
    """Make database and roles, with the passwords this installation keeps.

    A HUIYIN_DATABASE_URL without a role means that an administrator has prepared them.
    """
    admin = administrator(server.MAINTENANCE)  # ours may not exist yet
    if not admin:
        return
    tell("database.preparing_roles")
    passwords = {place["USER"]: place["PASSWORD"] for place in settings.DATABASES.values()}
    roles.prepare(admin, database=settings.DATABASES["default"]["NAME"], passwords=passwords)
