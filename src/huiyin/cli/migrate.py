"""Brings the tables, and the walls around them, to the state this version needs."""

from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState

from huiyin.adapters.postgres.tell import Tell, silent
from huiyin.records import walls

OWNER_CONNECTION = "owner"
TURN = 0x68756979696E  # "huiyin": whoever changes the tables of a database takes its turn under this number


class WholeMigrations(MigrationExecutor):
    """Applies each migration together with the note that it was applied.

    Django notes a migration after it has committed its tables: a kill between the two would leave
    tables that every later start makes again, in vain.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002  Django's signature
        fake_initial: bool = False,  # noqa: FBT001, FBT002  as above
    ) -> ProjectState:
        """Apply one migration and note it, both or neither."""
        with transaction.atomic(using=OWNER_CONNECTION):
            return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)


def migrate(tell: Tell = silent) -> None:
    """Apply the migrations as the owner role, then grants, policies and the door's function.

    Safe to repeat, also after a kill at any moment: a second run changes nothing.
    """
    tell("database.migrating")
    connection = connections[OWNER_CONNECTION]
    with connection.cursor() as cursor:
        # What a killed start asked of the server may still be under way: its end is awaited here.
        cursor.execute("SELECT pg_advisory_lock(%s)", [TURN])
    executor = WholeMigrations(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=OWNER_CONNECTION)
    with transaction.atomic(using=OWNER_CONNECTION):
        walls.install(connection)
    connection.close()  # and with it the turn
