"""How fast clocks are computed in one process, bare and with their explanation. Nothing is started for it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.clocks import Clock, clocks
from huiyin.rules.statute.events import NO_FACTS, Event, EventName, Facts
from huiyin.rules.statute.packs import load_pack

FIRST = datetime(2022, 5, 2, 2, tzinfo=UTC)
AT = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 1600
CHENGDU = 510100
FACTS: Facts = {"class": "claim", "route": 6}

# What usually happens to a matter, and after how many days: five events start six clocks.
STORY = (
    (EventName.BUREAU_RECEIVED, 0),
    (EventName.PETITION_TRANSFERRED, 9),
    (EventName.OFFICE_RECEIVED_TRANSFER, 11),
    (EventName.NOTICE_SERVED, 20),
    (EventName.PETITION_ACCEPTED, 20),
    (EventName.DEADLINE_EXTENDED, 61),
    (EventName.OPINION_SERVED, 88),
)
EXTENSION: Facts = {"extension_days": 30, "approved_by_role": "office_head", "reason_code": "complex"}


def measure(*, seconds: float) -> list[dict[str, Any]]:
    """Return clocks computed a second: bare, and each with its explanation, in this process."""
    matters = [_matter(day) for day in range(DAYS)]
    return [
        {"explained": False, **_measured(matters, seconds, lambda _: None)},
        {"explained": True, **_measured(matters, seconds, lambda clock: clock.explanation)},
    ]


def _matter(day: int) -> list[Event]:
    began = FIRST + timedelta(days=day % (DAYS - 100), minutes=7 * day)
    return [
        Event(
            name=name,
            at=began + timedelta(days=after),
            facts=EXTENSION if name is EventName.DEADLINE_EXTENDED else NO_FACTS,
        )
        for name, after in STORY
    ]


def _measured(matters: list[list[Event]], seconds: float, each: Callable[[Clock], object]) -> dict[str, Any]:
    pack, calendar = load_pack("cn-xinfang-2022"), calendar_for(CHENGDU)
    computed = 0
    began, spent = time.perf_counter(), time.process_time()
    taken = 0.0
    while taken < seconds:
        for events in matters:
            for clock in clocks(events, pack=pack, calendar=calendar, at=AT, facts=FACTS):
                each(clock)
                computed += 1
        taken = time.perf_counter() - began
    cpu = time.process_time() - spent
    return {
        "clocks": computed,
        "seconds": round(taken, 2),
        "per_second": round(computed / taken),
        "per_cpu_second": round(computed / cpu),
    }
