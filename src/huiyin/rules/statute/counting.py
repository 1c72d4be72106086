"""Counts periods: calendar days, working days and months, by the Civil Code.

《民法典》第二百零一条: the first day is not counted. 第二百零二条: months end on the corresponding day, else
on the last of the month. 第二百零三条: a period whose last day is a rest day ends on the next working day.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from huiyin.rules.statute.calendars.calendar import ONE_DAY, Calendar, Skipped


class Unit(StrEnum):
    """What a number counts. Only days, months and hours are lengths of time that a clock may have."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    HOURS = "hours"
    YEARS = "years"
    PERSONS = "persons"


DAY_UNITS = frozenset({Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS})


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are not counted, first and last included."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """True when the day lies in the span."""
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class End:
    """The last day of a period: as counted, as rolled, and whether the calendar makes it final.

    `rolled_on` is a guess by weekends alone when not `final`; `settled` is False when a notice still to
    come could change the day although its year is known.
    """

    unrolled_on: date
    rolled_on: date
    final: bool
    settled: bool

    @property
    def binding_on(self) -> date | None:
        """The day that binds, or None while the calendar of that year is not known."""
        return self.rolled_on if self.final else None


def end_of(
    start: date,
    number: int,
    *,
    unit: Unit,
    rolls: bool,
    calendar: Calendar,
    pauses: Sequence[Span] = (),
) -> End:
    """Return the last day of a period that an event on `start` begins; start itself is not counted.

    `pauses` are days not counted; a working-day period skips them as it skips rest days.
    """
    if not pauses:
        return _plain_end(start, number, unit, rolls=rolls, calendar=calendar)
    return _end(start, number, unit, rolls=rolls, calendar=calendar, pauses=pauses)


def _end(
    start: date, number: int, unit: Unit, *, rolls: bool, calendar: Calendar, pauses: Sequence[Span] = ()
) -> End:
    unrolled = _raw(start, number, unit=unit, calendar=calendar, pauses=pauses)
    if unit is Unit.WORKING_DAYS:
        final = calendar.spans_known(start + ONE_DAY, unrolled)
        return End(unrolled, unrolled, final, calendar.settled(unrolled))
    return rolled_end(unrolled, rolls=rolls, calendar=calendar)


# A million matters share a few thousand days: the same period is counted once. Calendars compare by identity.
_plain_end = lru_cache(maxsize=65536)(_end)


def rolled_end(unrolled: date, *, rolls: bool, calendar: Calendar) -> End:
    """Return the end of a period whose last day is given, rolled over rest days when the rule says so."""
    if not rolls:
        return End(unrolled, unrolled, final=True, settled=True)
    rolled = calendar.rolled(unrolled)
    return End(unrolled, rolled, calendar.spans_known(unrolled, rolled), calendar.settled(rolled))


def _raw(start: date, number: int, *, unit: Unit, calendar: Calendar, pauses: Sequence[Span]) -> date:
    if unit is Unit.CALENDAR_DAYS:
        return _stretched(start, start + timedelta(days=number), pauses)
    if unit is Unit.WORKING_DAYS:
        return _working(start, number, calendar, pauses)
    if unit is Unit.MONTHS:
        return month_later(start, number)
    raise ValueError(f"{unit} is no number of days")


def _stretched(start: date, end: date, pauses: Sequence[Span]) -> date:
    for pause in joined(pauses):
        first = max(pause.first, start + ONE_DAY)
        if first <= end and pause.last >= first:
            end += pause.last - first + ONE_DAY
    return end


def _working(start: date, number: int, calendar: Calendar, pauses: Sequence[Span]) -> date:
    if not pauses:
        return calendar.working_day_after(start, number)
    on = start
    while number:
        on += ONE_DAY
        number -= not (calendar.is_rest_day(on) or any(pause.holds(on) for pause in pauses))
    return on


def joined(pauses: Sequence[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for pause in sorted(pauses, key=lambda span: span.first):
        if merged and pause.first <= merged[-1].last + ONE_DAY:
            merged[-1] = Span(merged[-1].first, max(merged[-1].last, pause.last))
        else:
            merged.append(pause)
    return merged


def month_later(start: date, months: int) -> date:
    """Return the corresponding day that many months later, else the last day of that month (第二百零二条)."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def days_between(after: date, until: date) -> Iterator[date]:
    """Yield the days after the first up to the second, which is included."""
    on = after + ONE_DAY
    while on <= until:
        yield on
        on += ONE_DAY


def skipped_days(
    start: date, end: End, *, unit: Unit, calendar: Calendar, pauses: Sequence[Span] = ()
) -> tuple[Skipped, ...]:
    """Return the days not counted and why, in order.

    For a working-day period every rest day passed; for others the rest days over which the end rolled.
    Paused days are not among them: they are named by their pause.
    """
    first = start + ONE_DAY if unit is Unit.WORKING_DAYS else end.unrolled_on
    days = days_between(first - ONE_DAY, end.rolled_on)
    if unit is not Unit.WORKING_DAYS and end.unrolled_on == end.rolled_on:
        return ()
    reasons = (calendar.reason(on) for on in days if not any(pause.holds(on) for pause in pauses))
    return tuple(reason for reason in reasons if reason is not None)


def worked_weekends(start: date, end: End, *, unit: Unit, calendar: Calendar) -> tuple[Skipped, ...]:
    """Return the Saturdays and Sundays that counted because they were worked in a holiday's stead.

    For a working-day period every one passed; for others only the last day, which then does not roll.
    """
    first = start if unit is Unit.WORKING_DAYS else end.rolled_on - ONE_DAY
    found = (calendar.made_up(on) for on in days_between(first, end.rolled_on))
    return tuple(day for day in found if day is not None)
