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
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step


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
    left, events = withdraw(subject, changes, at)
    after = replace(left, state=step.after(subject), lead=None)
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
