"""Add a witness statement (证人证言): who saw or heard what, when and where; by the petitioner or an office.

信访工作条例 第十九条第一款: facts and reasons are stated by whoever petitions; 第三十一条第六项: the office
hears them and verifies. Statements only ever join; all of one is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, ActorKind, Command, Decision, Notice
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step


@dataclass(frozen=True, kw_only=True)
class AddWitnessStatement(Command):
    """A statement, sealed whole."""

    petition: PetitionId
    id: UUID
    sealed_statement: bytes


def load(commands: Sequence[AddWitnessStatement]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: AddWitnessStatement, *, actor: Actor, at: datetime) -> Decision:
    """Add it to those that are there; tell every other office that has the matter now."""
    step = require_step(subject, "add_witness_statement")
    by_petitioner = actor.kind is ActorKind.PETITIONER
    changes = Changes()
    changes.insert(
        "statement",
        **vars(command),
        added_by="petitioner" if by_petitioner else "office",
        office=actor.office,
        account=actor.account,
        at=at,
    )
    told = [part.office for part in subject.parts if part.open and part.office != actor.office]
    return Decision(
        kind="petition.statement_added",
        subject=subject.id,
        changes=changes.done(),
        facts={"article": step.article},
        notices=tuple(
            Notice(kind="statement.added", office=office, petition=subject.id)
            for office in dict.fromkeys(told)
        ),
    )


HANDLER = Handler(permission=Permission.EVIDENCE_STATEMENT_ADD, load=load, decide=decide)
