"""Marks: what beside its words narrows a search for a matter; checked again in its row."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from huiyin.rules.routing.divisions import Level, level_of

MONTHS_BACK = 300  # as far as a search goes back month by month

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
