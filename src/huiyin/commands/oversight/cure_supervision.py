"""Close what has been cured (督办事项自行了结): what was owed was done, late, or is owed no longer.

信访工作条例 第四十条. That it was late stays written: the item keeps the last day in law and the day it was
done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.oversight.watching import Supervised, close, load_supervised, unwatch
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.oversight.breaches import Item, advised, cure


@dataclass(frozen=True, kw_only=True)
class CureSupervision(Command):
    """Look again at the items of this matter."""

    petition: PetitionId


def load(commands: Sequence[CureSupervision]) -> list[Supervised]:
    """Load the matter with its items."""
    return load_supervised(commands)


def decide(subject: Supervised, command: CureSupervision, *, actor: Actor, at: datetime) -> Decision:
    """Close each item that is cured; raise Conflict when there is nothing to look at."""
    today, changes, after = local_date(at), Changes(), subject
    closed: list[Item] = []
    for item in subject.watched.items:
        now = after.item(item.id)
        if now is None or not now.standing:
            continue
        cured = cure(after.watched, now, today)
        if cured is not None:
            after = close(changes, after, now, today, closed_by=cured.how, cured_on=cured.on)
            closed.append(now)
        elif now.due_on is not None and advised(after.watched.matter, now):
            changes.update("supervision_item", id=now.id, due_on=None)  # the bureau has acted
    unwatch(changes, after)
    if not changes.done():
        raise Conflict("supervision.nothing_cured")
    return Decision(
        kind="petition.supervision_cured",
        subject=command.petition,
        changes=changes.done(),
        facts={"cured": [[one.check.value, one.office, one.since] for one in closed]},
    )


HANDLER = Handler(permission=Permission.OVERSIGHT_SUPERVISION_RAISE, load=load, decide=decide)
