"""Sign an opinion (签发): the head of office approves it; it is issued in the office's own name.

信访工作条例 第三十二条. Who drafted it does not sign it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands import documents
from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.documents import NewDocument, Numbered, load_numbered
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Conflict, Unlawful
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.answers import kind_of_answer
from huiyin.rules.lifecycle.states import OpinionState
from huiyin.rules.lifecycle.steps import require_step


@dataclass(frozen=True, kw_only=True)
class SignOpinion(Command):
    """Sign the draft `opinion`; `document` is what it is typeset from."""

    petition: PetitionId
    opinion: UUID
    document: NewDocument


def load(commands: Sequence[SignOpinion]) -> list[Numbered]:
    """Load the matter, and the numbers of its offices' documents."""
    return load_numbered(commands)


def decide(subject: Numbered, command: SignOpinion, *, actor: Actor, at: datetime) -> Decision:
    """Refuse a draft that was replaced meanwhile, and the hand that drafted it."""
    matter = subject.matter
    step = require_step(matter, "sign_opinion")
    opinion = matter.open_opinion()
    if opinion is None or opinion.id != command.opinion:
        raise Conflict("opinion.replaced_meanwhile")
    if opinion.kind is not kind_of_answer(matter):
        raise Conflict("opinion.class_changed_meanwhile")
    signer, office = acting_account(actor), acting_office(actor)
    if opinion.drafted_by == signer or opinion.office != office:
        raise Unlawful("opinion.drafter_does_not_sign", article=step.article)
    changes = Changes()
    changes.update("opinion", id=opinion.id, state=OpinionState.SIGNED.value, signed_by=signer, signed_at=at)
    documents.issue(
        changes,
        subject,
        command.document,
        office=office,
        kind=opinion.kind.value,
        at=at,
        opinion=opinion.id,
    )
    return Decision(
        kind="petition.opinion_signed",
        subject=matter.id,
        changes=changes.done(),
        facts={"kind": opinion.kind.value, "article": step.article},
    )


HANDLER = Handler(permission=Permission.HANDLING_OPINION_SIGN, load=load, decide=decide)
