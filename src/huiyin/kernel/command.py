"""What passes through the door: who (Actor), what (Command), the verdict (Decision), the result (Outcome)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType, Protocol
from uuid import UUID

from huiyin.kernel.ids import AccountId, OfficeId, PetitionId

EntryId = NewType("EntryId", UUID)


class ActorKind(StrEnum):
    """Who can act."""

    PETITIONER = "petitioner"  # holds number and query code, or is filing now
    OFFICIAL = "official"  # signed in, in one post
    SYSTEM = "system"  # a named job with named rights
    INSTALLER = "installer"  # set-up on the machine itself


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, in which capacity, at which moment in time fixed by the way in."""

    kind: ActorKind
    account: AccountId | None = None
    office: OfficeId | None = None
    role: str = ""
    post: UUID | None = None
    petition: PetitionId | None = None  # a petitioner acts on this one matter only
    name: str = ""  # of a system job, such as ``router``; never a person's name


class Command:
    """Base of all commands: frozen keyword-only dataclasses, one file each in ``huiyin.commands``."""


class Op(StrEnum):
    """What a change does to a row. Nothing is ever deleted: rows are closed by a date."""

    INSERT = "+"
    UPDATE = "~"


@dataclass(frozen=True)
class Change:
    """One row as it becomes. `values` always holds the primary key; an update holds only what changes."""

    table: str
    op: Op
    values: Mapping[str, Any]


def insert(table: str, **values: Any) -> Change:
    """Return the change that adds a row."""
    return Change(table, Op.INSERT, values)


def update(table: str, **values: Any) -> Change:
    """Return the change that alters the row named by its key among `values`."""
    return Change(table, Op.UPDATE, values)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Someone to be told after the commit: an office, or the petitioner of the matter."""

    kind: str
    office: OfficeId | None = None
    petition: PetitionId | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a command does, as data: ledger kind, the stream it belongs to, facts, changes, notices.

    `subject` is the petition, or the fixed id of the office or statute stream, whose history the entry
    continues. `facts` are public to the actor and never hold narrative or personal data in clear.
    """

    kind: str
    subject: UUID
    changes: tuple[Change, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    data_keys: Mapping[UUID, bytes] = field(default_factory=dict)  # of new petitions, wrapped
    happened_at: datetime | None = None
    happened_source: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A ledger entry as committed: exact bytes, their commitment, its salt and the signed promise."""

    id: EntryId
    subject: UUID
    kind: str
    at: datetime
    previous: bytes | None
    body: bytes
    salt: bytes
    commitment: bytes
    promise: bytes


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the door hands back."""

    entry: Entry
    decision: Decision


class Signer(Protocol):
    """Signs the promise of an entry; given to the door at start-up."""

    @property
    def origin(self) -> str:
        """Name of the log, part of every promise."""

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message`, 64 bytes."""


class Sealer(Protocol):
    """Seals an entry's salt under the installation's key; given to the door at start-up."""

    def seal_salt(self, salt: bytes, commitment: bytes) -> bytes:
        """Return the salt sealed, bound to its commitment."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """For whom a query shows something; every query takes one, and row-level security applies it.

    An official reads through `offices` (those of the post) and, with the right of oversight, through a
    range of divisions. A petitioner reads one petition. `PUBLIC` reads published figures and the
    tables of offices and divisions only.
    """

    offices: tuple[OfficeId, ...] = ()
    oversight: tuple[int, int] | None = None  # first and last six-digit county code, both included
    petition: PetitionId | None = None
    account: AccountId | None = None


PUBLIC = Reader()
