"""Checks a pack file against its schema and turns it into a Pack; anything doubtful is refused."""

import hashlib
import re
import tomllib
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.counting import DAY_UNITS, Unit
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs.section import Section
from huiyin.rules.statute.packs.shape import (
    Citation,
    Condition,
    DutyOf,
    ExceptionTerms,
    ExtensionTerms,
    Kind,
    Length,
    Pack,
    PauseTerms,
    Rule,
    SetBy,
    Status,
    Words,
)

PACK_KEYS = frozenset(
    {
        "id",
        "version",
        "status",
        "family",
        "jurisdiction",
        "by_default",
        "title",
        "instrument",
        "from",
        "until",
        "reminder_days",
        "ended_by",
        "rules",
    }
)
RULE_KEYS = frozenset(
    {
        "id",
        "kind",
        "title",
        "article",
        "duty_of",
        "started_by",
        "met_by",
        "ended_by",
        "when",
        "unit",
        "rolls",
        "before",
        "lengths",
        "set_by",
        "length_setting",
        "office_from",
        "posting_counts",
        "extension",
        "pauses",
        "exempt",
        "absent",
    }
)
COUNTED = frozenset({Kind.CLOCK, Kind.WINDOW})


def parse_pack(text: str, file: str) -> Pack:
    """Return the pack in a TOML text; Invalid names file, rule, key and line of what is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else len(text.splitlines())
        raise Invalid("pack.not_toml", file=file, rule="", line=number, why=str(error)) from error
    section = Section(file=file, text=text, rule="", table=table)
    section.only(PACK_KEYS)
    rules = _rules(section)
    counted = [rule for rule in rules.values() if rule.kind in COUNTED]
    starts = {name: tuple(rule for rule in counted if name in rule.started_by) for name in EventName}
    return Pack(
        id=section.string("id"),
        version=section.string("version"),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        status=section.choice("status", Status),
        family=section.string("family"),
        jurisdiction=section.string("jurisdiction"),
        by_default=section.yes_or_no("by_default", default=True),
        title=section.words("title"),
        instrument=section.words("instrument"),
        starts_on=section.day("from"),
        ends_on=section.day_or_none("until"),
        reminder_days=section.whole("reminder_days"),
        rules=MappingProxyType(rules),
        started_by=MappingProxyType({name: found for name, found in starts.items() if found}),
    )


def _rules(pack: Section) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for table in pack.inners("rules"):
        section = Section(file=pack.file, text=pack.text, rule=table.string("id"), table=table.table)
        if section.rule in rules:
            section.fail("twice", "id")
        rules[section.rule] = _rule(section, pack)
    if not rules:
        pack.fail("missing", "rules")
    return rules


def _rule(section: Section, pack: Section) -> Rule:
    section.only(RULE_KEYS)
    met_by = frozenset(section.choices("met_by", EventName))
    rule = Rule(
        id=section.rule,
        kind=section.choice("kind", Kind, Kind.CLOCK),
        title=section.words("title"),
        article=_citation(section.inner("article"), pack),
        duty_of=section.choice("duty_of", DutyOf),
        started_by=section.choices("started_by", EventName),
        met_by=met_by,
        ended_by=met_by | frozenset(section.choices("ended_by", EventName)),
        ended_with_matter=frozenset(pack.choices("ended_by", EventName)),
        when=_condition(section),
        unit=_unit(section),
        rolls=section.yes_or_no("rolls", default=False),
        before=section.yes_or_no("before", default=False),
        lengths=_lengths(section, pack),
        set_by=section.choice("set_by", SetBy, SetBy.RULE),
        length_setting=section.string("length_setting", ""),
        office_from=section.string("office_from", ""),
        posting_counts=section.yes_or_no("posting_counts", default=False),
        extension=_extension(section, pack),
        pauses=tuple(_pause(inner, pack) for inner in section.inners("pauses")),
        exemptions=tuple(_exception(inner, pack) for inner in section.inners("exempt")),
        absences=tuple(_exception(inner, pack) for inner in section.inners("absent")),
    )
    _check(section, rule)
    return rule


def _check(section: Section, rule: Rule) -> None:
    if rule.kind in COUNTED and not rule.started_by:
        section.fail("missing", "started_by")
    if rule.kind in COUNTED and not rule.met_by:
        section.fail("missing", "met_by")
    if rule.kind in COUNTED and rule.unit not in {*DAY_UNITS, Unit.HOURS}:
        section.fail("not_a_length_of_time", "unit", value=rule.unit.value)
    if rule.rolls and (rule.before or rule.unit not in {Unit.CALENDAR_DAYS, Unit.MONTHS}):
        section.fail("cannot_roll", "rolls", value=rule.unit.value)
    if rule.before and rule.unit != Unit.CALENDAR_DAYS:
        section.fail("cannot_count_back", "before", value=rule.unit.value)
    if rule.unit not in {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS} and (rule.pauses or rule.extension):
        section.fail("days_only", "pauses" if rule.pauses else "extension", value=rule.unit.value)


def _unit(section: Section) -> Unit:
    word = section.string("unit")
    if word not in set(Unit):
        section.fail("unknown_unit", "unit", value=word)
    return Unit(word)


def _lengths(section: Section, pack: Section) -> tuple[Length, ...]:
    """Each number has its commencement date; together they leave no gap and never overlap."""
    lengths: list[Length] = []
    for inner in section.inners("lengths"):
        inner.only({"from", "until", "number"})
        length = Length(
            starts_on=inner.day("from"), ends_on=inner.day_or_none("until"), number=inner.whole("number")
        )
        _follows(inner, lengths[-1] if lengths else None, length)
        lengths.append(length)
    if not lengths:
        section.fail("missing", "lengths")
    if lengths[0].starts_on < pack.day("from"):
        section.fail("rule_before_pack", "from", value=lengths[0].starts_on.isoformat())
    return tuple(lengths)


def _follows(section: Section, earlier: Length | None, length: Length) -> None:
    if length.ends_on is not None and length.ends_on < length.starts_on:
        section.fail("ends_before_it_starts", "until", value=length.ends_on.isoformat())
    if earlier is None:
        return
    if earlier.ends_on is None or length.starts_on <= earlier.ends_on:
        section.fail("overlap", "lengths", value=length.starts_on.isoformat())
    if length.starts_on != earlier.ends_on + timedelta(days=1):
        section.fail("gap", "lengths", value=length.starts_on.isoformat())


def _citation(section: Section, pack: Section) -> Citation:
    section.only({"code", "zh", "en", "instrument"})
    named = "instrument" in section.table
    return Citation(
        code=section.string("code"),
        instrument=section.words("instrument") if named else pack.words("instrument"),
        article=Words(zh=section.string("zh"), en=section.string("en")),
    )


def _condition(section: Section) -> Condition:
    if "when" not in section.table:
        return Condition(terms=())
    table = section.inner("when").table
    return Condition(terms=tuple((name, _values(section, table[name])) for name in table))


def _values(section: Section, values: Any) -> frozenset[str | int | bool]:
    if not isinstance(values, list) or not values or not all(type(v) in {str, int, bool} for v in values):
        section.fail("not_a_list", "when")
    return frozenset(values)


def _extension(section: Section, pack: Section) -> ExtensionTerms | None:
    if "extension" not in section.table:
        return None
    inner = section.inner("extension")
    inner.only({"event", "article", "cap", "times", "approvers", "reason_needed"})
    return ExtensionTerms(
        event=inner.choice("event", EventName),
        article=_citation(inner.inner("article"), pack),
        cap=inner.whole("cap") if "cap" in inner.table else None,
        times=inner.whole("times"),
        approvers=frozenset(inner.strings("approvers")),
        reason_needed=inner.yes_or_no("reason_needed", default=True),
    )


def _pause(section: Section, pack: Section) -> PauseTerms:
    section.only({"starts", "ends", "article", "reason"})
    return PauseTerms(
        starts=section.choice("starts", EventName),
        ends=section.choice("ends", EventName),
        article=_citation(section.inner("article"), pack),
        reason=section.string("reason"),
    )


def _exception(section: Section, pack: Section) -> ExceptionTerms:
    section.only({"reason", "article", "when", "starts"})
    if "when" not in section.table:
        section.fail("missing", "when")
    return ExceptionTerms(
        reason=section.string("reason"),
        article=_citation(section.inner("article"), pack),
        when=_condition(section),
        starts=frozenset(section.choices("starts", EventName)),
    )
