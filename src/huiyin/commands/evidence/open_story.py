"""Open story, identity and files of a petition: one ledger entry a reader, petition and day.

The petitioner sees who opened the file (office and role, not the official's name). 个人信息保护法 第三十四条:
within the limits that the duty demands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter


@dataclass(frozen=True, kw_only=True)
class OpenStory(Command):
    """Ask for leave to open one petition today; asked once a day (see queries.evidence.grants)."""

    petition: PetitionId


def load(commands: Sequence[OpenStory]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: OpenStory, *, actor: Actor, at: datetime) -> Decision:
    """Grant it for today."""
    changes = Changes()
    changes.insert(
        "story_grant",
        id=new_id(at),
        petition=subject.id,
        account=acting_account(actor),
        office=acting_office(actor),
        role=actor.role,
        on=local_date(at),
    )
    return Decision(
        kind="petition.story_opened",
        subject=subject.id,
        changes=changes.done(),
        facts={"office": acting_office(actor), "role": actor.role},
    )


HANDLER = Handler(permission=Permission.EVIDENCE_STORY_OPEN, load=load, decide=decide)
