"""A migration and the note that it was applied stand together, whatever interrupts."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.plugin import DjangoDbBlocker

from huiyin.cli.migrate import OWNER_CONNECTION, WholeMigrations, migrate
from support.database import Ground


class Interrupted(Exception):
    """Stands for a kill."""


@pytest.fixture
def empty(ground: Ground, django_db_blocker: DjangoDbBlocker) -> Iterator[Any]:
    """The owner's connection to a database without a table."""
    ground.renew("template0")
    with django_db_blocker.unblock():
        yield connections[OWNER_CONNECTION]
        connections.close_all()
    ground.renew()


def _tables(connection: Any) -> set[str]:
    connection.close()
    return set(connection.introspection.table_names())


def _applied(connection: Any) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


@pytest.mark.parametrize("app", ["contenttypes", "petitions", "procrastinate", "mfa"])
def test_tables_are_gone_when_their_migration_could_not_be_noted(
    empty: Any, monkeypatch: pytest.MonkeyPatch, app: str
) -> None:
    seen: list[set[str]] = []

    def interrupted(self: WholeMigrations, migration: Any) -> None:
        if migration.app_label == app:
            seen.append(_made(empty))
            raise Interrupted
        MigrationRecorder(self.connection).record_applied(migration.app_label, migration.name)

    with monkeypatch.context() as patch:
        patch.setattr(WholeMigrations, "record_migration", interrupted)
        with pytest.raises(Interrupted):
            migrate()
    (made,) = seen
    left = _tables(empty)
    assert made > left
    assert not any(label == app for label, _ in _applied(empty))
    migrate()
    executor = WholeMigrations(empty)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    before = _tables(empty)
    migrate()
    assert _tables(empty) == before


def _made(connection: Any) -> set[str]:
    """Return the tables that the open transaction sees."""
    return set(connection.introspection.table_names())
