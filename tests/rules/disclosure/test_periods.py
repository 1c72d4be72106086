"""Each day belongs to one published period at most, and none is published before it is over."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.disclosure.periods import SETTLING, Period, closed_periods, running_month

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


def test_a_month_is_published_when_it_has_ended_and_settled() -> None:
    start = {"earliest": date(2026, 3, 9), "recording_since": date(2026, 3, 9)}
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert march not in closed_periods(**start, today=march.last_on + SETTLING)
    assert march in closed_periods(**start, today=march.last_on + SETTLING + timedelta(days=1))


def test_the_time_before_the_first_recording_is_published_in_whole_years() -> None:
    found = closed_periods(
        earliest=date(2019, 4, 2), recording_since=date(2026, 2, 1), today=date(2026, 3, 20)
    )
    assert found[0] == Period(date(2019, 1, 1), date(2019, 12, 31))
    assert found[-1] == Period(date(2026, 2, 1), date(2026, 2, 28))


@given(earliest=DAYS, since=DAYS, today=DAYS)
def test_no_two_periods_share_a_day(earliest: date, since: date, today: date) -> None:
    found = closed_periods(earliest=min(earliest, since), recording_since=since, today=today)
    assert all(one.last_on < two.first_on for one, two in pairwise(found))


@given(earliest=DAYS, since=DAYS, today=DAYS, later=st.integers(0, 400))
def test_a_period_once_published_stays(earliest: date, since: date, today: date, later: int) -> None:
    start = {"earliest": min(earliest, since), "recording_since": since}
    before = closed_periods(**start, today=today)
    after = closed_periods(**start, today=today + timedelta(days=later))
    assert after[: len(before)] == before


def test_the_running_month_ends_today() -> None:
    assert running_month(date(2026, 5, 6)) == Period(date(2026, 5, 1), date(2026, 5, 6))
