"""Brings the tables, and the walls around them, to the state this version needs."""

from django.core.management import call_command
from django.db import connections, transaction

from huiyin.adapters.postgres.tell import Tell, silent
from huiyin.records import walls

OWNER_CONNECTION = "owner"


def migrate(tell: Tell = silent) -> None:
    """Apply the migrations as the owner role, then grants, policies and the door's function.

    Safe to repeat: a second run changes nothing.
    """
    tell("database.migrating")
    call_command("migrate", database=OWNER_CONNECTION, interactive=False, verbosity=0)
    with transaction.atomic(using=OWNER_CONNECTION):
        walls.install(connections[OWNER_CONNECTION])
    connections[OWNER_CONNECTION].close()
