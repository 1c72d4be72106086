"""The one clock. Only the ways in (web, jobs, cli) read it; below them time is an argument, `at`.

A demonstration may move it (``huiyin up --demo --now DATE``); everything it then issues says so.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# Statutory days are days in the place of the matter; all of China keeps one legal time.
LOCAL_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Real time, moved by `offset` in demonstrations only."""

    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Return this instant, aware, in UTC."""
        return datetime.now(UTC) + self.offset  # noqa: TID251  the one place that reads the time

    @property
    def moved(self) -> bool:
        """True when this clock does not show real time."""
        return self.offset != timedelta(0)


_clock = Clock()


def now() -> datetime:
    """Return this instant by the clock in use."""
    return _clock.now()


def is_moved() -> bool:
    """True when a demonstration moved the clock."""
    return _clock.moved


def use(clock: Clock) -> None:
    """Put another clock in use (start-up of a demonstration, and tests)."""
    global _clock  # noqa: PLW0603  one process, one clock
    _clock = clock


def local_date(at: datetime) -> date:
    """Return the calendar day of an instant where the law counts it."""
    return at.astimezone(LOCAL_ZONE).date()
