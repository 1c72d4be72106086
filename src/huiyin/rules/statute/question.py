"""Reads a question to the calculator as an address holds it: texts by name, each checked, nothing guessed.

Names: ``rule``, ``pack``, ``from``, ``calendar``, ``extend`` and ``extended_on``, ``paused_from`` and
``paused_to``, ``due_days``, ``due_on``, ``due_article``, ``exempt``, ``setting``. None holds personal data.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.asking import Asked, Span
from huiyin.rules.statute.calendars import places
from huiyin.rules.statute.calendars.calendar import Calendar
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import FactValue
from huiyin.rules.statute.law import Law
from huiyin.rules.statute.packs.shape import Kind, Pack, PauseTerms, Rule

FIRST, LAST = date(1949, 10, 1), date(2100, 12, 31)  # beyond them nobody asks, and days can run over
MOST_DAYS = 3660
LONGEST = 100  # characters of one parameter
NAMES = (
    "rule", "pack", "from", "calendar", "extend", "extended_on", "paused_from", "paused_to",
    "due_days", "due_on", "due_article", "exempt", "setting",
)  # fmt: skip

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?", re.ASCII)

Typed = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Put:
    """A question that can be answered: what is asked, and from which day or moment on."""

    asked: Asked
    start: date | datetime


def read_question(typed: Typed, *, law: Law) -> Put:
    """Return the question put to `law`; Invalid ``deadline.*`` names the text that is wrong."""
    for name, text in typed.items():
        if len(text) > LONGEST:
            raise Invalid("deadline.too_long", field=name, limit=LONGEST)
    pack, rule = rule_of(typed, law=law)
    start = _start(typed, rule)
    _require_in_force(pack, start)
    extend, extended_on = _extension(typed, rule)
    asked = Asked(
        pack=pack,
        rule=rule,
        calendar=_calendar(typed.get("calendar", ""), pack, law),
        facts=_facts(typed, rule),
        extend=extend,
        pauses=_pauses(typed, rule),
        extended_on=extended_on,
    )
    return Put(asked=asked, start=start)


def rule_of(typed: Typed, *, law: Law) -> tuple[Pack, Rule]:
    """Return the rule asked for and its pack, the one that holds the rule when no pack is named."""
    packs, rule_id, pack_id = law.shelf.packs, typed.get("rule", ""), typed.get("pack", "")
    if not rule_id:
        raise Invalid("deadline.rule_missing", field="rule")
    if pack_id and pack_id not in packs:
        raise Invalid("deadline.unknown_pack", field="pack")
    among = [packs[pack_id]] if pack_id else list(packs.values())
    found = next((pack for pack in among if rule_id in pack.rules), None)
    if found is None:
        raise Invalid("deadline.unknown_rule", field="rule")
    return found, found.rules[rule_id]


def counts_time(rule: Rule) -> bool:
    """True when the calculator can be asked about a rule: an event starts it and it has a length."""
    return rule.kind in {Kind.CLOCK, Kind.WINDOW} and bool(rule.started_by)


def pause_of(rule: Rule) -> PauseTerms:
    """Return the time that a rule leaves out; not one whose end begins the period anew (补正)."""
    return next((terms for terms in rule.pauses if terms.ends not in rule.ended_by), rule.pauses[0])


def _calendar(name: str, pack: Pack, law: Law) -> Calendar:
    if not name:
        return law.calendar_of(pack.jurisdiction)
    if name in {place.id for place in places()}:
        return law.calendar_of(name)
    try:
        return law.calendar(int(name) if name.isascii() and name.isdigit() else -1)
    except Invalid as fault:
        raise Invalid("deadline.unknown_calendar", field="calendar") from fault


def _start(typed: Typed, rule: Rule) -> date | datetime:
    text = typed.get("from", "").strip()
    if not text:
        raise Invalid("deadline.day_missing", field="from")
    on, clock_time = _moment(text, "from")
    if clock_time is None:
        if rule.unit is Unit.HOURS and (rule.lengths[-1].number or typed.get("setting", "0").strip("0 ")):
            raise Invalid("statute.moment_needed", field="from")
        return on
    return datetime.combine(on, clock_time, LOCAL_ZONE).astimezone(UTC)


def _moment(text: str, field: str) -> tuple[date, time | None]:
    day_text, parted, time_text = text.replace("T", " ").partition(" ")
    found = _TIME.fullmatch(time_text.strip()) if parted else None
    if parted and found is None:
        return _day(text, field), None
    with suppress(ValueError):
        return _day(day_text, field), time(int(found[1]), int(found[2])) if found else None
    raise Invalid("deadline.not_a_day", field=field)


def _day(text: str, field: str) -> date:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise Invalid("deadline.not_a_day", field=field)
    year, month, day = (int(part) for part in found.groups())
    try:
        on = date(year, month, day)
    except ValueError as fault:
        raise Invalid("deadline.no_such_day", field=field, year=year, month=month, day=day) from fault
    if not FIRST <= on <= LAST:
        raise Invalid("deadline.day_out_of_range", field=field, first=FIRST.year, last=LAST.year)
    return on


def _optional_day(typed: Typed, name: str) -> date | None:
    text = typed.get(name, "").strip()
    return _day(text, name) if text else None


def _number(typed: Typed, name: str, *, least: int = 1) -> int | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not least <= number <= MOST_DAYS:
        raise Invalid("deadline.not_a_number", field=name, least=least, most=MOST_DAYS)
    return number


def _require_in_force(pack: Pack, start: date | datetime) -> None:
    on = start.astimezone(LOCAL_ZONE).date() if isinstance(start, datetime) else start
    if on < pack.starts_on:
        raise Invalid("deadline.not_yet_in_force", field="from", first=pack.starts_on.isoformat())
    if pack.ends_on is not None and on > pack.ends_on:
        raise Invalid("deadline.no_longer_in_force", field="from", last=pack.ends_on.isoformat())


def _extension(typed: Typed, rule: Rule) -> tuple[int | None, date | None]:
    extend, on = _number(typed, "extend"), _optional_day(typed, "extended_on")
    if rule.extension is None and (extend or on):
        raise Invalid("deadline.not_extendable", field="extend")
    if on is not None and extend is None:
        raise Invalid("deadline.extension_without_days", field="extend")
    return extend, on


def _pauses(typed: Typed, rule: Rule) -> tuple[Span, ...]:
    first, last = _optional_day(typed, "paused_from"), _optional_day(typed, "paused_to")
    if first is None and last is None:
        return ()
    if not rule.pauses:
        raise Invalid("deadline.no_pauses", field="paused_from")
    if first is None:
        raise Invalid("deadline.pause_without_beginning", field="paused_from")
    if last is not None and last < first:
        raise Invalid("deadline.pause_ends_before_it_begins", field="paused_to")
    terms = pause_of(rule)
    return (Span(first=first, last=last, starts=terms.starts, ends=terms.ends),)


def _facts(typed: Typed, rule: Rule) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {**_exempting(typed, rule), **_settings(typed, rule)}
    days, on = _number(typed, "due_days"), _optional_day(typed, "due_on")
    article = typed.get("due_article", "").strip()
    told = {"due_days": days, "due_on": on, "due_article": article or None}
    return {**facts, **{name: value for name, value in told.items() if value is not None}}


def _exempting(typed: Typed, rule: Rule) -> dict[str, FactValue]:
    reason = typed.get("exempt", "")
    if not reason:
        return {}
    terms = next((one for one in rule.exemptions if one.reason == reason), None)
    if terms is None:
        raise Invalid("deadline.unknown_exemption", field="exempt")
    return {name: min(values, key=str) for name, values in terms.when.terms}


def _settings(typed: Typed, rule: Rule) -> dict[str, FactValue]:
    text = typed.get("setting", "")
    if not text:
        return {}
    if rule.unit_setting and text == Unit.WORKING_DAYS:
        return {rule.unit_setting: Unit.WORKING_DAYS.value}
    hours = _number(typed, "setting", least=0) if rule.length_setting else None
    if hours is None:
        raise Invalid("deadline.no_setting", field="setting")
    return {rule.length_setting: hours}
