"""For which stretches of days public figures are made, and when: each once, after it has ended.

Figures that grow from day to day would tell, by subtraction, what came in since yesterday. So a period is
published when it is over, and no two periods share a day: months, and whole years for the time before the
installation recorded its first matter. Demonstration matters are nobody's: theirs also run to today.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SETTLING = timedelta(days=5)  # after the end of a period, for what is recorded a little late
RATING_TIME = timedelta(days=30)  # in which ratings of what was concluded may still come in
_DECEMBER = 12
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from first to last, both included."""

    first_on: date
    last_on: date

    def settled(self, today: date) -> bool:
        """True when nothing more is awaited for counts."""
        return self.last_on + SETTLING < today

    def rated(self, today: date) -> bool:
        """True when nothing more is awaited for ratings."""
        return self.last_on + RATING_TIME < today


def closed_periods(*, earliest: date, recording_since: date, today: date) -> list[Period]:
    """Return the periods that are over and settled, oldest first.

    `earliest` is the day of the oldest matter, `recording_since` that of the oldest recording.

    >>> [str(p.first_on) for p in closed_periods(
    ...     earliest=date(2024, 5, 1), recording_since=date(2026, 2, 3), today=date(2026, 4, 20))]
    ['2024-01-01', '2025-01-01', '2026-01-01', '2026-02-01', '2026-03-01']
    """
    years = (
        Period(date(year, 1, 1), date(year, _DECEMBER, 31))
        for year in range(earliest.year, recording_since.year)
    )
    first = max(earliest.replace(day=1), date(recording_since.year, 1, 1))
    return [one for one in (*years, *_months(first, today)) if one.settled(today)]


def running_month(today: date) -> Period:
    """Return the month of today, up to today."""
    return Period(today.replace(day=1), today)


def _months(first: date, until: date) -> Iterator[Period]:
    while first <= until:
        following = date(first.year + first.month // _DECEMBER, first.month % _DECEMBER + 1, 1)
        yield Period(first, following - _ONE_DAY)
        first = following
