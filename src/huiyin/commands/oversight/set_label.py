"""Set a label that groups checks under an administrator's own wording; without checks it is withdrawn.

Local slogans have no certain wording, so none is shipped. What the checks rest on is
信访工作条例 第四十二条至第四十五条.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.handler import Handler
from huiyin.commands.streams import OVERSIGHT, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, insert, update
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.oversight.checks import Check

LABEL = "label"
_SETTERS = "SELECT id FROM office WHERE role = 'bureau' AND level = 1"
LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class SetLabel(Command):
    """Group these checks under this name."""

    name: str
    checks: frozenset[Check]

    @property
    def id(self) -> str:
        """The key under which it stands."""
        return f"{LABEL}:{self.name}"


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """Whether a label of this name stands, and which bureaus set labels: those of the province."""

    stands: bool
    setters: frozenset[OfficeId]

    @property
    def standing(self) -> Standing:
        """Labels hold for the whole installation: the head of a provincial bureau sets them."""
        return Standing(overseers=self.setters)


def load(commands: Sequence[SetLabel]) -> list[Labelled]:
    """Lock the stream of oversight; read what stands."""
    lock_stream(OVERSIGHT)
    stands = {row["id"] for row in sql.fetch(sql.WRITER, "SELECT id FROM oversight_setting")}
    setters = frozenset(OfficeId(row["id"]) for row in sql.fetch(sql.WRITER, _SETTERS))
    return [Labelled(stands=command.id in stands, setters=setters) for command in commands]


def decide(subject: Labelled, command: SetLabel, *, actor: Actor, at: datetime) -> Decision:
    """Write it, or replace it."""
    if not command.name.strip() or len(command.name) > LONGEST:
        raise Invalid("label.name", field="name", longest=LONGEST)
    if not command.checks and not subject.stands:
        raise Invalid("label.no_checks", field="checks")
    chosen = tuple(check.value for check in Check if check in command.checks)
    row = {"id": command.id, "kind": LABEL, "name": command.name, "checks": chosen, "value": {}, "at": at}
    change = update if subject.stands else insert
    return Decision(
        kind="oversight.label_set",
        subject=OVERSIGHT,
        changes=(change("oversight_setting", **row),),
        facts={"name": command.name, "checks": chosen},
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_LABEL_SET, load=load, decide=decide)
