"""The daily job of the public figures: publish what has ended, leave what was published."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from huiyin.door.figures import write_figures
from huiyin.kernel.clock import local_date
from huiyin.queries.outreach.figures import published_before
from huiyin.queries.outreach.tally import Span, span, tally
from huiyin.rules.disclosure.measures import RATINGS, Family
from huiyin.rules.disclosure.periods import SETTLING, Period, closed_periods, running_month
from huiyin.rules.disclosure.publishing import Before, Tally, may_replace, publish


def refresh_figures(*, at: datetime) -> int:
    """Publish every period that can be; return how many were written. Safe to run twice, or late."""
    return _refresh(demo=False, at=at) + refresh_made_figures(at=at)


def refresh_made_figures(*, at: datetime) -> int:
    """Publish the figures of a demonstration's matters, up to today; return how many periods were written."""
    return _refresh(demo=True, at=at)


def _refresh(*, demo: bool, at: datetime) -> int:
    found, today = span(demo=demo), local_date(at)
    if found is None:
        return 0
    periods = _of_a_demonstration(found, today) if demo else _of_life(found, today)
    counted = tally(periods, demo=demo)
    written = 0
    for period in periods:
        before = {} if demo else published_before(period, demo=demo)
        due = counted[period] if demo else _due(counted[period], before, period, today)
        if due:
            write_figures(publish(due, before), period, demo=demo, at=at)
            written += 1
    return written


def _of_life(found: Span, today: date) -> list[Period]:
    return closed_periods(earliest=found.earliest, recording_since=found.recording_since, today=today)


def _of_a_demonstration(found: Span, today: date) -> list[Period]:
    """Return the periods up to today: made matters are nobody's, so theirs are shown every day anew."""
    ended = _of_life(found, today + SETTLING + timedelta(days=1))
    return list(dict.fromkeys([*ended, running_month(today)]))


def _due(counted: Sequence[Tally], before: Before, period: Period, today: date) -> list[Tally]:
    """Return the families to publish now: those not yet published, or all again after a large import."""
    ready = [one for one in counted if one.family not in RATINGS or period.rated(today)]
    published = [one for one in ready if one.family in before]
    if published and may_replace(published, before):
        return ready
    new: set[Family] = {one.family for one in ready} - set(before)
    return [one for one in ready if one.family in new]
