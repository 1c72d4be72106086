"""The law in sentences a lawyer can sign."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.ids import OfficeId
from huiyin.rules.statute.calendars import calendar_for, calendar_of
from huiyin.rules.statute.clocks import Clock, Event, EventName, clocks, due
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.shape import Rule

CASES = Path(__file__).parent / "cases"
CHENGDU = 510100


def all_cases() -> Iterable[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            yield pytest.param(file.stem, case, id=f"{case['rule']}: {case['say']}")


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), LOCAL_ZONE).astimezone(UTC)


def event(on: date, name: str, facts: dict[str, Any] | None = None) -> Event:
    own = dict(facts or {})
    office = own.pop("office", None)
    return Event(
        name=EventName(name), at=noon(on), office=None if office is None else OfficeId(office), facts=own
    )


@pytest.mark.parametrize(("pack_id", "case"), list(all_cases()))
def test_the_law_in_sentences(pack_id: str, case: dict[str, Any]) -> None:
    pack, expect = load_pack(pack_id), case["expect"]
    calendar = calendar_of(case["calendar"]) if "calendar" in case else calendar_for(CHENGDU)
    rule = pack.rules[case["rule"]]
    assert rule.article.text == case["article"]
    if "due_from" in case:
        start = event(case["due_from"], "petition.received")
        dated(due(rule.id, pack=pack, calendar=calendar, start=start), expect)
        return
    if "number" in expect:
        numbered(rule, expect)
        return
    events = [event(*row) for row in case["events"]]
    at = noon(case["at"]) + timedelta(hours=1)
    found = clocks(events, pack=pack, calendar=calendar, at=at, facts=case.get("facts", {}))
    own = [clock for clock in found if clock.rule_id == rule.id]
    if expect == "none":
        assert own == []
        return
    assert len(own) == 1 or "clock" in case
    stands(own[case.get("clock", 0)], expect)


def numbered(rule: Rule, expect: dict[str, Any]) -> None:
    assert rule.lengths[-1].number == expect["number"]
    assert rule.unit.value == expect["unit"]


def dated(explanation: Explanation, expect: dict[str, Any]) -> None:
    assert explanation.unrolled_on == expect["unrolled"]
    assert explanation.binding_on == expect["binding"]


def stands(clock: Clock, expect: dict[str, Any]) -> None:
    assert clock.state.value == expect["state"]
    assert clock.warn_on == expect["unrolled"]
    assert clock.binding_on == expect["binding"]
    assert clock.met_on == expect.get("met")
    explanation = clock.explanation
    dated(explanation, expect)
    exemption = explanation.exemption
    assert (exemption.reason if exemption else None) == expect.get("exemption")
    assert (clock.provisional.value if clock.provisional else None) == expect.get("provisional")
    assert [x.refused.value for x in explanation.extensions if x.refused] == expect.get("refused", [])


def test_every_rule_has_at_least_two_cases() -> None:
    counted = Counter((param.values[0], param.values[1]["rule"]) for param in all_cases())
    missing = [
        (pack, rule) for pack in pack_ids() for rule in load_pack(pack).rules if counted[pack, rule] < 2
    ]
    assert missing == []
    assert counted.total() >= 120
