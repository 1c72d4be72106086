"""How fast number and query code may be tried: freely at first, then slower with every failure.

Only looking up is ever slowed; filing never is. Whoever has not failed before is not made to wait for
what others tried on a number: nobody can shut the petitioner out of one's own matter.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE = 5  # failures that cost nothing: mistyping is human
FIRST_WAIT = timedelta(seconds=10)
LONGEST_OF_CLIENT = timedelta(minutes=15)
LONGEST_OF_NUMBER = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(hours=24)
_NO_WAIT = timedelta(0)
_MOST_DOUBLINGS = 16  # far beyond the longest wait


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What is remembered of a client or of a number: failures so far, and until when to wait."""

    failures: int
    until: datetime


def remembered(tried: Tried, at: datetime, *, longest: timedelta) -> Tried:
    """Return what still counts: after a day without another failure everything is forgotten.

    A wait never ends later than one that began now would: after a clock was set back, what was
    remembered under the later time shuts nobody out.

    >>> from datetime import UTC
    >>> long_ago, now = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 6, tzinfo=UTC)
    >>> remembered(Tried(failures=9, until=long_ago), now, longest=LONGEST_OF_CLIENT).failures
    0
    """
    if tried.until + FORGOTTEN_AFTER <= at:
        return Tried(failures=0, until=at)
    return Tried(failures=tried.failures, until=min(tried.until, at + _pause(tried.failures, longest)))


def wait(client: Tried, number: Tried, at: datetime) -> timedelta:
    """Return how long this client must wait before it may try this number; zero when it need not."""
    untils = [client.until, number.until] if client.failures else [client.until]
    return max(max(untils) - at, _NO_WAIT)


def failed(tried: Tried, at: datetime, *, longest: timedelta) -> Tried:
    """Return what is remembered after one more failure: from the sixth on the wait doubles to `longest`."""
    failures = tried.failures + 1
    return Tried(failures=failures, until=at + _pause(failures, longest))


def forgiven(tried: Tried, at: datetime) -> Tried:
    """Return what is remembered when the try just counted turns out to have been right."""
    return Tried(failures=max(tried.failures - 1, 0), until=at)


def _pause(failures: int, longest: timedelta) -> timedelta:
    if failures <= FREE:
        return _NO_WAIT
    doublings = min(failures - FREE - 1, _MOST_DOUBLINGS)
    return min(FIRST_WAIT * (1 << doublings), longest)
