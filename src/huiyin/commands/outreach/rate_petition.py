"""Rate how a matter was handled (评价): bureau and office apart, once each.

信访工作条例 第二十一条第二款: the petitioner can query and evaluate. Offices are measured, petitioners never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step

GRADES = range(1, 6)


@dataclass(frozen=True, kw_only=True)
class RatePetition(Command):
    """Rate the bureau or the office: 5 very satisfied (非常满意) to 1 very dissatisfied (非常不满意)."""

    petition: PetitionId
    id: UUID
    of: str
    grade: int
    sealed_comment: bytes | None


def load(commands: Sequence[RatePetition]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: RatePetition, *, actor: Actor, at: datetime) -> Decision:
    """Record the rating of whoever answered for that side."""
    step = require_step(subject, "rate")
    office = _rated(subject, command.of)
    if command.grade not in GRADES:
        raise Invalid("rating.unknown_grade", field="grade")
    if (command.of, office) in subject.rated:
        raise Conflict("rating.given_already")
    changes = Changes()
    changes.insert("rating", **vars(command), office=office, at=at)
    return Decision(
        kind="petition.rated",
        subject=subject.id,
        changes=changes.done(),
        facts={"of": command.of, "office": office, "grade": command.grade, "article": step.article},
    )


def _rated(matter: Matter, of: str) -> OfficeId:
    offices = {"bureau": matter.bureau, "office": matter.lead}
    office = offices.get(of)
    if office is None:
        raise Invalid("rating.nobody_to_rate", field="of")
    return office


HANDLER = Handler(permission=Permission.OUTREACH_PETITION_RATE, load=load, decide=decide)
