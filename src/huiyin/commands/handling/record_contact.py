"""Record a contact with the petitioner (联系记录): telephone, visit, letter, message.

信访工作条例 第三十一条第六项: the office hears what the petitioner states, facts and reasons.
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
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step

WAYS = frozenset({"telephone", "visit", "letter", "message", "field"})


@dataclass(frozen=True, kw_only=True)
class RecordContact(Command):
    """Record that the petitioner was (or was not) reached, and what was said, sealed."""

    petition: PetitionId
    id: UUID
    way: str
    reached: bool
    sealed_note: bytes


def load(commands: Sequence[RecordContact]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: RecordContact, *, actor: Actor, at: datetime) -> Decision:
    """Add it to the contact log."""
    require_step(subject, "record_contact")
    if command.way not in WAYS:
        raise Invalid("contact.unknown_way", field="way")
    changes = Changes()
    changes.insert(
        "contact", **vars(command), office=acting_office(actor), account=acting_account(actor), at=at
    )
    return Decision(
        kind="petition.contact_recorded",
        subject=subject.id,
        changes=changes.done(),
        facts={"way": command.way, "reached": command.reached},
    )


HANDLER = Handler(permission=Permission.HANDLING_CONTACT_RECORD, load=load, decide=decide)
