"""Set how long an unserved document counts as on its way (在途期设置): a setting here, not law.

Until those days are over no record of non-response is made against an office that issued a document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.oversight.settings import is_set, set_to
from huiyin.commands.streams import OVERSIGHT, lock_stream
from huiyin.kernel.command import Actor, Command, Decision
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
    return [Before(stands=is_set(TRANSIT)) for _ in commands]


def decide(subject: Before, command: SetTransit, *, actor: Actor, at: datetime) -> Decision:
    """Take it when it is sound; what was recorded before stands."""
    wanted = read_transit(command.settings)
    return Decision(
        kind="oversight.transit_set",
        subject=OVERSIGHT,
        changes=(set_to(TRANSIT, wanted.plain, stands=subject.stands, at=at),),
        facts={"settings": wanted.plain},
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_TRANSIT_SET, load=load, decide=decide)
