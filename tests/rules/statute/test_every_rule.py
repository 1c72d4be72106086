"""What must hold for every rule of every pack, on any day, whatever happens meanwhile."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.calendars.calendar import Holiday, Year
from huiyin.rules.statute.clocks import Event, due
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.events import EventName, FactValue
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.shape import Kind, Pack, Rule, SetBy
from rules.statute import slow

CHINA = calendar_for(0)
LAST = date(2026, 6, 30)
COUNTED = [
    (pack, rule)
    for pack in map(load_pack, pack_ids())
    for rule in pack.rules.values()
    if rule.kind in {Kind.CLOCK, Kind.WINDOW} and rule.unit is not Unit.HOURS
]
LETTER: Mapping[str, FactValue] = {"due_days": 20}


@st.composite
def asked(draw: st.DrawFn) -> tuple[Pack, Rule, date]:
    """A rule and a day on which it was in force."""
    pack, rule = draw(st.sampled_from(COUNTED))
    first = max(rule.lengths[0].starts_on, date(2005, 5, 1))
    last = min(LAST, pack.ends_on or LAST)
    return pack, rule, draw(st.dates(first, last))


def event(name: EventName, on: date, **facts: Any) -> Event:
    return Event(name=name, at=datetime.combine(on, time(12), LOCAL_ZONE).astimezone(UTC), facts=facts)


def counted(pack: Pack, rule: Rule, on: date, *later: Event, calendar: Any = CHINA) -> Explanation:
    facts = LETTER if rule.set_by is SetBy.EVENT else {}
    start = event(rule.started_by[0], on, **facts)
    return due(rule.id, pack=pack, calendar=calendar, start=start, later=later)


def number_of(rule: Rule, on: date) -> int:
    return 20 if rule.set_by is SetBy.EVENT else rule.length_on(on) or 0


@given(asked())
def test_every_rule_agrees_with_the_slow_twin(case: tuple[Pack, Rule, date]) -> None:
    pack, rule, on = case
    found = counted(pack, rule, on)
    number = number_of(rule, on)
    twin = slow.before(on, number) if rule.before else slow.last_day(on, number, rule.unit, CHINA)
    assert found.unrolled_on == twin
    assert found.binding_on == (slow.rolled(twin, CHINA) if rule.rolls else twin)


@given(asked(), st.integers(0, 40), st.integers(0, 30), st.integers(1, 60))
def test_a_pause_and_an_extension_agree_with_the_slow_twin(
    case: tuple[Pack, Rule, date], after: int, days: int, more: int
) -> None:
    pack, rule, on = case
    later, paused, added = [], set[date](), 0
    if rule.pauses:
        first = on + timedelta(days=after)
        last = first + timedelta(days=days)
        later += [event(rule.pauses[-1].starts, first), event(rule.pauses[-1].ends, last)]
        paused = {first + timedelta(days=n) for n in range(days + 1)}
    terms = rule.extension
    if terms is not None:
        approver = min(terms.approvers, default="")
        facts = {"extension_days": more, "approved_by_role": approver, "reason_code": "complex"}
        later.append(event(terms.event, on, **facts))
        added = more if terms.cap is None else min(more, terms.cap)
    found = counted(pack, rule, on, *later)
    number = number_of(rule, on) + added
    if rule.before:
        return
    assert found.unrolled_on == slow.last_day(on, number, rule.unit, CHINA, paused)


@given(asked(), st.integers(0, 200))
def test_no_rule_ends_earlier_for_a_later_start(case: tuple[Pack, Rule, date], gap: int) -> None:
    pack, rule, on = case
    later = on + timedelta(days=gap)
    if later > min(LAST, pack.ends_on or LAST) or rule.length_on(on) != rule.length_on(later):
        return
    early, late = counted(pack, rule, on), counted(pack, rule, later)
    assert early.binding_on is not None
    assert late.binding_on is not None
    assert early.binding_on <= late.binding_on


@given(asked())
def test_no_rule_that_rolls_ends_on_a_rest_day(case: tuple[Pack, Rule, date]) -> None:
    pack, rule, on = case
    found = counted(pack, rule, on)
    assert found.binding_on is not None
    if rule.rolls or rule.unit is Unit.WORKING_DAYS:
        assert not CHINA.is_rest_day(found.binding_on)


@given(asked(), st.sets(st.integers(1, 100), min_size=1, max_size=4))
def test_no_added_holiday_moves_any_rule_earlier(case: tuple[Pack, Rule, date], added: set[int]) -> None:
    pack, rule, on = case
    days = [on + timedelta(days=n) for n in added]
    years = [
        Year(
            year=year,
            source=("made",),
            off={day: Holiday(zh="节", en="day") for day in days if day.year == year},
            worked={},
        )
        for year in {day.year for day in days}
    ]
    before, after = counted(pack, rule, on), counted(pack, rule, on, calendar=CHINA.plus(*years))
    assert before.binding_on is not None
    assert after.binding_on is not None
    assert before.binding_on <= after.binding_on


@given(asked())
def test_asking_again_gives_the_same_answer(case: tuple[Pack, Rule, date]) -> None:
    assert counted(*case) == counted(*case)


@given(asked())
def test_what_was_not_counted_explains_the_difference(case: tuple[Pack, Rule, date]) -> None:
    pack, rule, on = case
    found = counted(pack, rule, on)
    assert found.unrolled_on is not None
    assert found.binding_on is not None
    if rule.unit is Unit.WORKING_DAYS:
        assert (found.binding_on - on).days == number_of(rule, on) + len(found.skipped)
    else:
        assert (found.binding_on - found.unrolled_on).days == len(found.skipped)
