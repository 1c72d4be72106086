"""Counting days: the examples of the law, a slow twin, and what must hold for every period."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.calendars.calendar import Holiday, Year, make_calendar
from huiyin.rules.statute.counting import (
    Span,
    Unit,
    days_between,
    end_of,
    joined,
    month_later,
    rolled_end,
    skipped_days,
    worked_weekends,
)
from rules.statute import slow

CHINA = calendar_for(0)
DAYS = st.dates(date(2004, 1, 1), date(2026, 9, 30))
UNITS = st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS])
ROLLING = st.sampled_from([Unit.CALENDAR_DAYS, Unit.MONTHS])
NUMBERS = st.integers(0, 40)


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    starts = draw(st.lists(st.dates(date(2020, 1, 1), date(2020, 6, 30)), max_size=4))
    return [Span(first, first + timedelta(days=draw(st.integers(0, 12)))) for first in starts]


@pytest.mark.parametrize(
    ("start", "number", "unit", "unrolled", "binding"),
    [
        ("2026-02-02", 15, "calendar_days", "2026-02-17", "2026-02-24"),
        ("2026-03-03", 60, "calendar_days", "2026-05-02", "2026-05-06"),
        ("2026-03-03", 90, "calendar_days", "2026-06-01", "2026-06-01"),
        ("2026-08-21", 30, "calendar_days", "2026-09-20", "2026-09-20"),
        ("2026-09-01", 30, "calendar_days", "2026-10-01", "2026-10-08"),
        ("2025-12-20", 15, "calendar_days", "2026-01-04", "2026-01-04"),
        ("2026-02-11", 5, "working_days", "2026-02-25", "2026-02-25"),
        ("2026-04-30", 5, "working_days", "2026-05-11", "2026-05-11"),
        ("2026-09-30", 5, "working_days", "2026-10-13", "2026-10-13"),
        ("2026-09-18", 3, "working_days", "2026-09-22", "2026-09-22"),
        ("2024-01-31", 1, "months", "2024-02-29", "2024-02-29"),
        ("2023-01-31", 1, "months", "2023-02-28", "2023-02-28"),
        ("2024-02-29", 12, "months", "2025-02-28", "2025-02-28"),
        ("2024-11-30", 3, "months", "2025-02-28", "2025-02-28"),
        ("2024-02-28", 1, "calendar_days", "2024-02-29", "2024-02-29"),
    ],
)
def test_periods_end_as_the_civil_code_has_it(
    start: str, number: int, unit: str, unrolled: str, binding: str
) -> None:
    rolls = unit != "working_days"
    end = end_of(date.fromisoformat(start), number, unit=Unit(unit), rolls=rolls, calendar=CHINA)
    assert (end.unrolled_on.isoformat(), end.binding_on and end.binding_on.isoformat()) == (unrolled, binding)


@given(DAYS, NUMBERS, UNITS)
def test_the_count_agrees_with_the_slow_twin(start: date, number: int, unit: Unit) -> None:
    end = end_of(start, number, unit=unit, rolls=unit is not Unit.WORKING_DAYS, calendar=CHINA)
    assert end.unrolled_on == slow.last_day(start, number, unit, CHINA)
    rolled = end.unrolled_on if unit is Unit.WORKING_DAYS else slow.rolled(end.unrolled_on, CHINA)
    assert end.rolled_on == rolled


@given(
    st.dates(date(2019, 12, 1), date(2020, 6, 30)),
    NUMBERS,
    st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS]),
    spans(),
)
def test_paused_days_agree_with_the_slow_twin(
    start: date, number: int, unit: Unit, pauses: list[Span]
) -> None:
    paused = {span.first + timedelta(days=n) for span in pauses for n in range(60)}
    paused = {day for day in paused if any(span.holds(day) for span in pauses)}
    end = end_of(start, number, unit=unit, rolls=False, calendar=CHINA, pauses=pauses)
    assert end.unrolled_on == slow.last_day(start, number, unit, CHINA, paused)


@given(DAYS, st.integers(0, 400), NUMBERS, UNITS)
def test_a_later_start_never_ends_earlier(start: date, gap: int, number: int, unit: Unit) -> None:
    rolls = unit is not Unit.WORKING_DAYS
    early = end_of(start, number, unit=unit, rolls=rolls, calendar=CHINA)
    late = end_of(start + timedelta(days=gap), number, unit=unit, rolls=rolls, calendar=CHINA)
    assert early.unrolled_on <= late.unrolled_on
    assert early.rolled_on <= late.rolled_on


@given(DAYS, NUMBERS, UNITS)
def test_a_longer_period_never_ends_earlier(start: date, number: int, unit: Unit) -> None:
    rolls = unit is not Unit.WORKING_DAYS
    shorter = end_of(start, number, unit=unit, rolls=rolls, calendar=CHINA)
    assert shorter.rolled_on <= end_of(start, number + 1, unit=unit, rolls=rolls, calendar=CHINA).rolled_on


@given(DAYS, NUMBERS, ROLLING)
def test_a_rolled_period_never_ends_on_a_rest_day(start: date, number: int, unit: Unit) -> None:
    assert not CHINA.is_rest_day(end_of(start, number, unit=unit, rolls=True, calendar=CHINA).rolled_on)


@given(DAYS, NUMBERS, UNITS, st.sets(st.integers(1, 120), min_size=1, max_size=5))
def test_an_added_holiday_never_moves_a_date_earlier(
    start: date, number: int, unit: Unit, gaps: set[int]
) -> None:
    days = [start + timedelta(days=gap) for gap in gaps]
    added = [
        Year(year=day.year, source=("test",), off={day: Holiday(zh="加", en="Added")}, worked={})
        for day in days
    ]
    longer = CHINA.plus(*added)
    rolls = unit is not Unit.WORKING_DAYS
    before = end_of(start, number, unit=unit, rolls=rolls, calendar=CHINA)
    after = end_of(start, number, unit=unit, rolls=rolls, calendar=longer)
    assert after.rolled_on >= before.rolled_on


@given(DAYS, st.integers(1, 40), UNITS)
def test_the_days_skipped_are_exactly_the_rest_days(start: date, number: int, unit: Unit) -> None:
    end = end_of(start, number, unit=unit, rolls=unit is not Unit.WORKING_DAYS, calendar=CHINA)
    skipped = [day.on for day in skipped_days(start, end, unit=unit, calendar=CHINA)]
    first = start if unit is Unit.WORKING_DAYS else end.unrolled_on - timedelta(days=1)
    assert skipped == [day for day in days_between(first, end.rolled_on) if CHINA.is_rest_day(day)]


def test_paused_rest_days_are_told_by_their_pause_and_not_twice() -> None:
    pause = Span(date(2026, 3, 7), date(2026, 3, 8))
    end = end_of(date(2026, 3, 4), 10, unit=Unit.WORKING_DAYS, rolls=False, calendar=CHINA, pauses=[pause])
    skipped = skipped_days(date(2026, 3, 4), end, unit=Unit.WORKING_DAYS, calendar=CHINA, pauses=[pause])
    assert [day.on for day in skipped] == [date(2026, 3, 14), date(2026, 3, 15)]


def test_a_worked_weekend_is_named_where_it_counts() -> None:
    start = date(2026, 2, 11)
    end = end_of(start, 5, unit=Unit.WORKING_DAYS, rolls=False, calendar=CHINA)
    worked = worked_weekends(start, end, unit=Unit.WORKING_DAYS, calendar=CHINA)
    assert [(day.on, day.en) for day in worked] == [(date(2026, 2, 14), "Spring Festival")]
    end = rolled_end(date(2026, 9, 20), rolls=True, calendar=CHINA)
    worked = worked_weekends(date(2026, 8, 21), end, unit=Unit.CALENDAR_DAYS, calendar=CHINA)
    assert [day.on for day in worked] == [date(2026, 9, 20)]


@pytest.mark.parametrize("unit", [Unit.CALENDAR_DAYS, Unit.WORKING_DAYS])
def test_beyond_the_calendar_a_date_is_given_and_does_not_bind(unit: Unit) -> None:
    end = end_of(date(2026, 12, 25), 10, unit=unit, rolls=unit is Unit.CALENDAR_DAYS, calendar=CHINA)
    assert end.binding_on is None
    assert end.unrolled_on == slow.last_day(date(2026, 12, 25), 10, unit, CHINA)


def test_a_day_in_the_last_week_of_december_binds_but_is_not_settled_before_the_next_notice() -> None:
    end = end_of(date(2026, 12, 1), 25, unit=Unit.CALENDAR_DAYS, rolls=True, calendar=CHINA)
    assert (end.unrolled_on, end.binding_on) == (date(2026, 12, 26), date(2026, 12, 28))
    assert not end.settled


def test_an_end_that_rolls_out_of_the_calendar_does_not_bind() -> None:
    calendar = make_calendar("cn", [year for year in CHINA.years.values() if year.year < 2023])
    end = end_of(date(2022, 12, 1), 30, unit=Unit.CALENDAR_DAYS, rolls=True, calendar=calendar)
    assert (end.unrolled_on, end.binding_on) == (date(2022, 12, 31), None)


def test_a_period_before_the_calendar_counts_weekends_only_and_does_not_bind() -> None:
    end = end_of(date(2003, 12, 25), 5, unit=Unit.WORKING_DAYS, rolls=False, calendar=CHINA)
    assert end.unrolled_on == date(2004, 1, 2)
    assert end.binding_on is None


def test_a_period_that_does_not_roll_is_final_in_any_year() -> None:
    assert rolled_end(date(2031, 1, 1), rolls=False, calendar=CHINA).binding_on == date(2031, 1, 1)


def test_spans_that_touch_are_one() -> None:
    assert joined([Span(date(2026, 1, 5), date(2026, 1, 6)), Span(date(2026, 1, 1), date(2026, 1, 4))]) == [
        Span(date(2026, 1, 1), date(2026, 1, 6))
    ]


@given(DAYS, st.integers(0, 60))
def test_months_agree_with_the_slow_twin(start: date, number: int) -> None:
    assert month_later(start, number) == slow.months(start, number)


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.YEARS, Unit.PERSONS])
def test_what_counts_no_days_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="no number of days"):
        end_of(date(2026, 1, 1), 1, unit=unit, rolls=False, calendar=CHINA)
