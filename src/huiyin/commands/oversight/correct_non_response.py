"""Correct a record of non-response (更正): later facts show that it no longer holds, or an office says so.

信访工作条例 第二十八条第一款 demands diligence of offices; a record that is wrong must not stand against
one. Nothing is deleted: the correction is an entry with its reason, and the record is given out as corrected
from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.acting import acting_office
from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.silences import Recorded, Silent, load_silent
from huiyin.kernel import canonical
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Invalid, Unknown, Unlawful
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.nonresponse.corrections import Correction, Due, correction_due
from huiyin.rules.nonresponse.statement import both_names, content_of, nameable

ARTICLE = "信访工作条例 第二十八条第一款"


@dataclass(frozen=True, kw_only=True)
class CorrectNonResponse(Command):
    """Correct one record. `on` is the day of the answer when an office states it; else the facts give it."""

    petition: PetitionId
    record: UUID
    reason: Correction
    on: date | None = None


def load(commands: Sequence[CorrectNonResponse]) -> list[Silent]:
    """Load the matter and its records."""
    return load_silent(commands)


def decide(subject: Silent, command: CorrectNonResponse, *, actor: Actor, at: datetime) -> Decision:
    """Correct once; a reason that facts must show is compared with them, what an office states is its own."""
    record = _standing(subject, command.record)
    stated = command.reason is Correction.OFFICE_STATES_ANSWER
    due = _stated(command, record) if stated else _shown(subject, record, command, at)
    office = acting_office(actor) if stated else None
    told = _told(subject, record, due, office, at)
    changes = Changes()
    changes.update("nonresponse", id=record.id, corrected_at=at, correction=told)
    matter = subject.matter
    return Decision(
        kind="petition.nonresponse_corrected",
        subject=matter.id,
        changes=changes.done(),
        facts={
            "number": matter.number,
            "record": record.position,
            "corrects": content_of(record.statement),
            "content": content_of(told),
            "reason": due.correction,
            "on": due.on,
            "demo": matter.demo,
        },
        notices=(Notice(kind="nonresponse.corrected", petition=matter.id),),
    )


def _standing(subject: Silent, which: UUID) -> Recorded:
    record = next((one for one in subject.records if one.id == which), None)
    if record is None:
        raise Unknown("nonresponse.unknown")
    if record.corrected:
        raise Conflict("nonresponse.corrected_already")
    return record


def _stated(command: CorrectNonResponse, record: Recorded) -> Due:
    if command.on is None or command.on > record.binding_on:
        raise Invalid("nonresponse.day_not_within_limit", field="on")
    if command.on < date.fromisoformat(record.statement["started_on"]):
        raise Invalid("nonresponse.day_before_start", field="on")
    return Due(correction=command.reason, on=command.on)


def _shown(subject: Silent, record: Recorded, command: CorrectNonResponse, at: datetime) -> Due:
    due = correction_due(subject.clock(record.clock, at=at), binding_on=record.binding_on)
    if due is None or due.correction is not command.reason:
        raise Unlawful("nonresponse.holds", article=ARTICLE)
    return due


def _told(
    subject: Silent, record: Recorded, due: Due, office: OfficeId | None, at: datetime
) -> dict[str, Any]:
    named = nameable(subject.matter, office)
    plain: dict[str, Any] = canonical.plain(
        {
            "number": subject.matter.number,
            "record": record.position,
            "corrected_on": local_date(at),
            "reason": due.correction,
            "on": due.on,
            "office": None if named is None else {"id": named, **both_names(named)},
        }
    )
    return plain


HANDLER = Handler(permission=Permission.OVERSIGHT_NONRESPONSE_CORRECT, load=load, decide=decide)
