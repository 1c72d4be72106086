"""Confirm proposed rules: a second person has looked at them, and from their day on they are in force.

A file on disk changes nobody's rights; one person alone does not either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.handler import Handler
from huiyin.commands.learning.proposals import Proposed, load_proposals
from huiyin.commands.learning.propose_rules import checked, require_new
from huiyin.commands.streams import STATUTE
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, insert, update
from huiyin.kernel.errors import Conflict, Invalid, Refused
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class ConfirmRules(Command):
    """Confirm a proposal; `digest` is that of the bytes that were looked at."""

    proposal: UUID
    digest: bytes


def load(commands: Sequence[ConfirmRules]) -> list[Proposed]:
    """Read the proposals under lock."""
    return load_proposals([command.proposal for command in commands])


def decide(subject: Proposed, command: ConfirmRules, *, actor: Actor, at: datetime) -> Decision:
    """Refuse the one who proposed it, other bytes than those proposed, and what was decided already.

    Nothing takes effect before it is confirmed: an effective day that has passed becomes this one.
    """
    proposal, account = subject.proposal, acting_account(actor)
    if proposal.state != "proposed":
        raise Conflict("rules.decided_already", state=proposal.state)
    if account == proposal.proposed_by:
        raise Refused("rules.same_person", permission=Permission.LEARNING_RULES_CONFIRM.value)
    if command.digest != proposal.digest:
        raise Invalid("rules.wrong_digest", field="digest")
    found = checked(proposal.kind, proposal.content, proposal.digest)
    require_new(found, proposal.digest, subject.adopted)
    effective_on = max(proposal.effective_on, local_date(at))
    return Decision(
        kind="statute.rules_confirmed",
        subject=STATUTE,
        changes=(
            update("rule_proposal", id=proposal.id, state="confirmed", decided_by=account, decided_at=at),
            insert(
                "adopted",
                id=proposal.key,
                kind=proposal.kind,
                name=proposal.name,
                version=proposal.version,
                digest=proposal.digest,
                effective_on=effective_on,
                proposal=proposal.id,
            ),
        ),
        facts={
            "id": proposal.key,
            "digest": proposal.digest,
            "effective_on": effective_on,
            "proposal": proposal.id,
            "proposed_by": proposal.proposed_by,
        },
    )


HANDLER = Handler(permission=Permission.LEARNING_RULES_CONFIRM, load=load, decide=decide)
