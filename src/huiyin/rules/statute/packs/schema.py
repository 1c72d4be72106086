"""Checks a pack file against its schema and turns it into a Pack; anything doubtful is refused."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from huiyin.rules.statute.calendars.reading import JURISDICTION
from huiyin.rules.statute.counting import DAY_UNITS, Unit
from huiyin.rules.statute.events import EventName
from huiyin.rules.statute.packs.keys import PACK_KEYS, RULE_KEYS
from huiyin.rules.statute.packs.section import Section, read_section
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

INSTRUMENT_2022 = Words(zh="信访工作条例", en="Regulations on Petition Work (2022)")
COUNTED = frozenset({Kind.CLOCK, Kind.WINDOW})


def parse_pack(text: str, file: str) -> Pack:
    """Return the pack in a TOML text; Invalid names file, rule, key and line of what is wrong."""
    section = read_section(text, file)
    section.only(PACK_KEYS)
    ends_on = _ends_on(section)
    rules = _rules(section)
    counted = [rule for rule in rules.values() if rule.kind in COUNTED]
    starts = {name: tuple(rule for rule in counted if name in rule.started_by) for name in EventName}
    return Pack(
        id=section.string("id"),
        version=section.string("version"),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        status=section.choice("status", Status),
        family=section.string("family"),
        jurisdiction=_jurisdiction(section),
        by_default=_by_default(section),
        verified=section.yes_or_no("verified", default=True),
        note=section.words("note") if "note" in section.table else None,
        applies=_condition(section, "applies"),
        title=section.words("title"),
        instrument=section.words("instrument"),
        starts_on=section.day("from"),
        ends_on=ends_on,
        reminder_days=section.whole("reminder_days"),
        rules=MappingProxyType(rules),
        started_by=MappingProxyType({name: found for name, found in starts.items() if found}),
    )


def _jurisdiction(pack: Section) -> str:
    """A country, or a country and the first digits of a division's code: ``cn``, ``cn-51``, ``cn-5132``."""
    word = pack.string("jurisdiction")
    if not JURISDICTION.fullmatch(word):
        pack.fail("not_a_jurisdiction", "jurisdiction", value=word)
    return word


def _by_default(pack: Section) -> bool:
    """Figures that nobody has verified never apply by themselves."""
    by_default = pack.yes_or_no("by_default", default=True)
    if by_default and not pack.yes_or_no("verified", default=True):
        pack.fail("unverified_by_default", "by_default" if "by_default" in pack.table else "verified")
    return by_default


def _ends_on(pack: Section) -> date | None:
    ends_on = pack.day_or_none("until")
    if ends_on is not None and ends_on < pack.day("from"):
        pack.fail("ends_before_it_starts", "until", value=ends_on.isoformat())
    return ends_on


def _rules(pack: Section) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for table in pack.inners("rules"):
        section = replace(table, rule=table.string("id"))
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
        article=citation(section.inner("article"), pack.words("instrument")),
        duty_of=section.choice("duty_of", DutyOf),
        started_by=section.choices("started_by", EventName),
        met_by=met_by,
        ended_by=met_by | frozenset(section.choices("ended_by", EventName)),
        ended_with_matter=frozenset(pack.choices("ended_by", EventName)),
        when=_condition(section, "when"),
        unit=_unit(section),
        rolls=section.yes_or_no("rolls", default=False),
        before=section.yes_or_no("before", default=False),
        lengths=_lengths(section, pack),
        set_by=section.choice("set_by", SetBy, SetBy.RULE),
        length_setting=section.string("length_setting", ""),
        unit_setting=section.string("unit_setting", ""),
        counts_from=section.string("counts_from", ""),
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
    if rule.unit_setting and rule.unit not in {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS}:
        section.fail("days_only", "unit_setting", value=rule.unit.value)


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
        _within(inner, pack, length)
        lengths.append(length)
    if not lengths:
        section.fail("missing", "lengths")
    return tuple(lengths)


def _follows(section: Section, earlier: Length | None, length: Length) -> None:
    if length.ends_on is not None and length.ends_on < length.starts_on:
        section.fail("ends_before_it_starts", "until", value=length.ends_on.isoformat())
    if earlier is None:
        return
    if earlier.ends_on is None or length.starts_on <= earlier.ends_on:
        section.fail("overlap", "from", value=length.starts_on.isoformat())
    if length.starts_on != earlier.ends_on + timedelta(days=1):
        section.fail("gap", "from", value=length.starts_on.isoformat())


def _within(section: Section, pack: Section, length: Length) -> None:
    """A number is the law only while its pack is."""
    if length.starts_on < pack.day("from"):
        section.fail("rule_before_pack", "from", value=length.starts_on.isoformat())
    until = pack.day_or_none("until")
    if until is not None and length.starts_on > until:
        section.fail("rule_after_pack", "from", value=length.starts_on.isoformat())


def citation(section: Section, instrument: Words) -> Citation:
    """Return the provision of an ``article`` table; of this instrument unless it names another."""
    section.only({"code", "zh", "en", "instrument"})
    named = "instrument" in section.table
    return Citation(
        code=section.string("code"),
        instrument=section.words("instrument") if named else instrument,
        article=Words(zh=section.string("zh"), en=section.string("en")),
    )


def _condition(section: Section, key: str) -> Condition:
    if key not in section.table:
        return Condition(terms=())
    inner = section.inner(key)
    return Condition(terms=tuple((name, _values(inner, name)) for name in inner.table))


def _values(section: Section, name: str) -> frozenset[str | int | bool]:
    values = section.table[name]
    if not isinstance(values, list) or not values or not all(type(v) in {str, int, bool} for v in values):
        section.fail("not_a_list", name)
    return frozenset(values)


def _extension(section: Section, pack: Section) -> ExtensionTerms | None:
    if "extension" not in section.table:
        return None
    inner = section.inner("extension")
    inner.only({"event", "article", "cap", "times", "approvers", "reason_needed"})
    return ExtensionTerms(
        event=inner.choice("event", EventName),
        article=citation(inner.inner("article"), pack.words("instrument")),
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
        article=citation(section.inner("article"), pack.words("instrument")),
        reason=section.string("reason"),
    )


def _exception(section: Section, pack: Section) -> ExceptionTerms:
    section.only({"reason", "article", "when", "starts"})
    if "when" not in section.table:
        section.fail("missing", "when")
    return ExceptionTerms(
        reason=section.string("reason"),
        article=citation(section.inner("article"), pack.words("instrument")),
        when=_condition(section, "when"),
        starts=frozenset(section.choices("starts", EventName)),
    )
