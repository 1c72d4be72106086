"""Moves the clock of a demonstration, for this process and the children it starts."""

import os
from datetime import datetime, time, timedelta

import click
from django.conf import settings

from huiyin.adapters.postgres.tell import Tell
from huiyin.kernel import clock
from huiyin.kernel.clock import LOCAL_ZONE, Clock
from huiyin.kernel.errors import Misconfigured

VARIABLE = "HUIYIN_NOW_OFFSET"  # whole seconds; read by every process at its start
OFFICES_OPEN = time(9)


def mark_demonstration(*, demo: bool, demo_rules: bool) -> None:
    """Tell the children that this is a demonstration; a usage error for its rules without --demo."""
    if demo_rules and not demo:
        raise click.UsageError("--demo-rules goes with --demo only")
    if demo:
        os.environ["HUIYIN_DEMO"] = "1"
    if demo_rules:
        os.environ["HUIYIN_DEMO_RULES"] = "1"


def move_to(text: str, tell: Tell, *, demo: bool) -> None:
    """Let the clock show the local date or time `text` from now on.

    Raises Misconfigured in production and for a text that is no date; a usage error without --demo.
    """
    if settings.HUIYIN_ENV.production:
        raise Misconfigured("settings.time_moved_in_production")
    if not demo:
        raise click.UsageError("--now goes with --demo only")
    wanted = _read(text)
    offset = timedelta(seconds=round((wanted - Clock().now()).total_seconds()))
    clock.use(Clock(offset=offset))
    os.environ[VARIABLE] = str(int(offset.total_seconds()))
    tell("up.time_moved", now=f"{wanted:%Y-%m-%d %H:%M}")


def _read(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misconfigured("up.bad_now", value=text) from None
    if len(text) <= len("2026-05-06"):
        moment = datetime.combine(moment.date(), OFFICES_OPEN)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)
