"""Clocks of the regulations of 2022, told in words."""

from datetime import UTC, datetime
from typing import Any

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.clocks import Clock, Event, EventName, clocks
from huiyin.rules.statute.packs import load_pack
from huiyin.rules.statute.wording import explain_text

CHINA = calendar_for(0)
LAW22 = load_pack("cn-xinfang-2022")


def event(name: str, on: str, **facts: Any) -> Event:
    """Return an event at ten in the morning, with its facts."""
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=LOCAL_ZONE).astimezone(UTC)
    return Event(name=EventName(name), at=at, facts=facts)


def clock_of(rule: str, *events: Event, **facts: Any) -> Clock:
    """Return the only clock of this rule, as of the last event; `facts` are those of the matter."""
    matter = {"class": "claim", "route": 6, **facts}
    found = clocks(events, pack=LAW22, calendar=CHINA, at=events[-1].at, facts=matter)
    (clock,) = [clock for clock in found if clock.rule_id == rule]
    return clock


def told(rule: str, *events: Event, **facts: Any) -> str:
    """Return what is said of that clock in Chinese."""
    return explain_text(clock_of(rule, *events, **facts).explanation, "zh-hans")
