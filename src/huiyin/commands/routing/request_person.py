"""Ask for a person (要求人工处理) when a matter was sent on by itself: the bureau looks at it again.

个人信息保护法 第二十四条第三款: who is affected by an automated decision may ask why, and refuse it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.commands.acting import withdraw
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.facts import bureau_facts
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.events import Event, EventName


@dataclass(frozen=True, kw_only=True)
class RequestPerson(Command):
    """Take the matter back to the bureau's queue for a person's decision."""

    petition: PetitionId


def load(commands: Sequence[RequestPerson]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: RequestPerson, *, actor: Actor, at: datetime) -> Decision:
    """Withdraw the office's part; the bureau's fifteen days to send it on run on from the first receipt."""
    step = require_step(subject, "request_person")
    changes = Changes()
    left, events = withdraw(subject, changes, at)
    after = replace(left, state=step.after(subject), lead=None)
    changes.update("petition", id=subject.id, state=after.state.value, lead=None)
    record(changes, after, [*events, _received_again(after, at)], at=at)
    return Decision(
        kind="petition.person_requested",
        subject=subject.id,
        changes=changes.done(),
        facts={"article": step.article},
        notices=(Notice(kind="petition.person_requested", office=subject.bureau, petition=subject.id),),
    )


def _received_again(matter: Matter, at: datetime) -> Event:
    part = matter.part_of(matter.bureau)
    return Event(
        name=EventName.BUREAU_RECEIVED,
        at=at,
        happened_at=next(event.on for event in matter.events if event.name is EventName.BUREAU_RECEIVED),
        office=matter.bureau,
        part=str(part.id) if part else None,
        facts=bureau_facts(matter.bureau),
    )


HANDLER = Handler(permission=Permission.ROUTING_PERSON_REQUEST, load=load, decide=decide)
