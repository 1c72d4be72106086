"""Set how long one matter is kept: another class of the office's schedule, or a hold, for a reason.

档案法 第二十一条. The class that the schedule derives stands until a person sets another; a hold (暂停销毁)
keeps the matter from every destruction list until it is lifted. Reasons stand in clear and name nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.evidence.erasures import given
from huiyin.commands.evidence.retentions import Kept, load_kept, retention_set
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class SetRetention(Command):
    """Set class and hold; `category` None is the derived class. `id`: of the row, if it is the first."""

    petition: PetitionId
    id: UUID
    category: str | None
    held: bool
    reason: str


def load(commands: Sequence[SetRetention]) -> list[Kept]:
    """Lock the matters and read them."""
    return load_kept(commands)


def decide(subject: Kept, command: SetRetention, *, actor: Actor, at: datetime) -> Decision:
    """Refuse what was erased, and a class that its schedule does not have."""
    if subject.matter.erased:
        raise Conflict("petition.erased")
    reason = given(command.reason, "reason")
    years = None if command.category is None else subject.beside.category(command.category, at).years
    values = {"category": command.category, "years": years, "held": command.held, "reason": reason}
    return Decision(
        kind="petition.retention_set",
        subject=command.petition,
        changes=(retention_set(subject, actor=actor, at=at, id=command.id, **values),),
        facts=values,
    )


HANDLER = Handler(permission=Permission.EVIDENCE_RETENTION_SET, load=load, decide=decide)
