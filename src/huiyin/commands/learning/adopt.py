"""Adopt a rule pack, a calendar, a topic tree: from now on its digest stands in the ledger.

A file on disk changes nobody's rights; what is in force is what was adopted here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import STATUTE, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Conflict
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class Adopt(Command):
    """Put `kind` `name` in version `version`, whose bytes have `digest`, in force from a day on."""

    kind: str  # pack, calendar, topics
    name: str
    version: str
    digest: bytes
    effective_on: date

    @property
    def id(self) -> str:
        """The key under which it stands."""
        return f"{self.kind}:{self.name}:{self.version}"


@dataclass(frozen=True, kw_only=True)
class Standing(NoSubject):
    """Whether this version stands already."""

    present: bool


def load(commands: Sequence[Adopt]) -> list[Standing]:
    """Lock the stream of the statute; read what stands."""
    lock_stream(STATUTE)
    present = {row["id"] for row in sql.fetch(sql.WRITER, "SELECT id FROM adopted")}
    return [Standing(present=command.id in present) for command in commands]


def decide(subject: Standing, command: Adopt, *, actor: Actor, at: datetime) -> Decision:
    """A version is adopted once; other bytes need another version."""
    if subject.present:
        raise Conflict("adopt.version_stands", id=command.id)
    return Decision(
        kind="statute.adopted",
        subject=STATUTE,
        changes=(insert("adopted", id=command.id, **vars(command), proposal=None),),
        facts={"id": command.id, "digest": command.digest, "effective_on": command.effective_on},
    )


HANDLER = Handler(permission=Permission.LEARNING_RULES_ADOPT, load=load, decide=decide)
