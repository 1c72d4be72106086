"""The actor as an office, and what happens in that office's part of a matter."""

from dataclasses import replace
from datetime import date, datetime

from huiyin.commands.changes import Changes
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Refused
from huiyin.kernel.ids import AccountId, OfficeId
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import PartRole
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


def close_part(changes: Changes, matter: Matter, office: OfficeId, at: datetime) -> Matter:
    """Close the open parts of an office that has done its share; return the matter as it becomes."""
    parts = []
    for part in matter.parts:
        done = part.open and part.office == office
        if done:
            changes.update("part", id=part.id, state="handled", closed_at=at)
        parts.append(replace(part, open=False) if done else part)
    return replace(matter, parts=tuple(parts))


def withdraw(matter: Matter, changes: Changes, at: datetime) -> tuple[Matter, list[Event]]:
    """Take the matter back from the offices it was sent to: their parts close, their clocks end.

    信访工作条例 第二十三条第三款: agreed between bureau and office, the matter goes elsewhere.
    """
    parts, events = [], []
    for part in matter.parts:
        taken = part.open and part.role is not PartRole.BUREAU
        if taken:
            changes.update("part", id=part.id, state="withdrawn", closed_at=at)
            events.append(
                Event(name=EventName.TRANSFER_OBJECTION_AGREED, at=at, office=part.office, part=str(part.id))
            )
        parts.append(replace(part, open=False) if taken else part)
    return replace(matter, parts=tuple(parts)), events


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
