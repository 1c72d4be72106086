"""The sweep of deadlines: reminds three levels, once; raises what was not done; closes what was cured."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

import builders
from builders import ECOLOGY
from huiyin.prepare.watching import Swept, sweep_deadlines
from huiyin.queries.ledger.verify import verify  # noqa: F401
from support.moment import AT
from support.state import entries, row, rows, state

pytestmark = pytest.mark.usefixtures("installed")

NOTHING = Swept()


def on(day: date, hour: int = 9) -> datetime:
    """Return the morning of a day in China."""
    return datetime(day.year, day.month, day.day, hour - 8, tzinfo=AT.tzinfo)


def told(**where: Any) -> list[tuple[str, int, int | None]]:
    """Return level, distance and office of the reminders, in their order."""
    found = sorted(rows("reminder", **where), key=lambda one: (one["at"], one["days_before"], one["level"]))
    return [(one["level"], one["days_before"], one["office"]) for one in found]


def dispatch() -> dict[str, Any]:
    """Return the clock of the bureau's fifteen days."""
    return row("clock", rule="cn22.bureau.dispatch")


def test_with_nothing_due_nothing_is_written() -> None:
    assert sweep_deadlines(at=AT) == NOTHING
    builders.waiting()
    before = state()
    assert sweep_deadlines(at=AT + timedelta(days=1)) == NOTHING
    assert state() == before


def test_five_days_before_the_handler_is_reminded_and_once_only() -> None:
    life = builders.accepted()
    due = row("clock", rule="cn22.handle")["binding_on"]
    sweep_deadlines(at=on(due - timedelta(days=6)))
    assert told(rule="cn22.handle") == []
    sweep_deadlines(at=on(due - timedelta(days=5)))
    assert told(rule="cn22.handle") == [("handler", 5, ECOLOGY)]
    before = state()
    assert sweep_deadlines(at=on(due - timedelta(days=5), hour=18)) == NOTHING
    assert state() == before
    assert entries(life.petition)[-1]["kind"] == "petition.reminded"
