"""Events of an ordinary claim, and its clocks as of an instant."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.clocks import Clock, Event, EventName, clocks
from huiyin.rules.statute.packs import load_pack

CHINA = calendar_for(510100)
LAW22 = load_pack("cn-xinfang-2022")
ORDINARY = {"class": "claim", "route": 6}
APPROVED = {"approved_by_role": "office_head", "reason_code": "complex"}
DAYS = st.dates(date(2022, 5, 1), date(2026, 6, 30))


def instant(text: str) -> datetime:
    """Return the instant of a local time in China."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE).astimezone(UTC)


def event(name: EventName, at: str, **rest: Any) -> Event:
    """Return an event at a local time in China."""
    return Event(name=name, at=instant(at), **rest)


def one(events: list[Event], at: str, rule: str, facts: Mapping[str, Any] = ORDINARY) -> Clock:
    """Return the only clock of this rule that these events give as of a local time."""
    found = clocks(events, pack=LAW22, calendar=CHINA, at=instant(at), facts=facts)
    (clock,) = [clock for clock in found if clock.rule_id == rule]
    return clock
