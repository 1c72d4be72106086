"""A calendar of one jurisdiction: which days are rest days, why, and how far that is known."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class Why(StrEnum):
    """Why a day is not counted."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """A day off, or a weekend day worked in its stead, with the name of the festival."""

    zh: str
    en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A day that is not counted, or a weekend day that is, and why; names are empty for plain weekends."""

    on: date
    why: Why
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """One year of a jurisdiction as announced; `source` says by whom, in order of weight."""

    year: int
    source: tuple[str, ...]
    off: Mapping[date, Holiday]
    worked: Mapping[date, Holiday]


@dataclass(frozen=True, kw_only=True, eq=False)
class Calendar:
    """Rest days of a jurisdiction. Made by `make_calendar`.

    Outside the known years only Saturdays and Sundays rest: such answers are provisional, and `known` and
    `spans_known` say so. `working` holds the ordinals of all working days from the first to the last known
    year, sorted.
    """

    id: str
    years: Mapping[int, Year]
    off: Mapping[date, Holiday]
    worked: Mapping[date, Holiday]
    working: tuple[int, ...]
    first: date
    last: date

    def known(self, year: int) -> bool:
        """True when the days of this year have been announced and are held here."""
        return year in self.years

    def spans_known(self, start: date, end: date) -> bool:
        """True when every year from start to end is known."""
        return all(year in self.years for year in range(start.year, end.year + 1))

    def settled(self, on: date) -> bool:
        """True when no later notice can change the day.

        A notice has more than once moved a weekend at the end of December of the year before
        (2005-12-31, 2006-12-30, 2007-12-29, 2018-12-29): until the next year is known, the last week of
        December is not settled.
        """
        return self.known(on.year) and (self.known(on.year + 1) or (on.month, on.day) < (12, 25))

    def is_rest_day(self, on: date) -> bool:
        """True on weekends and days off, except weekend days that are worked."""
        if on.weekday() >= SATURDAY:
            return on not in self.worked
        return on in self.off

    def reason(self, on: date) -> Skipped | None:
        """Return why a day is a rest day, or None when it is a working day."""
        if not self.is_rest_day(on):
            return None
        holiday = self.off.get(on)
        if holiday is None:
            return Skipped(on=on, why=Why.WEEKEND)
        return Skipped(on=on, why=Why.HOLIDAY, zh=holiday.zh, en=holiday.en)

    def made_up(self, on: date) -> Skipped | None:
        """Return for which holiday a weekend day is worked, or None when it is not."""
        holiday = self.worked.get(on)
        return None if holiday is None else Skipped(on=on, why=Why.WEEKEND, zh=holiday.zh, en=holiday.en)

    def rolled(self, on: date) -> date:
        """Return the day itself when it is worked, else the next working day."""
        while self.is_rest_day(on):
            on += ONE_DAY
        return on

    def working_day_after(self, start: date, number: int) -> date:
        """Return the working day that is the `number`-th after start; start itself is not counted."""
        if number and self.first <= start:
            place = bisect_left(self.working, start.toordinal() + 1) + number - 1
            if place < len(self.working):
                return date.fromordinal(self.working[place])
        return self._stepped(start, number)

    def _stepped(self, start: date, number: int) -> date:
        on = start
        while number:
            on += ONE_DAY
            number -= not self.is_rest_day(on)
        return on

    def plus(self, *years: Year) -> "Calendar":
        """Return this calendar with further days: local holidays, or a notice not yet adopted."""
        return make_calendar(self.id, [*self.years.values(), *years])


def make_calendar(calendar_id: str, years: Iterable[Year]) -> Calendar:
    """Return the calendar of these years; for one year given twice the days are joined, the later prevailing.

    A day off named by one and worked in the other is off: a local holiday gives rest, it never takes it.
    """
    merged: dict[int, Year] = {}
    for year in years:
        merged[year.year] = _joined(merged[year.year], year) if year.year in merged else year
    off = {on: name for year in merged.values() for on, name in year.off.items()}
    worked = {on: name for year in merged.values() for on, name in year.worked.items() if on not in off}
    first, last = date(min(merged), 1, 1), date(max(merged), 12, 31)
    days = (date.fromordinal(o) for o in range(first.toordinal(), last.toordinal() + 1))
    working = (d.toordinal() for d in days if (d in worked if d.weekday() >= SATURDAY else d not in off))
    return Calendar(
        id=calendar_id,
        years=merged,
        off=off,
        worked=worked,
        working=tuple(working),
        first=first,
        last=last,
    )


def blank(calendar_id: str) -> Calendar:
    """Return a calendar that knows no year: weekends rest, and nothing that depends on rest days binds."""
    return Calendar(id=calendar_id, years={}, off={}, worked={}, working=(), first=date.max, last=date.min)


def _joined(one: Year, other: Year) -> Year:
    return Year(
        year=one.year,
        source=(*one.source, *other.source),
        off={**one.off, **other.off},
        worked={**one.worked, **other.worked},
    )
