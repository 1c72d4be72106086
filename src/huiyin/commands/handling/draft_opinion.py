"""Draft what answers the matter: an opinion, a duty reply, a reply.

信访工作条例 第三十二条: a handling opinion states the request, facts and reasons, the opinion and its legal
basis; it supports, explains, or does not support. Route 31(5) is answered by performing the duty or by a
reply; suggestions (第二十九条) and accusations (第三十条) by a reply.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.answers import OUTCOMES, kind_of_answer
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.stamp import require_unchanged
from huiyin.rules.lifecycle.states import OpinionState
from huiyin.rules.lifecycle.steps import require_step


@dataclass(frozen=True, kw_only=True)
class DraftOpinion(Command):
    """Keep a draft; an unsigned draft of the same office is replaced by a new one."""

    petition: PetitionId
    id: UUID
    outcome: str
    sealed_content: bytes
    seen: str | None = None  # stamp of the matter as the person saw it


def load(commands: Sequence[DraftOpinion]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: DraftOpinion, *, actor: Actor, at: datetime) -> Decision:
    """Keep it in the form that class and route demand."""
    require_unchanged(subject, command.seen)
    require_step(subject, "draft_opinion")
    kind = kind_of_answer(subject)
    if command.outcome not in OUTCOMES[kind]:
        raise Invalid("opinion.unknown_outcome", field="outcome")
    office = acting_office(actor)
    changes = Changes()
    for opinion in subject.opinions:
        if opinion.state is OpinionState.DRAFTED and opinion.office == office:
            changes.update("opinion", id=opinion.id, state=OpinionState.REPLACED.value)
    changes.insert(
        "opinion",
        id=command.id,
        petition=command.petition,
        outcome=command.outcome,
        sealed_content=command.sealed_content,
        office=office,
        kind=kind.value,
        state=OpinionState.DRAFTED.value,
        drafted_by=acting_account(actor),
        drafted_at=at,
        signed_by=None,
        signed_at=None,
    )
    return Decision(
        kind="petition.opinion_drafted",
        subject=subject.id,
        changes=changes.done(),
        facts={"kind": kind.value, "outcome": command.outcome},
    )


HANDLER = Handler(permission=Permission.HANDLING_OPINION_DRAFT, load=load, decide=decide)
