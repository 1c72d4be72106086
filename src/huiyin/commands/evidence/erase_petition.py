"""Erase the content of a matter, as another person proposed it: salts and data key are destroyed, for ever.

个人信息保护法 第十九条. With the entry the database destroys the matter's data key and the salts of all its
earlier entries; nothing sealed of it opens any more, here or anywhere, and no commitment of it can be opened
again but by the receipts that were given out. That it was done, on which basis, why and by whom, is told by
this entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.evidence.erasures import ERASED, Erasable, load_erasables
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision, update
from huiyin.kernel.errors import Invalid, Refused
from huiyin.kernel.ids import PetitionId, parse_number
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class ErasePetition(Command):
    """Carry out a proposal; `number` is the matter's, written out by the one who confirms."""

    petition: PetitionId
    proposal: UUID
    number: str


def load(commands: Sequence[ErasePetition]) -> list[Erasable]:
    """Lock the matters and read them."""
    return load_erasables(commands)


def decide(subject: Erasable, command: ErasePetition, *, actor: Actor, at: datetime) -> Decision:
    """Refuse the one who proposed it, another number, what was decided, and a matter that lives."""
    subject.require_erasable(at)
    proposal, account = subject.proposal(command.proposal), acting_account(actor)
    if account == proposal.proposed_by:
        raise Refused("erasure.same_person", permission=Permission.EVIDENCE_ERASURE_CONFIRM.value)
    if parse_number(command.number) != subject.matter.number:
        raise Invalid("erasure.wrong_number", field="number")
    return Decision(
        kind="petition.erased",
        subject=command.petition,
        changes=(
            update("petition", id=command.petition, erased_at=at),
            update("erasure", id=proposal.id, state=ERASED, decided_by=account, decided_at=at),
        ),
        facts={
            "proposal": proposal.id,
            "basis": proposal.basis,
            "reason": proposal.reason,
            "proposed_by": proposal.proposed_by,
            # What the destroyed salts can prove no more: that the bodies are still those that were committed.
            "bodies": list(subject.digests),
            "files": subject.files,
        },
    )


HANDLER = Handler(permission=Permission.EVIDENCE_ERASURE_CONFIRM, load=load, decide=decide)
