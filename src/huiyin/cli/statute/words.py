"""Reads what is written on the command line: packs, rules, calendars, days, facts, stretches of days."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import HuiyinError, Unknown
from huiyin.rules.statute.asking import Span
from huiyin.rules.statute.calendars import read_calendar
from huiyin.rules.statute.calendars.calendar import Calendar
from huiyin.rules.statute.events import FactValue
from huiyin.rules.statute.law import Law
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import Pack, Rule

NO_DAY = "no day that exists; write 2026-03-03 or 2026-03-03T23:30"
DAY_LENGTH = len("2026-03-03")
WORDS: dict[str, FactValue] = {"true": True, "false": False}


def pack_with(name: str | None, rule_id: str, law: Law) -> Pack:
    """Return the pack of that name or file; without one, the first by its id that has the rule."""
    packs = law.shelf.packs
    if name is None:
        held = [packs[one] for one in sorted(packs) if rule_id in packs[one].rules]
        if not held:
            raise click.BadParameter(f"{rule_id}: no pack has this rule; see huiyin statute rules")
        return held[0]
    if name.endswith(".toml"):
        return _pack_of(Path(name))
    if name not in packs:
        raise click.BadParameter(f"{name}: no such pack; there are {', '.join(sorted(packs))}")
    return packs[name]


def _pack_of(file: Path) -> Pack:
    if not file.is_file():
        raise click.BadParameter(f"{file}: no such file")
    return parse_pack(file.read_text("utf-8"), file.name)


def rule_named(pack: Pack, rule_id: str) -> Rule:
    """Return the rule of that id, or the one whose id ends so (``handle`` for ``cn22.handle``)."""
    found = [rule for name, rule in pack.rules.items() if name == rule_id or name.endswith(f".{rule_id}")]
    if len(found) != 1:
        raise click.BadParameter(f"{rule_id}: no such rule in {pack.id}; there are {', '.join(pack.rules)}")
    return found[0]


def calendar_named(name: str | None, pack: Pack, law: Law) -> Calendar:
    """Return the calendar of a jurisdiction, division or folder; by default that of the pack's place."""
    if name is None:
        return law.calendar_of(pack.jurisdiction)
    try:
        if name.isdigit():
            return law.calendar(int(name))
        folder = Path(name)
        return read_calendar(folder.parent, (folder.name,)) if folder.is_dir() else _of(name.lower(), law)
    except HuiyinError as fault:
        raise click.BadParameter(f"{name}: no such calendar ({fault.code})") from fault


def _of(jurisdiction: str, law: Law) -> Calendar:
    found = law.calendar_of(jurisdiction)
    if not found.years:
        raise Unknown("calendar.unknown", calendar=jurisdiction)
    return found


def moment(text: str) -> date | datetime:
    """Return a day, or a moment: local time in China unless it names an offset."""
    try:
        if len(text) == DAY_LENGTH:
            return date.fromisoformat(text)
        when = datetime.fromisoformat(text)
    except ValueError as fault:
        raise click.BadParameter(
            f"{text}: no day that exists; write 2026-03-03 or 2026-03-03T23:30"
        ) from fault
    return (when if when.tzinfo else when.replace(tzinfo=LOCAL_ZONE)).astimezone(UTC)


def fact(text: str) -> tuple[str, FactValue]:
    """Return the fact written NAME=VALUE; whole numbers and true or false are taken as such."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{text}: give NAME=VALUE, such as due_days=20")
    if value.lstrip("-").isdigit():
        return name, int(value)
    return name, WORDS.get(value, value)


def pause(text: str, rule: Rule) -> Span:
    """Return the days FIRST..LAST that a rule does not count; FIRST.. while they go on."""
    first, dots, last = text.partition("..")
    if not rule.pauses:
        raise click.BadParameter(f"{rule.id} knows no time that is not counted")
    if not dots:
        raise click.BadParameter(f"{text}: give FIRST..LAST, such as 2026-03-10..2026-03-13")
    begins, ends = _day(first), _day(last) if last else None
    if ends is not None and ends < begins:
        raise click.BadParameter(f"{text}: the last day is before the first")
    terms = rule.pauses[0]
    return Span(first=begins, last=ends, starts=terms.starts, ends=terms.ends)


def _day(text: str) -> date:
    found = moment(text)
    if isinstance(found, datetime):
        raise click.BadParameter(f"{text}: give a day, such as 2026-03-10")
    return found
