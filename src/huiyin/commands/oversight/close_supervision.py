"""Close a supervision item with a written result (督办办结): an inspector over its place.

信访工作条例 第十六条 (inspectors), 第四十条第一款. Nobody closes what their own office failed to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.oversight.overseen import Overseen, load_overseen
from huiyin.commands.oversight.watching import close, unwatch
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Refused, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission

BY = "inspector"


@dataclass(frozen=True, kw_only=True)
class CloseSupervision(Command):
    """The result is sealed."""

    petition: PetitionId
    item: UUID
    sealed_result: bytes


def load(commands: Sequence[CloseSupervision]) -> list[Overseen]:
    """Load the matter with its items; look which bureaus stand over its place."""
    return load_overseen(commands)


def decide(subject: Overseen, command: CloseSupervision, *, actor: Actor, at: datetime) -> Decision:
    """Close it, and what was raised because nobody supervised it."""
    item, office = subject.supervised.item(command.item), acting_office(actor)
    if item is None:
        raise Unknown("supervision.unknown")
    if office == item.office:
        raise Refused("access.refused")
    if not item.standing:
        raise Conflict("supervision.not_open", state=item.state)
    changes, account = Changes(), acting_account(actor)
    result = {"closed_by": BY, "cured_on": None, "inspector": account, "sealed_result": command.sealed_result}
    unwatch(changes, close(changes, subject.supervised, item, local_date(at), **result))
    return Decision(
        kind="petition.supervision_closed",
        subject=command.petition,
        changes=changes.done(),
        facts={"failed": item.check.value, "office": item.office},
        notices=(Notice(kind="supervision.closed", office=item.office, petition=command.petition),),
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_SUPERVISION_CLOSE, load=load, decide=decide)
