"""Serve a document (送达): its day ends the office's clock and starts the petitioner's window.

信访工作条例 第二十三条 (notices), 第三十二条 (opinions), 第三十五条 (30 days from receipt of the reply).
By portal only with consent (民事诉讼法 第九十条 by analogy): its day is that of arrival.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from huiyin.commands import documents
from huiyin.commands.acting import close_part
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict, Invalid, Unknown, Unlawful
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Document, Matter
from huiyin.rules.lifecycle.states import OpinionState, State
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.events import NO_FACTS, Facts

WAYS = frozenset({"portal", "post", "in_person"})


@dataclass(frozen=True, kw_only=True)
class ServeDocument(Command):
    """Record that a document reached the petitioner, in which way and on which day."""

    petition: PetitionId
    document: UUID
    way: str
    served_on: date


def load(commands: Sequence[ServeDocument]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: ServeDocument, *, actor: Actor, at: datetime) -> Decision:
    """Serve it once; an opinion or reply served answers the matter."""
    step = require_step(subject, "serve_document")
    document = _document(subject, command, at)
    changes = Changes()
    documents.serve(changes, subject, document.id, way=command.way, served_on=command.served_on, at=at)
    office = document.office  # whoever hands it over, the clock is that of the office that issued it
    said = _said(subject, document)
    events = documents.served_events(subject, document.kind, office, on=command.served_on, at=at, facts=said)
    after = subject
    if document.opinion is not None:
        after = _answered(subject, document, changes, at)
    if document.kind in documents.LAST:
        after = close_part(changes, after, office, at)
    record(changes, after, events, at=at)
    return Decision(
        kind="petition.document_served",
        subject=subject.id,
        changes=changes.done(),
        facts={
            "kind": document.kind,
            "way": command.way,
            "served_on": command.served_on,
            "article": step.article,
        },
        notices=(Notice(kind="document.served", petition=subject.id),),
    )


def _document(matter: Matter, command: ServeDocument, at: datetime) -> Document:
    document = next((one for one in matter.documents if one.id == command.document), None)
    if document is None:
        raise Unknown("document.unknown")
    if document.served_on is not None:
        raise Conflict("document.served_already")
    if command.way not in WAYS:
        raise Invalid("service.unknown_way", field="way")
    if command.way == documents.PORTAL and not matter.electronic:
        raise Unlawful("service.no_consent", article="民事诉讼法 第九十条")
    if not document.issued_on <= command.served_on <= local_date(at):
        raise Invalid("service.day_impossible", field="served_on")
    return document


def _said(matter: Matter, document: Document) -> Facts:
    """Return what an opinion says: from its service on the office owes that what it supports is done."""
    opinion = next((one for one in matter.opinions if one.id == document.opinion), None)
    return {"outcome": opinion.outcome} if opinion else NO_FACTS


def _answered(matter: Matter, document: Document, changes: Changes, at: datetime) -> Matter:
    changes.update("opinion", id=document.opinion, state=OpinionState.SERVED.value)
    changes.update("petition", id=matter.id, state=State.ANSWERED.value, closed_on=local_date(at))
    return replace(matter, state=State.ANSWERED)


HANDLER = Handler(permission=Permission.HANDLING_DOCUMENT_SERVE, load=load, decide=decide)
