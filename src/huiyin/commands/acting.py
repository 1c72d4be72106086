"""The actor as an office, and what happens in that office's part of a matter."""

from datetime import date, datetime

from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.events import NO_FACTS, Event, EventName, Facts


def acting_office(actor: Actor) -> OfficeId:
    """Return the office for which the actor acts; raise Refused when there is none."""
    if actor.office is None:
        raise Refused("access.refused")
    return actor.office


def acting_account(actor: Actor) -> AccountId:
    """Return the account that acts; raise Refused when there is none."""
    if actor.account is None:
        raise Refused("access.refused")
    return actor.account


def happening(
    name: EventName,
    matter: Matter,
    actor: Actor,
    at: datetime,
    *,
    happened_at: date | None = None,
    facts: Facts = NO_FACTS,
) -> Event:
    """Return the event that this happens now in the part of the actor's office."""
    part = matter.part_of(actor.office)
    return Event(
        name=name,
        at=at,
        happened_at=happened_at,
        office=actor.office,
        part=str(part.id) if part else None,
        facts=facts,
    )
