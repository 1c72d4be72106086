"""Import an answer (导入答复): the reply that an office gave before the matter came into this system.

信访工作条例 第二十一条第一款: matters of every channel enter the system; those that were answered before it
stood enter with their answer. What happened is dated by its source, what is recorded is recorded today.
Class and route stay undecided: nobody here decided them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.commands import documents
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.documents import NewDocument, Numbered, load_numbered
from huiyin.commands.handler import Handler
from huiyin.commands.parts import open_part
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.kernel.ids import OfficeId, PetitionId, named_id
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.matter import Matter, Part
from huiyin.rules.lifecycle.states import PartRole, State
from huiyin.rules.statute.events import Event, EventName

KIND = "reply"
_KNOWN = "SELECT id FROM office WHERE id = ANY(%s)"
_UNANSWERED = frozenset({State.REGISTERED, State.TRANSFERRED})


@dataclass(frozen=True, kw_only=True)
class ImportAnswer(Command):
    """Record that the matter was answered at `answered_at`; by `office`, when nobody has the matter yet."""

    petition: PetitionId
    office: OfficeId
    document: NewDocument
    answered_at: datetime
    source: str


@dataclass(frozen=True, kw_only=True)
class Replied:
    """The matter, the numbers of documents, and whether the office that answered stands."""

    numbered: Numbered
    office_stands: bool

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.numbered.standing


def load(commands: Sequence[ImportAnswer]) -> list[Replied]:
    """Load the matters, and the numbers of documents at the offices that answered."""
    offices = sorted({command.office for command in commands})
    numbered = load_numbered(commands, offices)
    known = {row["id"] for row in sql.fetch(sql.WRITER, _KNOWN, (offices,))}
    return [
        Replied(numbered=one, office_stands=command.office in known)
        for one, command in zip(numbered, commands, strict=True)
    ]


def decide(subject: Replied, command: ImportAnswer, *, actor: Actor, at: datetime) -> Decision:
    """Send it to who answered, serve the answer, close it; all dated by the source."""
    matter = subject.numbered.matter
    received = _received(matter)
    if not subject.office_stands:
        raise Invalid("import.unknown_office", field="office")
    if not received <= command.answered_at <= at:
        raise Invalid("import.answered_before_it_was_asked", field="reply_time")
    part = next((one for one in matter.parts if one.role is PartRole.LEAD and one.open), None)
    changes = Changes()
    events: list[Event] = []
    if part is None:
        part = _lead(matter, command.office)
        open_part(changes, matter, part, at=at)
        events += _sent_on(matter, part, received, at)
    events += [_event(name, part, command.answered_at, at) for name in _ANSWERED]
    after = replace(
        matter,
        state=State.ANSWERED,
        lead=part.office,
        offices=tuple(dict.fromkeys((*matter.offices, part.office))),
        parts=(*(one for one in matter.parts if one.id != part.id), part),
    )
    _write(changes, subject.numbered, part, command, at)
    record(changes, after, events, at=at)
    changes.update("part", id=part.id, state="handled", closed_at=command.answered_at, next_due_on=None)
    return Decision(
        kind="petition.answer_imported",
        subject=matter.id,
        changes=changes.done(),
        facts={"office": part.office, "served_on": local_date(command.answered_at)},
        happened_at=command.answered_at,
        happened_source=command.source,
    )


# Who is answered is told; and the office has done its share.
_ANSWERED = (EventName.NOTICE_SERVED, EventName.PETITION_CONCLUDED)


def _received(matter: Matter) -> datetime:
    """Return when the message was sent; only what was imported itself may have its answer imported."""
    first = next((event for event in matter.events if event.name is EventName.PETITION_RECEIVED), None)
    if first is None or not isinstance(first.happened_at, datetime):
        raise Conflict("import.not_an_import")
    if matter.state not in _UNANSWERED:
        raise Conflict("import.answered_already")
    return first.happened_at


def _lead(matter: Matter, office: OfficeId) -> Part:
    identity = named_id(f"part {matter.id} {office} {PartRole.LEAD}")
    return Part(id=identity, office=office, role=PartRole.LEAD, open=True)


def _sent_on(matter: Matter, part: Part, received: datetime, at: datetime) -> list[Event]:
    bureau = matter.part_of(matter.bureau)
    sent = [] if bureau is None else [_event(EventName.PETITION_TRANSFERRED, bureau, received, at)]
    return [*sent, _event(EventName.OFFICE_RECEIVED_TRANSFER, part, received, at)]


def _event(name: EventName, part: Part, happened: datetime, at: datetime) -> Event:
    return Event(name=name, at=at, happened_at=happened, office=part.office, part=str(part.id))


def _write(changes: Changes, subject: Numbered, part: Part, command: ImportAnswer, at: datetime) -> None:
    matter, answered_on = subject.matter, local_date(command.answered_at)
    changes.insert(
        "document",
        id=command.document.id,
        petition=matter.id,
        office=part.office,
        kind=KIND,
        **subject.numbers.take(part.office, KIND, answered_on),
        opinion=None,
        sealed_content=command.document.sealed_content,
    )
    documents.serve(changes, matter, command.document.id, way=documents.PORTAL, served_on=answered_on, at=at)
    changes.update(
        "petition",
        id=matter.id,
        state=State.ANSWERED.value,
        lead=part.office,
        offices=tuple(dict.fromkeys((*matter.offices, part.office))),
        closed_on=answered_on,
    )


HANDLER = Handler(permission=Permission.INTAKE_PETITION_IMPORT, load=load, decide=decide)
