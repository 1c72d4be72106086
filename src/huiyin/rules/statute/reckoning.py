"""Reckons one clock: from the event that started it to its last day, with all it met on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import OfficeId
from huiyin.rules.statute.calendars.calendar import Calendar
from huiyin.rules.statute.counting import End, Span, Unit, end_of, rolled_end
from huiyin.rules.statute.events import Event, Facts
from huiyin.rules.statute.explanation import Extension, LengthFrom, Pause, Provisional
from huiyin.rules.statute.extensions import Happened, day_of, judge
from huiyin.rules.statute.packs.shape import (
    DutyOf,
    ExceptionTerms,
    ExtensionTerms,
    Pack,
    PauseTerms,
    Rule,
    SetBy,
)

PEOPLE = frozenset({DutyOf.PETITIONER, DutyOf.APPLICANT})


@dataclass(frozen=True, slots=True)
class Term:
    """The length of one clock and where it comes from; `set_on` when a letter names the day itself."""

    number: int
    unit: Unit
    length_from: LengthFrom = LengthFrom.RULE
    cited: str = ""
    set_on: date | None = None


class Reckoning(NamedTuple):
    """One clock worked out, with all that went into it; its explanation is made from it when asked for.

    A named tuple because millions are made: it costs a fifth of a frozen dataclass.
    """

    pack: Pack
    rule: Rule
    calendar: Calendar
    start: Happened
    office: OfficeId | None
    term: Term
    exemption: ExceptionTerms | None
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    end: End
    due_at: datetime | None
    settled_by: Happened | None
    provisional: Provisional | None

    @property
    def dated(self) -> bool:
        """True when a day can be named at all: not exempt, not paused."""
        return self.exemption is None and self.provisional is not Provisional.PAUSED

    @property
    def warn_on(self) -> date | None:
        """The last day as counted, before rolling."""
        return self.end.unrolled_on if self.dated else None

    @property
    def binding_on(self) -> date | None:
        """The last day in law; None while it is provisional."""
        return self.end.binding_on if self.dated else None

    @property
    def met(self) -> bool:
        """True when the clock was met and not merely ended."""
        return self.settled_by is not None and self.settled_by.event.name in self.rule.met_by

    @property
    def met_on(self) -> date | None:
        """The day the clock was met. Where posting counts, the posting day (民事诉讼法 第八十五条)."""
        if self.settled_by is None or not self.met:
            return None
        on = self.settled_by.on
        posted = day_of(self.settled_by.event.facts.get("posted_on")) if self.rule.posting_counts else None
        return on if posted is None else min(posted, on)


def reckon(
    rule: Rule, start: Happened, later: Sequence[Happened], *, pack: Pack, calendar: Calendar, facts: Facts
) -> Reckoning | None:
    """Return the clock this rule gives from this start, or None when it gives none.

    `later` are the events after the start, in order; those after the one that meets or ends the clock have
    no part in it.
    """
    term = _term(rule, start, facts)
    if term is None:
        return None
    if rule.counts_from:
        named = day_of(start.event.facts.get(rule.counts_from))
        if named is None:
            return None
        start = Happened(named, start.event)
    office = None if rule.duty_of in PEOPLE else _office(rule, start.event)
    settled_by: Happened | None = None
    if later:
        later, settled_by = _until_settled(rule, start.event, office, later)
    pauses: tuple[Pause, ...] = ()
    spans: list[Span] = []
    if later and rule.pauses:
        pauses = tuple(pause for terms in rule.pauses for pause in _pauses(terms, start.event, later))
        spans = [Span(pause.first, pause.last) for pause in pauses if pause.last is not None]
    end, due_at = _end(rule, start, term, spans, calendar)
    extensions: tuple[Extension, ...] = ()
    if later and rule.extension is not None:
        asked = [h for h in later if h.event.name is rule.extension.event]
        own = [h for h in asked if _belongs(rule, h.event, start.event, office)]
        extensions, end = _extended(rule, rule.extension, start, term, spans, calendar, own, end)
    exemption = _exemption(rule, start.event, facts) if rule.exemptions else None
    provisional = None if exemption else _provisional(pauses, end)
    return Reckoning(
        pack,
        rule,
        calendar,
        start,
        office,
        term,
        exemption,
        pauses,
        extensions,
        end,
        due_at,
        settled_by,
        provisional,
    )


def _term(rule: Rule, start: Happened, facts: Facts) -> Term | None:
    number = rule.length_on(start.on)
    if number is None:
        return None
    if rule.set_by is not SetBy.RULE:
        own = _own_term(rule, start)
        if own is not None or rule.set_by is SetBy.EVENT:
            return own
    if rule.length_setting or rule.unit_setting:
        return _set_term(rule, number, start.event.facts, facts)
    return _rule_term(number, rule.unit)


def _set_term(rule: Rule, number: int, own: Facts, matter: Facts) -> Term:
    """Return the length with what a locality has set: another number, or working days instead of days."""
    set_to = own.get(rule.length_setting, matter.get(rule.length_setting))
    if type(set_to) is int and set_to >= 0:
        return Term(set_to, rule.unit, LengthFrom.SETTING)
    unit = own.get(rule.unit_setting, matter.get(rule.unit_setting))
    if unit in {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS} and unit != rule.unit:
        return Term(number, Unit(str(unit)), LengthFrom.SETTING)
    return _rule_term(number, rule.unit)


@lru_cache
def _rule_term(number: int, unit: Unit) -> Term:
    return Term(number, unit)


def _own_term(rule: Rule, start: Happened) -> Term | None:
    """Return the length that a letter or another law sets: a day, or a number of calendar days."""
    facts = start.event.facts
    cited = str(facts.get("due_article") or "")
    prevails = rule.set_by is SetBy.EVENT_PREVAILS
    if prevails and not cited:
        return None
    source = LengthFrom.OTHER_LAW if prevails else LengthFrom.EVENT
    set_on, days = day_of(facts.get("due_on")), facts.get("due_days")
    if set_on is not None and set_on >= start.on:
        return Term((set_on - start.on).days, Unit.CALENDAR_DAYS, source, cited, set_on)
    if type(days) is int and days > 0:
        return Term(days, Unit.CALENDAR_DAYS, source, cited)
    return None


def _office(rule: Rule, event: Event) -> OfficeId | None:
    named = event.facts.get(rule.office_from) if rule.office_from else None
    return OfficeId(named) if type(named) is int else event.office


def _belongs(rule: Rule, event: Event, start: Event, office: OfficeId | None) -> bool:
    """True when an event belongs to a clock: same part, and same office where both are named."""
    if not _same_part(event, start):
        return False
    own = _office(rule, event)
    return own is None or office is None or own == office


def _same_part(event: Event, start: Event) -> bool:
    return event.part is None or start.part is None or event.part == start.part


def _until_settled(
    rule: Rule, start: Event, office: OfficeId | None, later: Sequence[Happened]
) -> tuple[Sequence[Happened], Happened | None]:
    for place, happened in enumerate(later):
        name = happened.event.name
        if name in rule.ended_by:
            if _belongs(rule, happened.event, start, office):
                return later[:place], happened
        elif name in rule.ended_with_matter and _same_part(happened.event, start):
            return later[:place], happened
    return later, None


def _exemption(rule: Rule, event: Event, facts: Facts) -> ExceptionTerms | None:
    for terms in rule.exemptions:
        if (not terms.starts or event.name in terms.starts) and terms.when.holds(event.facts, facts):
            return terms
    return None


def _pauses(terms: PauseTerms, start: Event, later: Sequence[Happened]) -> list[Pause]:
    found: list[Pause] = []
    first: date | None = None
    for happened in later:
        name = happened.event.name
        if not _same_part(happened.event, start):
            continue
        if first is None and name is terms.starts:
            first = happened.on
        elif first is not None and name is terms.ends:
            found.append(Pause(first=first, last=happened.on, reason=terms.reason, article=terms.article))
            first = None
    if first is not None:
        found.append(Pause(first=first, last=None, reason=terms.reason, article=terms.article))
    return found


def _provisional(pauses: Sequence[Pause], end: End) -> Provisional | None:
    if pauses and any(pause.last is None and pause.first <= end.unrolled_on for pause in pauses):
        return Provisional.PAUSED
    return None if end.final else Provisional.CALENDAR_UNKNOWN


def _end(
    rule: Rule, start: Happened, term: Term, spans: Sequence[Span], calendar: Calendar, added: int = 0
) -> tuple[End, datetime | None]:
    if term.unit is Unit.HOURS:
        # Zero hours is "promptly": the law gives no number, so the day itself is the last.
        due_at = start.event.instant + timedelta(hours=term.number) if term.number else None
        on = start.on if due_at is None else local_date(due_at)
        return End(on, on, final=True, settled=True), due_at
    if rule.before:
        return rolled_end(start.on - timedelta(days=term.number), rolls=False, calendar=calendar), None
    if term.set_on is not None:
        on = term.set_on + timedelta(days=added)
        return rolled_end(on, rolls=rule.rolls, calendar=calendar), None
    number = term.number + added
    end = end_of(start.on, number, unit=term.unit, rolls=rule.rolls, calendar=calendar, pauses=spans)
    return end, None


def _extended(
    rule: Rule,
    terms: ExtensionTerms,
    start: Happened,
    term: Term,
    spans: Sequence[Span],
    calendar: Calendar,
    asked: Sequence[Happened],
    end: End,
) -> tuple[tuple[Extension, ...], End]:
    found: list[Extension] = []
    for happened in asked:
        found.append(judge(terms, happened, end=end, earlier=found))
        end, _ = _end(rule, start, term, spans, calendar, sum(one.number for one in found))
    return tuple(found), end
