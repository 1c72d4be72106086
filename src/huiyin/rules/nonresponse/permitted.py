"""Whether the silence of an office past its last day may be recorded now, or why not.

A record is only made where nobody can say that it wrongs the office: a duty by law towards the petitioner, a
last day that is final and over, no exemption, no pause, no answer given or on its way.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from huiyin.kernel.clock import local_date
from huiyin.rules.lifecycle.answers import SERVED
from huiyin.rules.lifecycle.facts import facts_of
from huiyin.rules.lifecycle.matter import Document, Matter
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.nonresponse.transit import Transit, shipped_transit
from huiyin.rules.statute.clocks import Clock, State
from huiyin.rules.statute.events import EventName, Facts
from huiyin.rules.statute.packs.shape import DutyOf, Kind, Pack, Rule, Status

# What the petitioner is told or sees done. A duty that only such an event meets is owed to the petitioner;
# reports from office to office, and advice, are not.
ANSWERS = frozenset(
    {
        EventName.DISCIPLINE_ACCEPTANCE_TOLD,
        EventName.DISCIPLINE_RESULT_TOLD,
        EventName.DISCLOSURE_ANSWERED,
        EventName.DUTY_ANSWERED,
        EventName.NOTICE_SERVED,
        EventName.OPINION_SERVED,
        EventName.ORDER_ANSWERED,
        EventName.PETITION_CONCLUDED,
        EventName.PETITION_TRANSFERRED,
        EventName.PRELIMINARY_CONCLUDED,
        EventName.PROCURATORATE_ANSWERED,
        EventName.PROCURATORATE_PROGRESS_TOLD,
        EventName.PROCURATORATE_RESULT_TOLD,
        EventName.RECONSIDERATION_ACCEPTED,
        EventName.RECONSIDERATION_DECIDED,
        EventName.REEXAMINATION_SERVED,
        EventName.REVIEW_SERVED,
    }
)
_RIGHTS = frozenset({DutyOf.PETITIONER, DutyOf.APPLICANT, DutyOf.SYSTEM})


class WhyNot(StrEnum):
    """Why no record is made."""

    NO_DUTY = "no_duty"  # a right, an option, a setting: whoever lets it pass has missed nothing
    NOT_OWED_TO_PETITIONER = "not_owed_to_petitioner"  # a duty between offices
    NOT_LAW = "not_law"  # an internal target, or a source that nobody has read
    EXEMPT = "exempt"
    PAUSED = "paused"
    ANSWERED = "answered"
    ENDED = "ended"  # withdrawn, merged, taken back
    NOT_FINAL = "not_final"  # a notice of days off still to come could move the day
    NOT_OVER = "not_over"
    NOT_WATCHED = "not_watched"  # it was over before this system knew of the matter
    NOT_DECIDED = "not_decided"  # class or route, once decided, could take the duty away
    ON_ITS_WAY = "on_its_way"


def may_record(clock: Clock, matter: Matter, *, at: datetime, transit: Transit | None = None) -> bool:
    """Return whether the silence may be recorded at an instant."""
    return why_not(clock, matter, at=at, transit=transit) is None


def why_not(clock: Clock, matter: Matter, *, at: datetime, transit: Transit | None = None) -> WhyNot | None:
    """Return why the silence may not be recorded at an instant; None when it may.

    `clock` is one of the matter's, as it stands at that instant; `transit` is the setting in force, that
    which is shipped when left out.
    """
    found = duty_hindrance(clock.reckoning.rule, clock.reckoning.pack, demo=matter.demo)
    if found is not None:
        return found
    today = local_date(at)
    if clock.state in _STATES:
        return _STATES[clock.state]
    for hindered, reason in _HINDRANCES:
        if hindered(clock, matter, today):
            return reason
    days = (transit or shipped_transit()).on_its_way_days
    return WhyNot.ON_ITS_WAY if _on_its_way(clock, matter, today, days) else None


def duty_hindrance(rule: Rule, pack: Pack, *, demo: bool) -> WhyNot | None:
    """Return why no matter at all has a record of this rule; None when one may."""
    if rule.kind is not Kind.CLOCK or rule.before or rule.duty_of in _RIGHTS:
        return WhyNot.NO_DUTY
    if rule.met_by.isdisjoint(ANSWERS):
        return WhyNot.NOT_OWED_TO_PETITIONER
    if pack.status is Status.INTERNAL_TARGET or not pack.verified:
        return WhyNot.NOT_LAW
    if pack.status is Status.DEMONSTRATION and not demo:
        return WhyNot.NOT_LAW
    return None


_STATES = {
    State.EXEMPT: WhyNot.EXEMPT,
    State.PAUSED: WhyNot.PAUSED,
    State.MET: WhyNot.ANSWERED,
    State.MET_LATE: WhyNot.ANSWERED,
    State.ENDED: WhyNot.ENDED,
}


def _not_final(clock: Clock, matter: Matter, today: date) -> bool:  # noqa: ARG001  one signature for all
    return clock.binding_on is None or not clock.settled


def _not_over(clock: Clock, matter: Matter, today: date) -> bool:  # noqa: ARG001  one signature for all
    return clock.state is not State.OVERDUE or clock.binding_on is None or today <= clock.binding_on


def _not_watched(clock: Clock, matter: Matter, today: date) -> bool:  # noqa: ARG001  one signature for all
    recorded_on = local_date(clock.reckoning.start.event.at)
    return clock.binding_on is None or recorded_on > clock.binding_on


def _not_decided(clock: Clock, matter: Matter, today: date) -> bool:  # noqa: ARG001  one signature for all
    """True when some class or route that may still be decided would take the duty away."""
    return any(not _owed(clock, facts) for facts in _possible(matter))


_HINDRANCES: tuple[tuple[Callable[[Clock, Matter, date], bool], WhyNot], ...] = (
    (_not_final, WhyNot.NOT_FINAL),
    (_not_over, WhyNot.NOT_OVER),
    (_not_watched, WhyNot.NOT_WATCHED),
    (_not_decided, WhyNot.NOT_DECIDED),
)


def _possible(matter: Matter) -> Iterator[Facts]:
    klasses = list(Klass) if matter.klass is None else [matter.klass]
    for klass in klasses:
        open_route = klass is Klass.CLAIM and matter.route is None
        for route in list(Route) if open_route else [matter.route]:
            yield facts_of(klass, route, unreachable=matter.unreachable)


def _owed(clock: Clock, facts: Facts) -> bool:
    rule, start = clock.reckoning.rule, clock.reckoning.start.event
    exempt = any(
        terms.when.holds(start.facts, facts)
        for terms in rule.exemptions
        if not terms.starts or start.name in terms.starts
    )
    applies = clock.reckoning.pack.applies
    return (
        not exempt
        and rule.when.holds(start.facts, facts)
        and (not applies.terms or applies.holds(start.facts, facts))
    )


def _on_its_way(clock: Clock, matter: Matter, today: date, days: int) -> bool:
    return any(today <= document.issued_on + timedelta(days=days) for document in unserved(clock, matter))


def unserved(clock: Clock, matter: Matter) -> tuple[Document, ...]:
    """Return the documents whose service would meet the clock, issued and not served as far as is known."""
    return tuple(
        document
        for document in matter.documents
        if document.served_on is None
        and SERVED.get(document.kind) in clock.reckoning.rule.met_by
        and clock.office in {None, document.office}
    )
