"""The slow, obvious twin of the counting: it walks day by day and asks the calendar each time."""

from collections.abc import Collection
from datetime import date, timedelta

from huiyin.rules.statute.calendars.calendar import Calendar
from huiyin.rules.statute.counting import Unit

ONE = timedelta(days=1)


def last_day(start: date, number: int, unit: Unit, calendar: Calendar, paused: Collection[date] = ()) -> date:
    """Return the unrolled last day of a period that begins on start."""
    if unit is Unit.MONTHS:
        return months(start, number)
    day, counted = start, 0
    while counted < number:
        day += ONE
        rests = unit is Unit.WORKING_DAYS and calendar.is_rest_day(day)
        if day not in paused and not rests:
            counted += 1
    return day


def months(start: date, number: int) -> date:
    """Return the same day of the month that many months later, or the last that month has."""
    month, year = start.month, start.year
    for _ in range(number):
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    day = start.day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def rolled(day: date, calendar: Calendar) -> date:
    """Return the first working day from this one on."""
    while calendar.is_rest_day(day):
        day += ONE
    return day


def before(day: date, number: int) -> date:
    """Return the day that many days before."""
    for _ in range(number):
        day -= ONE
    return day
