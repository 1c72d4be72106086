"""Record a finding of fact (调查核实情况).

信访工作条例 第三十一条第六项: the office investigates and verifies.
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
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step


@dataclass(frozen=True, kw_only=True)
class RecordFinding(Command):
    """Add a finding, sealed."""

    petition: PetitionId
    id: UUID
    sealed_text: bytes


def load(commands: Sequence[RecordFinding]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: RecordFinding, *, actor: Actor, at: datetime) -> Decision:
    """Add it to the findings."""
    require_step(subject, "record_finding")
    changes = Changes()
    changes.insert(
        "finding", **vars(command), office=acting_office(actor), account=acting_account(actor), at=at
    )
    return Decision(kind="petition.finding_recorded", subject=subject.id, changes=changes.done())


HANDLER = Handler(permission=Permission.HANDLING_FINDING_RECORD, load=load, decide=decide)
