"""Which of the eight checks a matter fails on a day, and what has cured one that it failed: pure.

信访工作条例 第四十条, 第四十二条至第四十五条. Only duties whose last day in law is certain and over; nothing
is concluded from a date that is provisional, or from a clock that is exempt or paused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import OfficeId
from huiyin.rules.lifecycle.matter import SUPPORT, Matter
from huiyin.rules.oversight.checks import Check, checks
from huiyin.rules.statute.clocks import State
from huiyin.rules.statute.events import Event, EventName

RECEIVED = frozenset({EventName.BUREAU_RECEIVED, EventName.OFFICE_RECEIVED_DIRECT})
# What an office that is given a matter decides: to take it, to refuse it, to tell the way, to object.
DECIDED = frozenset(
    {
        EventName.PETITION_ACCEPTED,
        EventName.PETITION_DECLINED,
        EventName.PETITION_CLOSED_TO_ACCEPTANCE,
        EventName.PETITION_GUIDED,
        EventName.TRANSFER_OBJECTED,
    }
)
CARRIED_OUT = frozenset(
    {EventName.OPINION_EXECUTED, EventName.COMPLETION_REPORTED, EventName.SETTLEMENT_RECORDED}
)
SUPERVISED = frozenset({EventName.ADVICE_SENT})
OPEN, ANSWERED, CLOSED = "open", "answered", "closed"


@dataclass(frozen=True, kw_only=True)
class Item:
    """A supervision item as it stands."""

    id: UUID
    check: Check
    office: OfficeId
    clock: UUID | None
    trigger: UUID | None
    since: date
    raised_on: date
    due_on: date | None
    state: str

    @property
    def standing(self) -> bool:
        """True until it is closed."""
        return self.state != CLOSED


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What the checks ask about a matter."""

    matter: Matter
    items: tuple[Item, ...]
    imported: bool  # history brought in from elsewhere
    supported: bool  # the opinion served last supports the request, and its service said so


@dataclass(frozen=True, kw_only=True)
class Breach:
    """A check failed: by which office, since which day, and when it was cured if it was already."""

    check: Check
    office: OfficeId
    since: date  # the last day in law, or the day on which the trigger stood
    clock: UUID | None
    rule: str = ""
    pack: str = ""
    trigger: UUID | None = None
    cured_on: date | None = None

    @property
    def article(self) -> str:
        """On which provision it rests."""
        return checks()[self.check].article


@dataclass(frozen=True, kw_only=True)
class Cure:
    """Why an item closes by itself: done on a day (late), or no longer owed."""

    on: date | None = None
    how: str = field(default="done")  # done, no_longer_owed


@dataclass(frozen=True, kw_only=True)
class _Clock:
    id: UUID
    rule: str
    pack: str
    part: str | None
    office: OfficeId
    binding_on: date | None
    state: str
    met_on: date | None

    def is_over(self, today: date) -> bool:
        return self.state == State.RUNNING and self.binding_on is not None and self.binding_on < today


def breaches(watched: Watched, today: date) -> tuple[Breach, ...]:
    """Return every check that the matter fails today, items that stand already left out."""
    raised = {(item.check, item.clock, item.trigger, item.since) for item in watched.items}
    found = [breach for clock in _clocks(watched.matter) for breach in _of_clock(watched, clock, today)]
    found += [*_overturned(watched.matter), *_unsupervised(watched, today)]
    return tuple(one for one in found if (one.check, one.clock, one.trigger, one.since) not in raised)


def cure(watched: Watched, item: Item, today: date) -> Cure | None:
    """Return what has cured an item; None while it stands.

    A duty done late is cured with the day; one that ended otherwise, or whose day was moved on, is owed no
    longer.
    """
    if item.check is Check.SUPERVISE:
        return _supervised(watched, item)
    clock = next((one for one in _clocks(watched.matter) if one.id == item.clock), None)
    if clock is None:
        return Cure(how="no_longer_owed")
    if item.check is Check.ACCEPT and (decided := _decision(watched.matter, clock)):
        return Cure(on=decided.on)
    if item.check is Check.EXECUTE and (carried := _carried_out(watched.matter)):
        return Cure(on=carried.on)
    if clock.is_over(today):
        return None
    if clock.met_on is not None and item.check is not Check.EXECUTE:
        return Cure(on=clock.met_on)
    return Cure(how="no_longer_owed")


def _of_clock(watched: Watched, clock: _Clock, today: date) -> Iterator[Breach]:
    if clock.binding_on is None or not clock.is_over(today):
        return
    for check, row in checks().items():
        if clock.rule in row.rules and (office := _who_failed(watched, check, clock)) is not None:
            yield Breach(
                check=check,
                office=office,
                since=clock.binding_on,
                clock=clock.id,
                rule=clock.rule,
                pack=clock.pack,
                cured_on=_registered_on(watched, clock) if check is Check.REGISTER else None,
            )


def _who_failed(watched: Watched, check: Check, clock: _Clock) -> OfficeId | None:
    matter = watched.matter
    if check is Check.REGISTER:
        return clock.office if _registered_on(watched, clock) else None
    if check is Check.ACCEPT:
        return None if _decision(matter, clock) else clock.office
    if check is Check.EXECUTE:
        # Where it was carried out before the matter came here, nobody could have recorded it here.
        owes = watched.supported and not watched.imported and _carried_out(matter) is None
        return matter.lead if owes else None
    return clock.office


def _registered_on(watched: Watched, clock: _Clock) -> date | None:
    """Return the day of registration when the item had lain unregistered beyond the clock's last day.

    Recording in this system is registration (第二十一条第一款); `happened_at` says when it was received.
    History brought in from elsewhere was registered elsewhere.
    """
    if watched.imported or clock.binding_on is None:
        return None
    days = [
        local_date(event.at)
        for event in watched.matter.events
        if event.name in RECEIVED and event.part in {None, clock.part}
    ]
    late = [day for day in days if day > clock.binding_on]
    return min(late, default=None)


def _decision(matter: Matter, clock: _Clock) -> Event | None:
    made = (event for event in matter.events if event.name in DECIDED and event.part in {None, clock.part})
    return next(made, None)


def supported(matter: Matter) -> bool:
    """Return whether the opinion served last supports the request, as its service says.

    A service recorded before services said what was served says nothing, and nothing is concluded from it.
    """
    served = [event for event in matter.events if event.name is EventName.OPINION_SERVED]
    return bool(served) and served[-1].facts.get("outcome") == SUPPORT


def _carried_out(matter: Matter) -> Event | None:
    return next((event for event in matter.events if event.name in CARRIED_OUT), None)


def _overturned(matter: Matter) -> Iterator[Breach]:
    """Yield refusals after which the matter was accepted all the same (第四十四条第二项)."""
    for place, refused in enumerate(matter.events):
        later = (one for one in matter.events[place:] if one.name is EventName.PETITION_ACCEPTED)
        if refused.name is EventName.PETITION_DECLINED and (accepted := next(later, None)):
            office = refused.office or matter.bureau
            yield Breach(
                check=Check.ACCEPT, office=office, since=refused.on, clock=None, cured_on=accepted.on
            )


def _unsupervised(watched: Watched, today: date) -> Iterator[Breach]:
    bureau = watched.matter.bureau
    for item in watched.items:
        # Who supervises the bureau itself is its superior organ (第四十三条), not this matter's bureau.
        waits = item.state == OPEN and item.check is not Check.SUPERVISE and item.office != bureau
        if waits and item.due_on is not None and item.due_on < today and not advised(watched.matter, item):
            yield Breach(
                check=Check.SUPERVISE, office=bureau, since=item.due_on, clock=item.clock, trigger=item.id
            )


def _supervised(watched: Watched, item: Item) -> Cure | None:
    trigger = next((one for one in watched.items if one.id == item.trigger), None)
    if trigger is None or not trigger.standing:
        return Cure(how="no_longer_owed")
    advice = advised(watched.matter, trigger)
    return Cure(on=advice.on) if advice else None


def advised(matter: Matter, trigger: Item) -> Event | None:
    """Return the bureau's advice to the office since the item was raised: it has supervised (art. 40(1))."""
    sent = (e for e in matter.events if e.name in SUPERVISED and local_date(e.at) >= trigger.raised_on)
    return next((e for e in sent if e.facts.get("to_office", trigger.office) == trigger.office), None)


def _clocks(matter: Matter) -> Iterator[_Clock]:
    for stored in matter.clocks:
        row = dict(stored.values)
        yield _Clock(
            id=stored.id,
            rule=str(row["rule"]),
            pack=str(row["pack"]),
            part=row["part"],  # type: ignore[arg-type]
            office=row["office"] or matter.lead or matter.bureau,  # type: ignore[arg-type]
            binding_on=row["binding_on"],  # type: ignore[arg-type]
            state=str(row["state"]),
            met_on=row["met_on"],  # type: ignore[arg-type]
        )
