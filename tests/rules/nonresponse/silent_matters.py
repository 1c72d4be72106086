"""Matters as the rules see them, with one duty that ran from the transfer of 6 May 2026."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import OfficeId
from huiyin.rules.lifecycle.facts import facts_of, office_facts
from huiyin.rules.lifecycle.matter import Document, Matter
from huiyin.rules.routing.offices import responsible_bureau, serving
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.matters import clocks_of_matter
from support.matters import JINJIANG, claim

CHENGDU = 510100
BUREAU, ECOLOGY = responsible_bureau(JINJIANG), serving("ecology", CHENGDU)
HOUSING = serving("housing", JINJIANG)
AT = datetime(2026, 5, 6, 2, 0, tzinfo=UTC)
NOTICE, HANDLE, DUTY = "cn22.transferred.notice", "cn22.handle", "cn22.duty31_5"
NOTICE_ENDS, HANDLE_ENDS = date(2026, 5, 21), date(2026, 7, 6)

RECEIVED = Event(
    name=EventName.OFFICE_RECEIVED_TRANSFER, at=AT, office=ECOLOGY, facts=office_facts("competent")
)
ACCEPTED = Event(name=EventName.PETITION_ACCEPTED, at=AT + timedelta(days=1), office=ECOLOGY)


def matter(*events: Event, **changes: Any) -> Matter:
    """Return a claim of route 31(6) with these events, by default received by Chengdu's ecology office."""
    return claim(BUREAU, ECOLOGY, **{"electronic": False, "events": events or (RECEIVED,), **changes})


def clock(of: Matter, rule: str, at: datetime) -> Clock:
    """Return the matter's clock of this rule as it stands at an instant."""
    return next(one for one in clocks(of, at) if one.rule_id == rule)


def clocks(of: Matter, at: datetime) -> tuple[Clock, ...]:
    """Return all clocks of a matter."""
    facts = facts_of(of.klass, of.route, unreachable=of.unreachable)
    return clocks_of_matter(of.events, pack=of.pack, division=of.county, at=at, facts=facts)


def noon(on: date) -> datetime:
    """Return noon of a day in China."""
    return datetime(on.year, on.month, on.day, 4, 0, tzinfo=UTC)


def paper(
    kind: str = "acceptance", issued_on: date = date(2026, 5, 20), office: OfficeId = ECOLOGY, **more: Any
) -> Document:
    """Return a document that was issued and not served."""
    return Document(id=UUID(int=9), office=office, kind=kind, issued_on=issued_on, **more)
