"""Turn down proposed rules: whoever proposed them withdraws them, another who may confirm rejects them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.handler import Handler
from huiyin.commands.learning.proposals import Proposed, load_proposals
from huiyin.commands.streams import STATUTE
from huiyin.kernel.command import Actor, Command, Decision, update
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import require


@dataclass(frozen=True, kw_only=True)
class TurnDownRules(Command):
    """Withdraw one's own proposal, or reject another's, for a reason."""

    proposal: UUID
    reason: str


def load(commands: Sequence[TurnDownRules]) -> list[Proposed]:
    """Read the proposals under lock."""
    return load_proposals([command.proposal for command in commands])


def decide(subject: Proposed, command: TurnDownRules, *, actor: Actor, at: datetime) -> Decision:
    """Refuse what was decided already, and rejecting by someone who could not confirm."""
    proposal, account = subject.proposal, acting_account(actor)
    if proposal.state != "proposed":
        raise Conflict("rules.decided_already", state=proposal.state)
    if not command.reason.strip():
        raise Invalid("rules.reason_missing", field="reason")
    own = account == proposal.proposed_by
    if not own:
        require(actor, Permission.LEARNING_RULES_CONFIRM, subject.standing)
    state = "withdrawn" if own else "rejected"
    return Decision(
        kind="statute.rules_turned_down",
        subject=STATUTE,
        changes=(
            update(
                "rule_proposal",
                id=proposal.id,
                state=state,
                decided_by=account,
                decided_at=at,
                decided_because=command.reason,
            ),
        ),
        facts={"id": proposal.key, "proposal": proposal.id, "state": state, "reason": command.reason},
    )


HANDLER = Handler(permission=Permission.LEARNING_RULES_PROPOSE, load=load, decide=decide)
