"""One embedded server a session; every test that asks for `database` finds it as just migrated.

The door's transactions are durable and cannot nest in a test's own, so nothing is rolled back.
Instead each test gets a copy of a migrated template, and a copy that nothing wrote to is kept.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from huiyin.adapters.postgres import roles, server
from huiyin.cli.migrate import migrate

# Nothing in a test must survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "64MB",
}
TEMPLATE = "huiyin_template"


class Ground:
    """The session's server with its template, and the working copy that Django connects to."""

    def __init__(self, running: server.Server) -> None:
        self.name = settings.DATABASES["default"]["NAME"]
        self.passwords = {
            settings.DATABASES[alias]["USER"]: settings.DATABASES[alias]["PASSWORD"]
            for alias in ("owner", "default", "reader")
        }
        self.server = running
        self.admin = psycopg.connect(**running.conninfo(), autocommit=True)  # type: ignore[arg-type]
        self.untouched: tuple[str, int] | None = None
        self._make_template()

    def renew(self, template: str = TEMPLATE) -> None:
        """Make the working copy equal to the template."""
        if self.untouched == (template, self._next_transaction()):
            return
        connections.close_all()
        self._execute("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._execute(
            "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY FILE_COPY", template=template
        )
        roles.open_database(self.admin, self.name)
        self.untouched = template, self._next_transaction()

    def keep(self, template: str) -> None:
        """Make the working copy, as it stands now, another template."""
        connections.close_all()
        self._execute("ALTER DATABASE {name} RENAME TO {template}", template=template)

    def close(self) -> None:
        """Stop the server."""
        connections.close_all()
        self.admin.close()
        self.server.stop()

    def _make_template(self) -> None:
        roles.prepare(self.server.conninfo(), database=self.name, passwords=self.passwords)
        migrate()
        self.keep(TEMPLATE)

    def _next_transaction(self) -> int:
        # Whoever writes, even in vain, takes a number.
        row = self.admin.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
        assert row is not None
        return int(row[0])

    def _execute(self, statement: str, template: str = TEMPLATE) -> None:
        names = {"name": self.name, "template": template, "owner": roles.OWNER}
        identifiers = {key: sql.Identifier(value) for key, value in names.items()}
        self.admin.execute(sql.SQL(statement).format(**identifiers))


@pytest.fixture(scope="session")
def ground(django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """The session's database server, started when the first test needs it."""
    running = server.start(Path(settings.HUIYIN_ENV.data), settings.HUIYIN_SUPERUSER_PASSWORD, settings=FAST)
    try:
        with django_db_blocker.unblock():
            ground = Ground(running)
    except BaseException:
        running.stop()
        raise
    yield ground
    ground.close()


@pytest.fixture
def database(ground: Ground, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """The migrated, empty database: Django's connections `default`, `reader` and `owner` work.

    Commits are real. Yields `django.db.connections`.
    """
    ground.renew()
    with django_db_blocker.unblock():
        yield connections
