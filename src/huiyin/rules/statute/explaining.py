"""Makes the explanation of a clock, and of a clock that a matter does not have."""

from huiyin.rules.statute.calendars.calendar import ONE_DAY, Skipped
from huiyin.rules.statute.counting import Span, Unit, skipped_days, worked_weekends
from huiyin.rules.statute.events import NO_FACTS, Facts
from huiyin.rules.statute.explanation import Absence, Exempted, Explanation, Provisional
from huiyin.rules.statute.packs.shape import Pack, Rule
from huiyin.rules.statute.reckoning import Reckoning


def explain(reckoning: Reckoning) -> Explanation:
    """Return how the date of a clock came about."""
    rule, pack, term = reckoning.rule, reckoning.pack, reckoning.term
    exemption = reckoning.exemption
    skipped, worked = _days(reckoning)
    return Explanation(
        rule_id=rule.id,
        kind=rule.kind,
        title=rule.title,
        article=rule.article,
        duty_of=rule.duty_of,
        office=reckoning.office,
        pack_id=pack.id,
        pack_version=pack.version,
        pack_digest=pack.digest,
        pack_status=pack.status,
        verified=pack.verified,
        calendar_id=reckoning.calendar.id,
        started_by=reckoning.start.event.name,
        started_on=reckoning.start.on,
        number=term.number,
        unit=term.unit,
        rolls=rule.rolls and term.unit is not Unit.WORKING_DAYS,
        before=rule.before,
        counted_from=rule.counts_from,
        length_from=term.length_from,
        length_cited=term.cited,
        set_on=term.set_on,
        skipped=skipped,
        worked=worked,
        pauses=reckoning.pauses,
        extensions=reckoning.extensions,
        exemption=None if exemption is None else Exempted(reason=exemption.reason, article=exemption.article),
        unrolled_on=reckoning.warn_on,
        binding_on=reckoning.binding_on,
        due_at=reckoning.due_at if reckoning.dated else None,
        provisional=reckoning.provisional,
        awaits_year=_awaited(reckoning) if reckoning.provisional is Provisional.CALENDAR_UNKNOWN else None,
        settled=reckoning.end.settled,
    )


def _awaited(reckoning: Reckoning) -> int:
    """Return the first year that the count touches and the calendar does not know."""
    working = reckoning.term.unit is Unit.WORKING_DAYS
    first = reckoning.start.on + ONE_DAY if working else reckoning.end.unrolled_on
    years = range(first.year, reckoning.end.rolled_on.year + 1)
    return next(year for year in years if not reckoning.calendar.known(year))


def _days(reckoning: Reckoning) -> tuple[tuple[Skipped, ...], tuple[Skipped, ...]]:
    """Return the days not counted and the weekend days that were, of a period that depends on them."""
    unit, calendar, end = reckoning.term.unit, reckoning.calendar, reckoning.end
    if not reckoning.dated or not (reckoning.rule.rolls or unit is Unit.WORKING_DAYS):
        return (), ()
    start = reckoning.start.on
    spans = [Span(pause.first, pause.last) for pause in reckoning.pauses if pause.last is not None]
    skipped = skipped_days(start, end, unit=unit, calendar=calendar, pauses=spans)
    return skipped, worked_weekends(start, end, unit=unit, calendar=calendar)


def explain_absence(rule: Rule, *, pack: Pack, facts: Facts) -> Absence | None:
    """Return why a rule gives a matter of this class and route no clock; None when it does give one."""
    if rule.when.holds(NO_FACTS, facts):
        return None
    terms = next((terms for terms in rule.absences if terms.when.holds(NO_FACTS, facts)), None)
    return Absence(
        rule_id=rule.id,
        title=rule.title,
        article=rule.article,
        number=rule.lengths[-1].number,
        unit=rule.unit,
        reason=terms.reason if terms else "not_applicable",
        because=terms.article if terms else rule.article,
        pack_id=pack.id,
        pack_version=pack.version,
    )
