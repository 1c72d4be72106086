"""What a sweep of deadlines left: who was told how long before which day, and what was raised."""

from datetime import date, datetime, timedelta
from typing import Any

from huiyin.prepare.watching import Swept
from support.moment import AT
from support.state import row, rows

NOTHING = Swept()
HANDLE = "cn22.handle"
DISPATCH = "cn22.bureau.dispatch"
NOTICE = "cn22.transferred.notice"


def on(day: date, *, after: int = 0) -> datetime:
    """Return ten o'clock in China, so many days after a day."""
    return datetime.combine(day + timedelta(days=after), AT.timetz())


def told(**where: Any) -> list[tuple[str, int, int | None]]:
    """Return level, distance and office of the reminders, sorted."""
    return sorted((one["level"], one["days_before"], one["office"]) for one in rows("reminder", **where))


def ends(rule: str) -> date:
    """Return the day on which the only clock of a rule ends."""
    found: date = row("clock", rule=rule)["binding_on"]
    return found


def items(**where: Any) -> dict[str, str]:
    """Return the state of each item by its check."""
    return {one["failed"]: one["state"] for one in rows("supervision_item", **where)}
