"""Ask for a person (要求人工处理) when a matter was sent on by itself: the bureau looks at it again.

个人信息保护法 第二十四条第三款: who is affected by an automated decision may ask why, and refuse it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import PartRole
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
    """Withdraw the office's part; the bureau's clock to send it on starts again from its receipt."""
    step = require_step(subject, "request_person")
    changes = Changes()
    parts = []
    events = []
    for part in subject.parts:
        withdrawn = part.open and part.role is not PartRole.BUREAU
        if withdrawn:
            changes.update("part", id=part.id, state="withdrawn", closed_at=at, next_due_on=None)
            events.append(
                Event(name=EventName.TRANSFER_OBJECTION_AGREED, at=at, office=part.office, part=str(part.id))
            )
        parts.append(replace(part, open=False, next_due_on=None) if withdrawn else part)
    after = replace(subject, state=step.after(subject), lead=None, parts=tuple(parts))
    changes.update("petition", id=subject.id, state=after.state.value, lead=None)
    record(changes, after, events, at=at)
    return Decision(
        kind="petition.person_requested",
        subject=subject.id,
        changes=changes.done(),
        facts={"article": step.article},
        notices=(Notice(kind="petition.person_requested", office=subject.bureau, petition=subject.id),),
    )


HANDLER = Handler(permission=Permission.ROUTING_PERSON_REQUEST, load=load, decide=decide)
