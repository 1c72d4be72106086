"""Draw up a destruction list (编制销毁清册): every matter of the office whose period ended by a day.

档案法 第二十一条. Nobody picks: the longest closed first, all that is due, up to what one list holds. What
may not go (contestable, supervised, not carried out …) stands on it as left out, with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.evidence.due_for_destruction import Candidate, candidates
from huiyin.commands.evidence.retentions import Archive, archive_of, stream_of
from huiyin.commands.handler import Handler
from huiyin.commands.streams import lock_stream
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Conflict, Invalid, Unlawful
from huiyin.kernel.ids import OfficeId, new_id
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.retention.leaving import OWN_SCHEDULE
from huiyin.rules.retention.lists import ListState, approvers_of
from huiyin.rules.retention.schedule import schedule_of

_NOTHING_YET = {
    "decided_by": None,
    "decided_role": "",
    "decided_at": None,
    "decided_because": "",
    "ordered_by": None,
    "ordered_at": None,
    "done_at": None,
}
_SERIAL = "SELECT COALESCE(max(serial), 0) + 1 AS next FROM destruction_list WHERE office = %s AND year = %s"


@dataclass(frozen=True, kw_only=True)
class DrawUpDestruction(Command):
    """Draw up, on this day, a list of what is due: periods whose last day is `up_to` or before."""

    id: UUID
    office: OfficeId
    up_to: date
    on: date


@dataclass(frozen=True, kw_only=True)
class Due:
    """What is due in an office's archive, and the serial that its next list of the year gets."""

    archive: Archive
    found: tuple[Candidate, ...]
    serial: int

    @property
    def standing(self) -> Standing:
        """Its office's."""
        return self.archive.standing


def load(commands: Sequence[DrawUpDestruction]) -> list[Due]:
    """Lock the history of the office's archive: lists of one office are drawn up one after another."""
    for command in commands:
        lock_stream(stream_of(command.office))
    return [_due(command) for command in commands]


def decide(subject: Due, command: DrawUpDestruction, *, actor: Actor, at: datetime) -> Decision:
    """Refuse without a schedule in force, for a day that is not over, and when nothing may go."""
    if command.on != local_date(at):
        raise Conflict("destruction.other_day")
    if schedule_of(subject.archive.adopted, command.on, on=command.on) is None:
        raise Unlawful("retention.no_schedule", article=OWN_SCHEDULE)
    if command.up_to >= command.on:
        raise Invalid("destruction.future", field="up_to")
    items = [_item(one, command, at) for one in subject.found]
    listed = sum(not item["hindered"] for item in items)
    if not listed:
        raise Conflict("destruction.nothing_due", left_out=len(items))
    row = {
        "id": command.id,
        "office": command.office,
        "year": command.on.year,
        "serial": subject.serial,
        "up_to": command.up_to,
        "approvers": approvers_of([_approvers(one, at) for one in subject.found]),
    }
    return Decision(
        kind="destruction.drawn_up",
        subject=command.id,
        changes=(
            insert(
                "destruction_list",
                **row,
                state=ListState.DRAWN.value,
                drawn_by=acting_account(actor),
                drawn_role=actor.role,
                drawn_at=at,
                **_NOTHING_YET,
            ),
            *(insert("destruction_item", **item) for item in items),
        ),
        facts={**row, "role": actor.role, "listed": listed, "left_out": len(items) - listed},
    )


def _due(command: DrawUpDestruction) -> Due:
    archive = archive_of(command.office)
    serial = sql.fetch(sql.WRITER, _SERIAL, (command.office, command.on.year))[0]["next"]
    found = candidates(command.office, archive.adopted, up_to=command.up_to, on=command.on)
    return Due(archive=archive, found=found, serial=serial)


def _item(one: Candidate, command: DrawUpDestruction, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(at),
        "matter": one.matter.id,
        "destruction": command.id,
        "office": command.office,
        "number": one.matter.number,
        "category": one.period.category,
        "years": one.period.years,
        "closed_on": one.period.closed_on,
        "ended_on": one.ended_on,
        "hindered": one.hindrance.code if one.hindrance else "",
    }


def _approvers(one: Candidate, at: datetime) -> tuple[str, ...]:
    adopted = one.beside.adopted_for(at)
    category = adopted.schedule.category(one.period.category) if adopted else None
    return tuple(role.value for role in category.approved_by) if category else ()


HANDLER = Handler(permission=Permission.EVIDENCE_DESTRUCTION_DRAW, load=load, decide=decide)
