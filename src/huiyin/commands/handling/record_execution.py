"""Record how a supporting opinion was carried out (执行情况): on which day, and what was done.

信访工作条例 第三十二条第二款, 第四十条第一款: who supports a request sees to it that it is carried out.
Another part carried out later is another record; the petitioner reads each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.commands.acting import acting_account, acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.events import Event, EventName


@dataclass(frozen=True, kw_only=True)
class RecordExecution(Command):
    """Record that it was carried out on a day, between the service of the opinion and today; text sealed."""

    petition: PetitionId
    id: UUID
    on: date
    sealed_text: bytes


def load(commands: Sequence[RecordExecution]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: RecordExecution, *, actor: Actor, at: datetime) -> Decision:
    """Record it in the part of the office that leads the matter."""
    step = require_step(subject, "record_execution")
    served_on = subject.supported_on()
    if served_on is None or not served_on <= command.on <= local_date(at):
        raise Invalid("execution.day_impossible", field="on")
    office = acting_office(actor)
    changes = Changes()
    changes.insert("execution", **vars(command), office=office, account=acting_account(actor), at=at)
    record(changes, subject, [_carried_out(subject, office, command.on, at)], at=at)
    return Decision(
        kind="petition.execution_recorded",
        subject=subject.id,
        changes=changes.done(),
        facts={"carried_out_on": command.on, "article": step.article},
        notices=(Notice(kind="execution.recorded", petition=subject.id),),
    )


def _carried_out(matter: Matter, office: OfficeId, on: date, at: datetime) -> Event:
    part = matter.latest_part_of(office)
    return Event(
        name=EventName.OPINION_EXECUTED,
        at=at,
        happened_at=None if on == local_date(at) else on,
        office=office,
        part=str(part.id) if part else None,
    )


HANDLER = Handler(permission=Permission.HANDLING_EXECUTION_RECORD, load=load, decide=decide)
