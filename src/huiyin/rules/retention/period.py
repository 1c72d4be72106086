"""How long one closed matter is kept: a pure function of what is recorded of it and of its office's schedule.

Nothing is stored but what a person set. A matter that is opened again has no period; closed again, it gets
a new one from then.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.rules.lifecycle.states import Klass, State
from huiyin.rules.retention.schedule import PERMANENT, Adopted, Category, Fact, RunsFrom, Schedule
from huiyin.rules.statute.packs.shape import Words

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class SetPeriod:
    """What a person set for one matter: another class (None: the derived one), a hold, and why."""

    category: str | None
    years: int | None  # of that class when it was set
    held: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Closed:
    """What is recorded of a closed matter that decides how long it is kept."""

    closed_on: date
    klass: Klass | None
    state: State
    joint: bool = False
    reviewed: bool = False
    reexamined: bool = False
    given: SetPeriod | None = None

    @property
    def facts(self) -> frozenset[Fact]:
        """What of it can decide its class."""
        held = {
            Fact.JOINT: self.joint,
            Fact.REVIEWED: self.reviewed,
            Fact.REEXAMINED: self.reexamined,
            Fact.DECLINED: self.state is State.DECLINED,
            Fact.REDIRECTED: self.state is State.REDIRECTED,
        }
        klass = {Fact(self.klass.value)} if self.klass else set()
        return frozenset(klass | {fact for fact, so in held.items() if so})


@dataclass(frozen=True, kw_only=True)
class Period:
    """How long a matter is kept and why. `ends_on`, the last day, is None when it is kept for ever."""

    category: str
    name: Words
    years: int
    because: tuple[Fact, ...]  # which facts made it this class; none: it is the class of all others
    by_hand: bool
    reason: str  # of who set it
    held: bool
    runs_from: RunsFrom
    closed_on: date
    starts_on: date
    ends_on: date | None
    approval: str

    def is_over(self, on: date) -> bool:
        """Return whether the last day has passed; never while it is held or kept for ever."""
        return not self.held and self.ends_on is not None and self.ends_on < on


def period_of(closed: Closed, adopted: Adopted) -> Period:
    """Return the period of a matter by a schedule."""
    schedule, given = adopted.schedule, closed.given
    category = _category(closed, schedule)
    years = category.years if given is None or given.years is None else given.years
    starts = starts_on(closed.closed_on, schedule.runs_from)
    return Period(
        category=category.id,
        name=category.name,
        years=years,
        because=() if category.by_hand else category.when,
        by_hand=given is not None and given.category is not None,
        reason=given.reason if given else "",
        held=given is not None and given.held,
        runs_from=schedule.runs_from,
        closed_on=closed.closed_on,
        starts_on=starts,
        ends_on=None if years == PERMANENT else last_day(starts, years),
        approval=adopted.approval,
    )


def starts_on(closed_on: date, runs_from: RunsFrom) -> date:
    """Return the first day of a period: 1 January after the closing, or the day after it."""
    if runs_from is RunsFrom.NEXT_YEAR:
        return date(closed_on.year + 1, 1, 1)
    return closed_on + _ONE_DAY


def last_day(starts: date, years: int) -> date:
    """Return the last day of so many years that begin on a day; 29 February is followed by 1 March."""
    leap = (starts.month, starts.day) == (2, 29)
    following = date(starts.year + years, 3, 1) if leap else starts.replace(year=starts.year + years)
    return following - _ONE_DAY


def _category(closed: Closed, schedule: Schedule) -> Category:
    given = closed.given
    chosen = schedule.category(given.category) if given and given.category else None
    if chosen is not None:
        return chosen
    derived = schedule.derived(closed.facts)
    if given is None or given.category is None:
        return derived
    # The class that was set stands in this schedule no more: its period still holds.
    return Category(
        id=given.category, name=Words(zh=given.category, en=given.category), years=derived.years, by_hand=True
    )
