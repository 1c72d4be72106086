"""Marks: what beside its words narrows a search for a matter; checked again in its row."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from huiyin.rules.routing.divisions import Level, level_of

MONTHS_BACK = 300  # as far as a search goes back month by month
YEARS = 25  # as far from now as a due date is looked for

_JANUARY, _DECEMBER = 1, 12
_UNDATED = "due never"

_PREFECTURE = 100


def place_marks(county: int) -> tuple[str, ...]:
    """Return the marks of a matter's place: its county, and the prefecture around it."""
    return tuple(dict.fromkeys((_place(county), _place(county // _PREFECTURE * _PREFECTURE))))


def office_marks(offices: Iterable[int]) -> tuple[str, ...]:
    """Return the marks of the offices that have or had a part."""
    return tuple(f"office {one}" for one in offices)


def topic_marks(topic: str | None) -> tuple[str, ...]:
    """Return the marks of a topic and of the class of topics it belongs to."""
    if not topic:
        return ()
    return tuple(dict.fromkeys((f"topic {topic}", f"topic {topic.partition('.')[0]}")))


def life_marks(state: str, channel: str) -> tuple[str, ...]:
    """Return the marks of where a matter stands and how it came."""
    return (*state_mark(state), *channel_mark(channel))


def state_mark(state: str) -> tuple[str, ...]:
    """Return the mark of where a matter stands."""
    return (f"state {state}",)


def channel_mark(channel: str) -> tuple[str, ...]:
    """Return the mark of how a matter came."""
    return (f"channel {channel}",)


def due_marks(day: date | None) -> tuple[str, ...]:
    """Return the marks of a day on which something is due, or of nothing being due."""
    return (_UNDATED,) if day is None else (_year_due(day.year), _month_due(day.year, day.month))


def due_marks_between(first: date | None, last: date | None) -> tuple[str, ...] | None:
    """Return the marks of which a due date between these days has at least one; None for any date or none.

    Months where the first or the last year is not whole, else years.
    """
    if first is None and last is None:
        return None
    first = first or date((last or date.max).year - YEARS, _JANUARY, 1)
    last = last or date(first.year + YEARS, _DECEMBER, 31)
    return tuple(_due_between(first, last))


def _due_between(first: date, last: date) -> Iterator[str]:
    for year in range(first.year, last.year + 1):
        begins = first.month if year == first.year else _JANUARY
        ends = last.month if year == last.year else _DECEMBER
        if (begins, ends) == (_JANUARY, _DECEMBER):
            yield _year_due(year)
        else:
            yield from (_month_due(year, month) for month in range(begins, ends + 1))


def _year_due(year: int) -> str:
    return f"due {year}"


def _month_due(year: int, month: int) -> str:
    return f"due {year}-{month:02}"


def undated_mark() -> tuple[str, ...]:
    """Return the mark of a matter of which nothing is due."""
    return (_UNDATED,)


def month_mark(day: date) -> str:
    """Return the mark of the month of filing: a search for frequent words goes back month by month."""
    return f"month {day:%Y-%m}"


@lru_cache(maxsize=16)
def month_marks_back(first: date) -> tuple[str, ...]:
    """Return the marks of the month that begins on this day and of those before it, the newest first."""
    newest = first.year * 12 + first.month - 1
    months = (divmod(newest - back, 12) for back in range(MONTHS_BACK))
    return tuple(month_mark(date(year, month + 1, 1)) for year, month in months)


def scope_marks(offices: Iterable[int], oversight: tuple[int, int] | None) -> tuple[str, ...] | None:
    """Return the marks of which a reader's matters have at least one; None when only the row can say.

    That is so for the province, whose matters are all.
    """
    own = office_marks(offices)
    if oversight is None:
        return own
    low, high = oversight
    if level_of(low) is Level.PROVINCE or (level_of(low) is Level.COUNTY and low != high):
        return None
    return (*own, _place(low))


def division_mark(code: int) -> tuple[str, ...]:
    """Return the mark of a division that is asked for; none for the province."""
    return () if level_of(code) is Level.PROVINCE else (_place(code),)


def _place(code: int) -> str:
    return f"place {code}"
