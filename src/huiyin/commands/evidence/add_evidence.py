"""Add files to a petition that is being handled (补充材料): by the petitioner, or by an office that has it.

信访工作条例 第十九条第一款: facts and reasons are stated by whoever petitions; 第三十一条第六项: the office
hears them. What was filed first stays as it was; files only ever join.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.intake.rows import EvidenceRow
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, ActorKind, Command, Decision, Notice
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step

FILE_LIMIT = 200  # in one matter

_HELD = "SELECT petition, count(*) AS held FROM evidence WHERE petition = ANY(%s) GROUP BY 1"


@dataclass(frozen=True, kw_only=True)
class AddEvidence(Command):
    """Files that lie sealed in the object store already, in the order in which they were given."""

    petition: PetitionId
    files: tuple[EvidenceRow, ...]


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The matter, and how many files it holds."""

    matter: Matter
    held: int

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


def load(commands: Sequence[AddEvidence]) -> list[Holding]:
    """Load the matter; count its files."""
    matters = load_matters(commands)
    rows = sql.fetch(sql.WRITER, _HELD, ([matter.id for matter in matters],))
    held = {row["petition"]: row["held"] for row in rows}
    return [Holding(matter=matter, held=held.get(matter.id, 0)) for matter in matters]


def decide(subject: Holding, command: AddEvidence, *, actor: Actor, at: datetime) -> Decision:
    """Add them behind those that are there; tell every office that has the matter now."""
    matter = subject.matter
    step = require_step(matter, "add_evidence")
    if not command.files:
        raise Invalid("evidence.none", field="files")
    if subject.held + len(command.files) > FILE_LIMIT:
        raise Invalid("evidence.too_many", field="files", limit=FILE_LIMIT)
    by_petitioner = actor.kind is ActorKind.PETITIONER
    changes = Changes()
    for position, file in enumerate(command.files, start=subject.held):
        changes.insert(
            "evidence",
            petition=matter.id,
            position=position,
            added_by="petitioner" if by_petitioner else "office",
            office=actor.office,
            added_at=at,
            **vars(file),
        )
    told = [part.office for part in matter.parts if part.open and part.office != actor.office]
    return Decision(
        kind="petition.evidence_added",
        subject=matter.id,
        changes=changes.done(),
        facts={"files": len(command.files), "article": step.article},
        notices=tuple(
            Notice(kind="evidence.added", office=office, petition=matter.id) for office in dict.fromkeys(told)
        ),
    )


HANDLER = Handler(permission=Permission.EVIDENCE_FILE_ADD, load=load, decide=decide)
