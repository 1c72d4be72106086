"""Set an office's own schedule (本单位保管期限表): classes and periods, from when on, by which approval.

档案法 第二十一条. Each organ sets its own, which the archive authority approves (rules implementing the
Archives Law, 2024): the approval is given as text and kept as given. Before an office has set one, nothing
of it is ever due. What was closed under an earlier schedule is kept by that one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.evidence.erasures import given
from huiyin.commands.evidence.retentions import Archive, archive_of, stream_of
from huiyin.commands.handler import Handler
from huiyin.commands.streams import lock_stream
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.retention.schedule import read_schedule


@dataclass(frozen=True, kw_only=True)
class SetSchedule(Command):
    """The schedule as plain data (`rules.retention.schedule`); `approval` names nobody."""

    id: UUID
    office: OfficeId
    effective_on: date
    settings: Mapping[str, Any]
    approval: str


def load(commands: Sequence[SetSchedule]) -> list[Archive]:
    """Lock the histories of the offices' archives."""
    for command in commands:
        lock_stream(stream_of(command.office))
    return [archive_of(command.office) for command in commands]


def decide(subject: Archive, command: SetSchedule, *, actor: Actor, at: datetime) -> Decision:
    """Take it when it is sound and does not begin in the past."""
    wanted = read_schedule(command.settings)
    if command.effective_on < local_date(at):
        raise Invalid("schedule.past", field="effective_on")
    approval = given(command.approval, "approval")
    return Decision(
        kind="retention.schedule_set",
        subject=stream_of(command.office),
        changes=(
            insert(
                "retention_schedule",
                id=command.id,
                office=command.office,
                effective_on=command.effective_on,
                settings=wanted.plain,
                approval=approval,
                set_by=acting_account(actor),
                set_at=at,
            ),
        ),
        facts={
            "schedule": command.id,
            "office": command.office,
            "effective_on": command.effective_on,
            "approval": approval,
            "settings": wanted.plain,
        },
    )


HANDLER = Handler(permission=Permission.EVIDENCE_SCHEDULE_SET, load=load, decide=decide)
