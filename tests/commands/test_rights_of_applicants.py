"""A window of an applicant is a right, as a petitioner's is: no office's duty, drawn as a right."""

from datetime import timedelta

import pytest

from huiyin.commands.deadlines import next_due
from huiyin.kernel.clock import local_date
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.clocks import Clock, State, clocks
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.packs import load_pack
from huiyin.rules.statute.packs.shape import DutyOf
from huiyin.web.desk.dues import clocks_shown
from support.moment import AT

CHENGDU = 510100


@pytest.fixture
def window() -> Clock:
    """The sixty days to apply for reconsideration."""
    known = Event(name=EventName.ACT_KNOWN, at=AT)
    [found] = clocks(
        [known],
        pack=load_pack("cn-reconsideration-2023"),
        calendar=calendar_for(CHENGDU),
        at=AT + timedelta(days=1),
    )
    assert found.duty_of is DutyOf.APPLICANT
    return found


def test_it_is_no_duty_that_falls_due(window: Clock) -> None:
    assert next_due([window]) is None
    assert next_due([window], office=window.office) is None


def test_the_desk_shows_it_as_a_right_and_not_as_an_option_of_the_office(window: Clock) -> None:
    [shown] = clocks_shown((window,), 1, local_date(AT))
    assert (shown.window, shown.option, shown.mine) == (True, False, False)
    assert shown.state == "running"


def test_that_it_passed_unused_is_still_told(window: Clock) -> None:
    over = window._replace(state=State.LAPSED)
    [shown] = clocks_shown((over,), 1, local_date(AT) + timedelta(days=90))
    assert shown.window
