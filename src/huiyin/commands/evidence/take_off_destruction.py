"""Take a matter off a destruction list that waits: it gets a new period, or a hold, for a reason.

档案法 第二十一条. Nobody lets a matter vanish from a list: it stands there as taken off, and why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.commands.evidence.destructions import is_waiting, load_list, outcome, require_waiting
from huiyin.commands.evidence.erasures import given
from huiyin.commands.evidence.retentions import Kept, load_kept, retention_set
from huiyin.commands.handler import Handler
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.retention.lists import DestructionList, ItemState, ListState
from huiyin.rules.retention.period import last_day, starts_on
from huiyin.rules.retention.schedule import PERMANENT


@dataclass(frozen=True, kw_only=True)
class TakeOffDestruction(Command):
    """Give a listed matter another class, or hold it; `id`: of its row of retention, if it is the first."""

    petition: PetitionId
    destruction: UUID
    id: UUID
    category: str | None
    held: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A matter under lock, the list, and whether it waits there."""

    kept: Kept
    found: DestructionList
    waits: bool

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.kept.standing


def load(commands: Sequence[TakeOffDestruction]) -> list[Listed]:
    """Lock the matters, then the lists, in this order as everywhere."""
    kept = load_kept(commands)
    return [_listed(one, command) for one, command in zip(kept, commands, strict=True)]


def decide(subject: Listed, command: TakeOffDestruction, *, actor: Actor, at: datetime) -> Decision:
    """Refuse on a list that was decided, of what is on it no more, and a period that is over as well."""
    subject.found.require(ListState.DRAWN)
    require_waiting(waits=subject.waits)
    reason = given(command.reason, "reason")
    years = None if command.category is None else subject.kept.beside.category(command.category, at).years
    if not command.held and not _keeps(subject.kept, years, at):
        raise Invalid("destruction.period_over", field="category")
    values = {"category": command.category, "years": years, "held": command.held, "reason": reason}
    return Decision(
        kind="petition.destruction_taken_off",
        subject=command.petition,
        changes=(
            retention_set(subject.kept, actor=actor, at=at, id=command.id, **values),
            outcome(subject.found, command.petition, ItemState.TAKEN_OFF, why=reason, at=at),
        ),
        facts={"list": command.destruction, "number": subject.found.number, **values},
    )


def _listed(kept: Kept, command: TakeOffDestruction) -> Listed:
    found = load_list(command.destruction).found
    return Listed(kept=kept, found=found, waits=is_waiting(found.id, command.petition))


def _keeps(kept: Kept, years: int | None, at: datetime) -> bool:
    """Whether a matter with so many years stays beyond today."""
    period = kept.beside.period(at)
    if years is None or period is None:
        return False
    return years == PERMANENT or last_day(starts_on(period.closed_on, period.runs_from), years) >= local_date(
        at
    )


HANDLER = Handler(permission=Permission.EVIDENCE_RETENTION_SET, load=load, decide=decide)
