"""Tries grow slower with every failure, and nobody is shut out of one's own matter."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.rules.access.pace import (
    FIRST_WAIT,
    FORGOTTEN_AFTER,
    FREE,
    LONGEST_OF_CLIENT,
    LONGEST_OF_NUMBER,
    Tried,
    failed,
    forgiven,
    remembered,
    wait,
)
from support.moment import AT

NOBODY = Tried(failures=0, until=AT)
NO_TIME = timedelta(0)


def failing(times: int, longest: timedelta = LONGEST_OF_CLIENT) -> Tried:
    tried = NOBODY
    for _ in range(times):
        tried = failed(tried, AT, longest=longest)
    return tried


def test_the_first_failures_cost_nothing() -> None:
    assert wait(failing(FREE), failing(FREE), AT) == NO_TIME


def test_from_then_on_the_wait_doubles_up_to_the_longest() -> None:
    waits = [wait(failing(FREE + more), NOBODY, AT) for more in range(1, 12)]
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits[-1] == LONGEST_OF_CLIENT


def test_a_number_never_makes_wait_as_long_as_a_client_does() -> None:
    assert wait(failing(1), failing(50, LONGEST_OF_NUMBER), AT) == LONGEST_OF_NUMBER


def test_who_never_failed_does_not_wait_for_a_number() -> None:
    assert wait(NOBODY, failing(50, LONGEST_OF_NUMBER), AT) == NO_TIME


def test_a_right_try_takes_back_its_own_failure_and_its_wait() -> None:
    assert forgiven(failing(FREE + 4), AT) == Tried(failures=FREE + 3, until=AT)
    assert forgiven(NOBODY, AT).failures == 0


def test_after_a_day_everything_is_forgotten() -> None:
    tried = failing(FREE + 4)
    forgotten = remembered(tried, tried.until + FORGOTTEN_AFTER, longest=LONGEST_OF_CLIENT)
    assert forgotten.failures == 0
    assert remembered(tried, AT + timedelta(hours=1), longest=LONGEST_OF_CLIENT) == tried


@given(times=st.integers(0, 40), back=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_after_a_clock_was_set_back_nobody_waits_longer_than_before(times: int, back: timedelta) -> None:
    earlier = AT - back
    tried = remembered(failing(times), earlier, longest=LONGEST_OF_CLIENT)
    assert tried.failures == times
    number = remembered(failing(50, LONGEST_OF_NUMBER), earlier, longest=LONGEST_OF_NUMBER)
    assert number.until - earlier == LONGEST_OF_NUMBER
    nobody = remembered(NOBODY, earlier, longest=LONGEST_OF_NUMBER)
    assert wait(tried, nobody, earlier) == wait(failing(times), NOBODY, AT)


@given(times=st.integers(0, 200))
def test_one_more_failure_never_shortens_the_wait(times: int) -> None:
    assert failing(times + 1).until >= failing(times).until
