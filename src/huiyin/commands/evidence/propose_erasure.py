"""Propose that the content of a matter is erased: on which basis, and why. It changes nothing yet.

个人信息保护法 第十九条: personal data are kept for the shortest time that their purpose needs, unless a law
says otherwise. Which provision is relied on is given by the proposer and kept as given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.evidence.erasures import PROPOSED, Erasable, given, load_erasables
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class ProposeErasure(Command):
    """Propose it; `basis` and `reason` stand in clear and name nobody."""

    petition: PetitionId
    id: UUID
    basis: str
    reason: str


def load(commands: Sequence[ProposeErasure]) -> list[Erasable]:
    """Lock the matters and read them."""
    return load_erasables(commands)


def decide(subject: Erasable, command: ProposeErasure, *, actor: Actor, at: datetime) -> Decision:
    """Refuse while the matter has to be answered or can be contested, and a second proposal."""
    subject.require_erasable(at)
    if subject.waiting is not None:
        raise Conflict("erasure.proposed_already")
    basis, reason = given(command.basis, "basis"), given(command.reason, "reason")
    return Decision(
        kind="petition.erasure_proposed",
        subject=command.petition,
        changes=(
            insert(
                "erasure",
                id=command.id,
                petition=command.petition,
                state=PROPOSED,
                basis=basis,
                reason=reason,
                office=acting_office(actor),
                proposed_by=acting_account(actor),
                proposed_at=at,
                decided_by=None,
                decided_at=None,
                decided_because="",
                destruction=None,
            ),
        ),
        facts={"proposal": command.id, "basis": basis, "reason": reason},
    )


HANDLER = Handler(permission=Permission.EVIDENCE_ERASURE_PROPOSE, load=load, decide=decide)
