"""The law in force as the database of this installation holds it; loaded only where there is one."""

import psycopg
from django.db import Error

from huiyin.kernel import clock
from huiyin.rules.statute.law import Law, in_force


def law_standing() -> Law | None:
    """Return the law in force now; None when the database does not answer, or is not set up yet."""
    try:
        return in_force(clock.now())
    except (Error, psycopg.Error):
        return None
