"""Archives for tests: an office with a schedule, matters whose period is over, and lists of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from builders.filings import Life
from builders.stages import executed
from builders.world import BUREAU, DISPATCHER, ERASER
from huiyin.commands.evidence.destruction_carrying import OrderDestruction
from huiyin.commands.evidence.destruction_decisions import ApproveDestruction
from huiyin.commands.evidence.draw_up_destruction import DrawUpDestruction
from huiyin.commands.evidence.set_retention import SetRetention
from huiyin.commands.evidence.set_schedule import SetSchedule
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Outcome
from huiyin.kernel.ids import OfficeId, new_id
from huiyin.prepare import destroying
from huiyin.rules.retention.schedule import shipped_schedule
from support.moment import AT

APPROVAL = "锦江区档案主管部门同意施行（锦档函〔2026〕3号）"
YEARS_ON = 11  # the year in which what was closed in 2026 and kept for ten years is due


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A destruction list and the moment of what was done last with it."""

    id: UUID
    at: datetime
    outcome: Outcome

    @property
    def listed(self) -> int:
        """How many matters were on it when it was drawn up."""
        return int(self.outcome.decision.facts["listed"])


def scheduled(
    office: OfficeId = BUREAU, actor: Actor = ERASER, *, at: datetime = AT, **settings: Any
) -> Outcome:
    """Set the shipped draft as an office's own schedule, from today on; `settings` replace parts of it."""
    command = SetSchedule(
        id=new_id(at),
        office=office,
        effective_on=local_date(at),
        settings={**shipped_schedule().plain, **settings},
        approval=APPROVAL,
    )
    return door.execute(command, actor=actor, at=at)


def keep(
    life: Life,
    category: str | None = "precedent",
    actor: Actor = DISPATCHER,
    *,
    held: bool = False,
    reason: str = "同类事项的先例",
) -> Life:
    """Set how long a matter is kept."""
    command = SetRetention(
        petition=life.petition, id=new_id(life.at), category=category, held=held, reason=reason
    )
    return life.then(command, actor)


def years_later(at: datetime, years: int = YEARS_ON) -> datetime:
    """Return the second of March, so many years later."""
    return at.replace(year=at.year + years, month=3, day=2)


def due(life: Life | None = None) -> Life:
    """A matter that was answered and carried out, and whose ten years are over."""
    life = life or executed()
    return replace(life, at=years_later(life.at))


def draw_up(at: datetime, actor: Actor = DISPATCHER, up_to: date | None = None) -> Drawn:
    """Draw up the list of what is due in the archive of the actor's office."""
    today = local_date(at)
    assert actor.office is not None
    command = DrawUpDestruction(
        id=new_id(at), office=actor.office, up_to=up_to or today - timedelta(days=1), on=today
    )
    outcome = door.execute(command, actor=actor, at=at)
    return Drawn(id=command.id, at=at, outcome=outcome)


def approve(drawn: Drawn, actor: Actor = ERASER, matters: int | None = None) -> Drawn:
    """Approve a list, as a second person."""
    command = ApproveDestruction(destruction=drawn.id, matters=drawn.listed if matters is None else matters)
    door.execute(command, actor=actor, at=drawn.at + timedelta(hours=1))
    return replace(drawn, at=drawn.at + timedelta(hours=1))


def order(drawn: Drawn, actor: Actor = DISPATCHER) -> Drawn:
    """Order that a list is carried out."""
    at = drawn.at + timedelta(hours=1)
    door.execute(OrderDestruction(destruction=drawn.id), actor=actor, at=at)
    return replace(drawn, at=at)


def carry_out(drawn: Drawn) -> destroying.Carried:
    """Carry out what was ordered."""
    return destroying.carry_out(lambda: drawn.at + timedelta(hours=1))
