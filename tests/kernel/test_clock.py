"""The one clock, and the day as the law counts it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from huiyin.kernel import clock
from huiyin.kernel.clock import Clock


@pytest.fixture(autouse=True)
def _the_clock_comes_back() -> Iterator[None]:
    before = clock._clock
    yield
    clock.use(before)


def test_the_clock_shows_real_time_in_utc_unless_moved() -> None:
    clock.use(Clock())
    now = clock.now()
    assert now.tzinfo is UTC
    assert timedelta(0) <= clock.now() - now < timedelta(minutes=1)
    assert not clock.is_moved()


def test_a_moved_clock_says_so() -> None:
    clock.use(Clock(offset=timedelta(days=400)))
    assert clock.now() - Clock().now() > timedelta(days=399)
    assert clock.is_moved()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 5, 6, 15, 59, tzinfo=UTC), date(2026, 5, 6)),
        (datetime(2026, 5, 6, 16, 0, tzinfo=UTC), date(2026, 5, 7)),
        (datetime(2026, 5, 6, 0, 0, tzinfo=UTC), date(2026, 5, 6)),
        (datetime(1991, 5, 6, 15, 30, tzinfo=UTC), date(1991, 5, 7)),  # summer time of those years
    ],
)
def test_a_day_is_a_day_in_beijing_time(instant: datetime, day: date) -> None:
    assert clock.local_date(instant) == day
