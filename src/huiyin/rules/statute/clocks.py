"""Clocks: a pure function of what happened, the pack, the calendar and the instant. Nothing counts down."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.kernel.ids import OfficeId
from huiyin.rules.statute.calendars.calendar import Calendar
from huiyin.rules.statute.events import NO_FACTS, Event, EventName, Facts
from huiyin.rules.statute.explaining import explain, explain_absence
from huiyin.rules.statute.explanation import Absence, Explanation, Extension, Provisional
from huiyin.rules.statute.extensions import Happened, judge
from huiyin.rules.statute.packs.shape import DutyOf, Kind, Pack, Rule
from huiyin.rules.statute.reckoning import Reckoning, reckon

__all__ = ["Clock", "Event", "EventName", "State", "clocks", "due", "extension_of", "why_no_clock"]


class State(StrEnum):
    """How a clock stands at an instant. Nothing adverse is said on a date that is provisional."""

    RUNNING = "running"
    SOON = "soon"  # within the pack's reminder distance of the unrolled day, or past it and not overdue
    OVERDUE = "overdue"  # a duty whose binding day has passed
    MET = "met"
    MET_LATE = "met_late"
    LAPSED = "lapsed"  # a window or option that was not used
    PAUSED = "paused"
    EXEMPT = "exempt"
    ENDED = "ended"  # neither met nor missed: withdrawn, merged, taken back


class Clock(NamedTuple):
    """One clock of a matter as it stands at an instant.

    `warn_on` is the unrolled last day; `binding_on` the rolled one, None while it is provisional (see
    `provisional`). Both are None when exempt or paused. `due_at` is set for rules counted in hours only.
    `ended_by` is the event that met or ended it. A named tuple because millions are made (see Reckoning).
    """

    rule_id: str
    office: OfficeId | None
    part: str | None
    started_by: EventName
    started_on: date
    warn_on: date | None
    binding_on: date | None
    due_at: datetime | None
    state: State
    met_on: date | None
    ended_by: EventName | None
    provisional: Provisional | None
    reckoning: Reckoning

    def __repr__(self) -> str:
        """Name the clock shortly: all that went into it would fill pages."""
        return f"<Clock {self.rule_id} {self.state} {self.binding_on}>"

    @property
    def triggered_on(self) -> date:
        """The day of the event that started it; `started_on` unless the rule counts from a later day."""
        return self.reckoning.start.event.on

    @property
    def pack_id(self) -> str:
        """The pack whose rule this is."""
        return self.reckoning.pack.id

    @property
    def pack_version(self) -> str:
        """The version of the pack."""
        return self.reckoning.pack.version

    @property
    def kind(self) -> Kind:
        """A duty (clock) or a right (window)."""
        return self.reckoning.rule.kind

    @property
    def duty_of(self) -> DutyOf:
        """Whose clock it is."""
        return self.reckoning.rule.duty_of

    @property
    def article(self) -> str:
        """As cited in the law, such as ``信访工作条例 第三十四条``."""
        return self.reckoning.rule.article.text

    @property
    def settled(self) -> bool:
        """False when a holiday notice still to come could move the day."""
        return self.reckoning.end.settled

    @property
    def remind_on(self) -> date | None:
        """The day from which the clock is ``soon``: the pack's reminder distance before `warn_on`."""
        if self.warn_on is None:
            return None
        return self.warn_on - timedelta(days=self.reckoning.pack.reminder_days)

    @property
    def explanation(self) -> Explanation:
        """How the date came about; made when asked for."""
        return explain(self.reckoning)


def clocks(
    events: Iterable[Event], *, pack: Pack, calendar: Calendar, at: datetime, facts: Facts = NO_FACTS
) -> tuple[Clock, ...]:
    """Return all clocks that these events start under this pack, as they stand at the instant, oldest first.

    Events recorded after `at` are left out, so that a past state can be recomputed. A rule starts only on
    a day on which pack and number are in force: a matter that crosses from one pack to the next is
    computed once under each. `facts` are those of the matter (``class``, ``route``, …: docs/law/events.md).
    """
    history = [Happened(event.on, event) for event in events if event.at <= at]
    history.sort(key=_order)
    today = local_date(at)
    found: list[Clock] = []
    for place, start in enumerate(history):
        rules = pack.started_by.get(start.event.name)
        if rules is None or not pack.in_force(start.on):
            continue
        if pack.applies.terms and not pack.applies.holds(start.event.facts, facts):
            continue
        later = history[place + 1 :]
        for rule in rules:
            if rule.when.holds(start.event.facts, facts):
                reckoning = reckon(rule, start, later, pack=pack, calendar=calendar, facts=facts)
                if reckoning is not None:
                    found.append(_clock(reckoning, today, at))
    return tuple(found)


def due(
    rule_id: str,
    *,
    pack: Pack,
    calendar: Calendar,
    start: Event,
    later: Sequence[Event] = (),
    facts: Facts = NO_FACTS,
) -> Explanation:
    """Return how one rule counts from one event, whatever the class or route of the matter: the calculator.

    `later` are the pauses and extensions that follow. Unknown for a rule the pack does not hold; Invalid for
    one that counts no time, that was not in force on the day, or whose length the event must name and does
    not.
    """
    rule = _rule(pack, rule_id)
    if rule.kind not in {Kind.CLOCK, Kind.WINDOW} and not rule.before:
        raise Invalid("statute.counts_no_time", field="rule", rule=rule_id)
    if rule.counts_from and rule.counts_from not in start.facts:
        start = replace(start, facts={**start.facts, rule.counts_from: start.on})
    happened = Happened(start.on, start)
    if not pack.in_force(happened.on) or rule.length_on(happened.on) is None:
        raise Invalid("statute.not_in_force", field="from", rule=rule_id, on=happened.on.isoformat())
    history = sorted((Happened(event.on, event) for event in later), key=_order)
    reckoning = reckon(rule, happened, history, pack=pack, calendar=calendar, facts=facts)
    if reckoning is None:
        raise Invalid("statute.length_not_given", field="due_days", rule=rule_id)
    return explain(reckoning)


def extension_of(clock: Clock, event: Event) -> Extension | None:
    """Return what an extension by this event would be worth for a clock (`refused` says why nothing).

    None when the rule knows no extension at all.
    """
    reckoning = clock.reckoning
    terms = reckoning.rule.extension
    if terms is None:
        return None
    return judge(terms, Happened(event.on, event), end=reckoning.end, earlier=reckoning.extensions)


def why_no_clock(rule_id: str, *, pack: Pack, facts: Facts) -> Absence | None:
    """Return why a rule gives a matter of this class and route no clock; None when it does give one.

    Example: an application to investigate an unlawful act (信访工作条例 第三十一条第五项) has no 60 days.
    """
    return explain_absence(_rule(pack, rule_id), pack=pack, facts=facts)


def _rule(pack: Pack, rule_id: str) -> Rule:
    rule = pack.rules.get(rule_id)
    if rule is None:
        raise Unknown("statute.no_such_rule", rule=rule_id, pack=pack.id)
    return rule


def _order(happened: Happened) -> tuple[date, datetime]:
    return (happened.on, happened.event.at)


def _clock(reckoning: Reckoning, today: date, at: datetime) -> Clock:
    start, end, settled_by = reckoning.start, reckoning.end, reckoning.settled_by
    event, dated, met_on = start.event, reckoning.dated, reckoning.met_on
    return Clock(
        reckoning.rule.id,
        reckoning.office,
        event.part,
        event.name,
        start.on,
        end.unrolled_on if dated else None,
        end.binding_on if dated else None,
        reckoning.due_at if dated else None,
        _state(reckoning, met_on, today, at),
        met_on,
        None if settled_by is None else settled_by.event.name,
        reckoning.provisional,
        reckoning,
    )


def _state(reckoning: Reckoning, met_on: date | None, today: date, at: datetime) -> State:
    if reckoning.exemption is not None:
        return State.EXEMPT
    if reckoning.settled_by is not None:
        return _settled_state(reckoning, met_on, reckoning.settled_by)
    if reckoning.provisional is Provisional.PAUSED:
        return State.PAUSED
    if _passed(reckoning, today, at):
        return State.LAPSED if reckoning.rule.kind is Kind.WINDOW else State.OVERDUE
    soon_on = reckoning.end.unrolled_on - timedelta(days=reckoning.pack.reminder_days)
    return State.SOON if today >= soon_on else State.RUNNING


def _settled_state(reckoning: Reckoning, met_on: date | None, settled_by: Happened) -> State:
    late = _passed(reckoning, met_on or settled_by.on, settled_by.event.instant)
    if met_on is None:
        return State.LAPSED if late and reckoning.rule.kind is Kind.WINDOW else State.ENDED
    return State.MET_LATE if late else State.MET


def _passed(reckoning: Reckoning, on: date, at: datetime) -> bool:
    if reckoning.due_at is not None:
        return at > reckoning.due_at
    return reckoning.end.final and on > reckoning.end.rolled_on
