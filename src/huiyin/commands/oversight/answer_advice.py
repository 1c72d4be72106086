"""Answer advice (书面反馈建议采纳情况): the head of the office says whether it is adopted, and why not.

信访工作条例 第四十条第四款. Owed whatever has become of the supervision item meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.commands.oversight.advices import Advice, advices_of
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.events import Event, EventName

ADOPTED = ("adopted", "partly_adopted", "not_adopted")


@dataclass(frozen=True, kw_only=True)
class AnswerAdvice(Command):
    """`adopted` is one of `ADOPTED`; what is done, or the reasons against it, is sealed."""

    petition: PetitionId
    advice: UUID
    adopted: str
    sealed_answer: bytes


@dataclass(frozen=True, kw_only=True)
class Advised:
    """The matter, and the advice sent in it."""

    matter: Matter
    advices: tuple[Advice, ...]

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


def load(commands: Sequence[AnswerAdvice]) -> list[Advised]:
    """Load the matter and the advice sent in it."""
    matters = load_matters(commands)
    sent = advices_of([matter.id for matter in matters])
    return [Advised(matter=matter, advices=sent[matter.id]) for matter in matters]


def decide(subject: Advised, command: AnswerAdvice, *, actor: Actor, at: datetime) -> Decision:
    """Record the reply of the office that was advised, once; it ends the clock of that advice."""
    advice = next((one for one in subject.advices if one.id == command.advice), None)
    if advice is None:
        raise Unknown("advice.unknown")
    if advice.office != acting_office(actor):
        raise Refused("access.refused")
    if advice.answered:
        raise Conflict("advice.answered_already")
    if command.adopted not in ADOPTED:
        raise Invalid("advice.unknown_answer", field="adopted")
    changes = Changes()
    changes.update(
        "advice",
        id=advice.id,
        answered_at=at,
        answered_by=acting_account(actor),
        adopted=command.adopted,
        sealed_answer=command.sealed_answer,
    )
    answered = Event(name=EventName.ADVICE_ANSWERED, at=at, office=advice.office, part=str(advice.id))
    record(changes, subject.matter, [answered], at=at)
    return Decision(
        kind="petition.advice_answered",
        subject=command.petition,
        changes=changes.done(),
        facts={"office": advice.office, "adopted": command.adopted},
        notices=(Notice(kind="advice.answered", office=advice.sender, petition=command.petition),),
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_ADVICE_ANSWER, load=load, decide=decide)
