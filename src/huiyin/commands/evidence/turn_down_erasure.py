"""Turn down a proposed erasure: whoever proposed it withdraws it, another who may confirm rejects it.

个人信息保护法 第十九条.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.evidence.erasures import REJECTED, WITHDRAWN, Erasable, given, load_erasables
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision, update
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import require


@dataclass(frozen=True, kw_only=True)
class TurnDownErasure(Command):
    """Withdraw one's own proposal, or reject another's, for a reason."""

    petition: PetitionId
    proposal: UUID
    reason: str


def load(commands: Sequence[TurnDownErasure]) -> list[Erasable]:
    """Lock the matters and read them."""
    return load_erasables(commands)


def decide(subject: Erasable, command: TurnDownErasure, *, actor: Actor, at: datetime) -> Decision:
    """Refuse what was decided already, and rejecting by someone who could not confirm."""
    proposal, account = subject.proposal(command.proposal), acting_account(actor)
    reason = given(command.reason, "reason")
    own = account == proposal.proposed_by
    if not own:
        require(actor, Permission.EVIDENCE_ERASURE_CONFIRM, subject.standing)
    state = WITHDRAWN if own else REJECTED
    change = update(
        "erasure",
        id=proposal.id,
        state=state,
        decided_by=account,
        decided_at=at,
        decided_because=reason,
    )
    return Decision(
        kind="petition.erasure_turned_down",
        subject=command.petition,
        changes=(change,),
        facts={"proposal": proposal.id, "state": state, "reason": reason},
    )


HANDLER = Handler(permission=Permission.EVIDENCE_ERASURE_PROPOSE, load=load, decide=decide)
