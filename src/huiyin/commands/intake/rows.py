"""The rows that come with a filing, their personal parts sealed already."""

from dataclasses import dataclass
from uuid import UUID

from huiyin.kernel.ids import OfficeId


@dataclass(frozen=True, kw_only=True)
class PetitionerRow:
    """A petitioner, representative, guardian or agent."""

    id: UUID
    part_played: str
    kind: str
    foreign: bool
    minor: bool
    stands_for: UUID | None
    sealed_identity: bytes


@dataclass(frozen=True, kw_only=True)
class RespondentRow:
    """Whom the matter is about; `office` when picked from the table of offices."""

    id: UUID
    office: OfficeId | None
    accused: bool
    sealed_name: bytes | None


@dataclass(frozen=True, kw_only=True)
class EvidenceRow:
    """A file that lies sealed in the object store."""

    id: UUID
    address: str
    size: int
    kind: str
    sealed_facts: bytes
