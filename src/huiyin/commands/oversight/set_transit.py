"""Set how long an unserved document counts as on its way (在途期设置): a setting here, not law.

Until those days are over no record of non-response is made against an office that issued a document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import OVERSIGHT, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, insert, update
from huiyin.records import sql
from huiyin.records.oversight.settings import TRANSIT
from huiyin.rules.access.permissions import Permission
from huiyin.rules.nonresponse.transit import read_transit


@dataclass(frozen=True, kw_only=True)
class SetTransit(Command):
    """The setting as plain data, as in the file that is shipped."""

    settings: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Before(NoSubject):
    """Whether somebody set it before."""

    stands: bool


def load(commands: Sequence[SetTransit]) -> list[Before]:
    """Lock the stream of oversight; read whether a setting stands."""
    lock_stream(OVERSIGHT)
    stands = bool(sql.fetch(sql.WRITER, "SELECT 1 FROM oversight_setting WHERE id = %s", (TRANSIT,)))
    return [Before(stands=stands) for _ in commands]


def decide(subject: Before, command: SetTransit, *, actor: Actor, at: datetime) -> Decision:
    """Take it when it is sound; what was recorded before stands."""
    wanted = read_transit(command.settings)
    row = {"id": TRANSIT, "kind": TRANSIT, "name": "", "checks": (), "value": wanted.plain, "at": at}
    change = update if subject.stands else insert
    return Decision(
        kind="oversight.transit_set",
        subject=OVERSIGHT,
        changes=(change("oversight_setting", **row),),
        facts={"settings": wanted.plain},
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_TRANSIT_SET, load=load, decide=decide)
