"""Puts one question to the rules of the statute: when a period ends that began on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.calendar import Calendar
from huiyin.rules.statute.clocks import Event, due
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import EventName, Facts, FactValue
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.packs.shape import Pack, Rule
from huiyin.rules.statute.wording import explain_text

NOON = time(12)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days not counted; `last` None while they go on."""

    first: date
    last: date | None
    starts: EventName
    ends: EventName


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A rule with all that is said about the case besides its day.

    `extend` days were granted on `extended_on`, on the day of the event when that is not said.
    """

    pack: Pack
    rule: Rule
    calendar: Calendar
    facts: Mapping[str, FactValue]
    extend: int | None
    pauses: tuple[Span, ...]
    extended_on: date | None = None


def answer(asked: Asked, start: date | datetime) -> Explanation:
    """Return when the period that begins so ends, and why; Invalid where the rule has no answer.

    Hours run from the moment: of a rule in hours a day alone cannot be asked.
    """
    hours = asked.rule.unit is Unit.HOURS and asked.rule.lengths[-1].number > 0
    if hours and not isinstance(start, datetime):
        raise Invalid("statute.moment_needed", field="from", rule=asked.rule.id)
    began = _event(_starting(asked.rule), start, asked.facts)
    return due(
        asked.rule.id,
        pack=asked.pack,
        calendar=asked.calendar,
        start=began,
        later=(*_pauses(asked.pauses), *_extensions(asked, began)),
        facts=asked.facts,
    )


def _starting(rule: Rule) -> EventName:
    return rule.started_by[0] if rule.started_by else EventName.PETITION_RECEIVED


def _event(name: EventName, when: date | datetime, facts: Facts) -> Event:
    if isinstance(when, datetime):
        return Event(name=name, at=when, facts=facts)
    return Event(name=name, at=datetime.combine(when, NOON, LOCAL_ZONE).astimezone(UTC), facts=facts)


def _pauses(spans: tuple[Span, ...]) -> list[Event]:
    found = [_event(span.starts, span.first, {}) for span in spans]
    return found + [_event(span.ends, span.last, {}) for span in spans if span.last is not None]


def _extensions(asked: Asked, began: Event) -> list[Event]:
    terms = asked.rule.extension
    if asked.extend is None or terms is None:
        return []
    approver = min(terms.approvers, default="")
    facts: Facts = {"extension_days": asked.extend, "approved_by_role": approver, "reason_code": "complex"}
    return [_event(terms.event, asked.extended_on or began.on, facts)]


def told(explanation: Explanation, asked: str) -> dict[str, Any]:
    """Return an answer as JSON-able data: `from` as it was asked, then the whole explanation."""
    return {"from": asked, **explained(explanation)}


def explained(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON-able data with its sentences in both languages."""
    says = {short: explain_text(explanation, name) for short, name in (("zh", "zh-hans"), ("en", "en"))}
    return {**explanation.plain(), "says": says}
