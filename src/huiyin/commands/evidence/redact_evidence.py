"""Keep a copy of a file in which parts are blacked out for good (去标识化), to be published later.

个人信息保护法 第五十一条: whoever handles personal data takes measures such as de-identification. The
original stays as it is; the copy is another file, made of pictures only.
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
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.matter import Matter

_FILES = "SELECT id FROM evidence WHERE petition = %s"


@dataclass(frozen=True, kw_only=True)
class RedactEvidence(Command):
    """A copy that lies sealed in the object store: of which file, and how many boxes were blacked out."""

    petition: PetitionId
    evidence: UUID
    id: UUID
    address: str
    size: int
    kind: str
    pages: int
    boxes: int
    sealed_facts: bytes


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The matter, and its files."""

    matter: Matter
    files: frozenset[UUID]

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


def load(commands: Sequence[RedactEvidence]) -> list[Holding]:
    """Load the matter and the names of its files."""
    return [Holding(matter=matter, files=_files(matter.id)) for matter in load_matters(commands)]


def _files(petition: PetitionId) -> frozenset[UUID]:
    return frozenset(row["id"] for row in sql.fetch(sql.WRITER, _FILES, (petition,)))


def decide(subject: Holding, command: RedactEvidence, *, actor: Actor, at: datetime) -> Decision:
    """Keep the copy beside its original."""
    if command.evidence not in subject.files:
        raise Unknown("petition.no_such_part")
    if command.boxes == 0:
        raise Invalid("redaction.nothing", field="boxes")
    row = {name: value for name, value in vars(command).items() if name != "boxes"}
    changes = Changes()
    changes.insert("redaction", **row, office=acting_office(actor), account=acting_account(actor), at=at)
    return Decision(
        kind="petition.evidence_redacted",
        subject=subject.matter.id,
        changes=changes.done(),
        facts={"evidence": command.evidence, "pages": command.pages, "boxes": command.boxes},
    )


HANDLER = Handler(permission=Permission.EVIDENCE_FILE_REDACT, load=load, decide=decide)
