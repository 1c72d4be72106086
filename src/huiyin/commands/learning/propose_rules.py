"""Propose to put a rule pack or a year of a calendar in force: its exact bytes, from a day on, for a reason.

It changes nothing yet: another person confirms it. 《全国年节及纪念日放假办法》 and the laws of the packs are
announced by others; here they become what clocks are computed by.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.handler import Handler
from huiyin.commands.learning.proposals import Table, load_table
from huiyin.commands.streams import STATUTE
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.rules.access.permissions import Permission
from huiyin.rules.statute.proposed import PACK, Proposed, what_is


@dataclass(frozen=True, kw_only=True)
class ProposeRules(Command):
    """Propose the file whose bytes are `content`; the other members say what the proposer takes it for."""

    id: UUID
    kind: str  # pack, calendar
    name: str  # id of the pack, jurisdiction of the calendar
    version: str
    content: bytes
    digest: bytes
    effective_on: date
    reason: str


def load(commands: Sequence[ProposeRules]) -> list[Table]:
    """Read under lock what waits and what stands."""
    return [load_table()] * len(commands)


def decide(subject: Table, command: ProposeRules, *, actor: Actor, at: datetime) -> Decision:
    """Refuse bytes that are not what they are said to be, unsound ones, and what stands or waits already."""
    found = checked(command.kind, command.content, command.digest)
    if (found.name, found.version) != (command.name, command.version):
        raise Invalid("rules.other_file", field="name", name=found.name, version=found.version)
    if not command.reason.strip():
        raise Invalid("rules.reason_missing", field="reason")
    require_new(found, command.digest, subject.adopted)
    if (command.kind, command.digest) in subject.waiting:
        raise Conflict("rules.proposed_already")
    return Decision(
        kind="statute.rules_proposed",
        subject=STATUTE,
        changes=(
            insert(
                "rule_proposal",
                **vars(command),
                state="proposed",
                proposed_by=acting_account(actor),
                proposed_at=at,
                decided_by=None,
                decided_at=None,
                decided_because="",
            ),
        ),
        facts={
            "id": f"{found.kind}:{found.name}:{found.version}",
            "digest": command.digest,
            "effective_on": command.effective_on,
            "reason": command.reason,
        },
    )


def checked(kind: str, content: bytes, digest: bytes) -> Proposed:
    """Return what the bytes are; Invalid ``rules.wrong_digest`` when they have another digest."""
    if hashlib.sha256(content).digest() != digest:
        raise Invalid("rules.wrong_digest", field="digest")
    return what_is(kind, content, digest=digest)


def require_new(found: Proposed, digest: bytes, adopted: dict[str, bytes]) -> None:
    """Raise Conflict when this file is in force, or its version with other bytes.

    A pack that ships is in force under its own version; the same bytes under another name are the same file.
    """
    key = f"{found.kind}:{found.name}:{found.version}"
    same = (one for one, stands in adopted.items() if stands == digest and one.startswith(f"{found.kind}:"))
    if key in adopted and adopted[key] != digest:
        raise Conflict("rules.version_stands" if found.kind == PACK else "rules.stands_already", id=key)
    for stands in same:
        raise Conflict("rules.stands_already", id=stands)


HANDLER = Handler(permission=Permission.LEARNING_RULES_PROPOSE, load=load, decide=decide)
