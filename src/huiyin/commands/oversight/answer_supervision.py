"""Answer a supervision item (回复督办): the head of the office that failed says why, and what is being done.

信访工作条例 第四十条第一款. The item stays until what was owed is done or an inspector closes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.oversight.watching import Supervised, load_supervised
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.oversight.breaches import ANSWERED, OPEN


@dataclass(frozen=True, kw_only=True)
class AnswerSupervision(Command):
    """The answer is sealed."""

    petition: PetitionId
    item: UUID
    sealed_answer: bytes


def load(commands: Sequence[AnswerSupervision]) -> list[Supervised]:
    """Load the matter with its items."""
    return load_supervised(commands)


def decide(subject: Supervised, command: AnswerSupervision, *, actor: Actor, at: datetime) -> Decision:
    """Record the answer of the office that the item names, once."""
    item = subject.item(command.item)
    if item is None:
        raise Unknown("supervision.unknown")
    if item.office != acting_office(actor):
        raise Refused("access.refused")
    if item.state != OPEN:
        raise Conflict("supervision.not_open", state=item.state)
    changes = Changes()
    changes.update(
        "supervision_item",
        id=item.id,
        state=ANSWERED,
        answered_on=local_date(at),
        due_on=None,
        sealed_answer=command.sealed_answer,
    )
    return Decision(
        kind="petition.supervision_answered",
        subject=command.petition,
        changes=changes.done(),
        facts={"failed": item.check.value, "office": item.office},
        notices=(
            Notice(
                kind="supervision.answered", office=subject.watched.matter.bureau, petition=command.petition
            ),
        ),
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_SUPERVISION_ANSWER, load=load, decide=decide)
