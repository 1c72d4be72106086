"""What an extension is worth: the one check behind both the clock and the button that offers it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from huiyin.kernel.clock import local_date
from huiyin.rules.statute.counting import End
from huiyin.rules.statute.events import Event, Facts
from huiyin.rules.statute.explanation import Extension, Refusal
from huiyin.rules.statute.packs.shape import ExtensionTerms


class Happened(NamedTuple):
    """An event with the day it happened, worked out once."""

    on: date
    event: Event


def judge(terms: ExtensionTerms, happened: Happened, *, end: End, earlier: Sequence[Extension]) -> Extension:
    """Return what an extension made on that day adds, never beyond the cap, or why it adds nothing.

    `end` is the end of the period as it stood, `earlier` the extensions made before. Example
    (信访工作条例 第三十四条): once, at most 30 days, approved by the head of the office, with a reason.
    """
    facts = happened.event.facts
    asked = _asked(facts, end)
    granted = [one for one in earlier if one.refused is None]
    refused = _refused(terms, happened, asked=asked, end=end, granted=len(granted))
    room = asked if terms.cap is None else terms.cap - sum(one.number for one in granted)
    return Extension(
        on=happened.on,
        asked=asked,
        number=min(asked, room) if refused is None else 0,
        approved_by_role=_text(facts, "approved_by_role"),
        reason_code=_text(facts, "reason_code"),
        told_on=day_of(facts.get("told_on")),
        article=terms.article,
        refused=refused,
    )


def _refused(
    terms: ExtensionTerms, happened: Happened, *, asked: int, end: End, granted: int
) -> Refusal | None:
    facts = happened.event.facts
    if happened.on > end.rolled_on:
        return Refusal.TOO_LATE
    if terms.times and granted >= terms.times:
        return Refusal.ALREADY_EXTENDED
    if terms.approvers and _text(facts, "approved_by_role") not in terms.approvers:
        return Refusal.NOT_APPROVED
    if terms.reason_needed and not _text(facts, "reason_code"):
        return Refusal.NO_REASON
    return Refusal.NO_DAYS if asked < 1 else None


def _asked(facts: Facts, end: End) -> int:
    days = facts.get("extension_days")
    if type(days) is int:
        return days
    until = day_of(facts.get("due_on"))
    return 0 if until is None else (until - end.unrolled_on).days


def _text(facts: Facts, name: str) -> str:
    return str(facts.get(name) or "")


def day_of(value: object) -> date | None:
    """Return a day given as a date, an instant or ISO 8601 text; None for anything else."""
    if isinstance(value, datetime):
        return local_date(value)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
