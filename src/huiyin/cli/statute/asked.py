"""Which law a question is answered by: that in force in this installation, or the files that ship."""

import os
from importlib import import_module
from pathlib import Path

import click
import django

from huiyin.cli import lock
from huiyin.cli.screen import Screen
from huiyin.rules.statute.law import Law, shipped_law

shipped_option = click.option(
    "--shipped", is_flag=True, help="By the files that ship alone, whatever was adopted."
)


def law_asked(say: Screen, *, shipped_alone: bool) -> Law:
    """Return the law in force where an installation runs, else that shipped; says so where there is one.

    Without an installation nothing more is loaded, and no folder is made.
    """
    data = Path(os.environ.get("HUIYIN_DATA", "var"))
    if shipped_alone or not (data / "secrets").is_dir():
        return shipped_law()
    found = _standing() if _may_be_reached(data) else None
    if found is None:
        say("statute.by_shipped_files", data=data)
        return shipped_law()
    say("statute.by_law_in_force", data=data, files=len(found.files))
    return found


def _may_be_reached(data: Path) -> bool:
    """True when somebody keeps a database; whether it answers is seen when it is asked."""
    if os.environ.get("HUIYIN_DATABASE_URL"):
        return True
    try:
        return lock.holder(data) is not None
    except OSError:  # another user's
        return False


def _standing() -> Law | None:
    django.setup()
    found: Law | None = import_module("huiyin.cli.statute.standing").law_standing()
    return found
