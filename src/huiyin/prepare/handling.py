"""An official's typed work becomes a command: texts sealed, documents composed, checked and sealed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from huiyin.commands.documents import NewDocument
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.commands.handling.decline_petition import DeclinePetition, RedirectPetition
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.commands.handling.extend_deadline import ExtendDeadline
from huiyin.commands.handling.record_contact import RecordContact
from huiyin.commands.handling.record_execution import RecordExecution
from huiyin.commands.handling.record_finding import RecordFinding
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.handling.sign_opinion import SignOpinion
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.kernel.ids import OfficeId, new_id
from huiyin.prepare.house import vault
from huiyin.prepare.papers import Content, drafted
from huiyin.prepare.work import Work
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.statute.questionnaire import read_path
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import seal_json, seal_text


def classify(work: Work, said: Mapping[str, Any]) -> ClassifyPetition:
    """Class, route (claims only) and topic, with the answers that the guide was given."""
    klass = Klass(said["klass"])
    route = Route(int(said["route"])) if klass is Klass.CLAIM and said["route"] else None
    return ClassifyPetition(
        petition=work.matter.id,
        klass=klass,
        route=route,
        topic=said["topic"],
        guide=read_path(said.get("guide", "")),
        seen=work.seen,
    )


def transfer(work: Work, said: Mapping[str, Any]) -> TransferPetition:
    """To which office, and why."""
    to = OfficeId(int(said["to"]))
    return TransferPetition(petition=work.matter.id, to=to, reason=said["reason"], seen=work.seen)


def accept(work: Work, content: Content) -> AcceptPetition:
    """With the acceptance notice."""
    return AcceptPetition(petition=work.matter.id, notice=_document(work, content))


def redirect(work: Work, content: Content) -> RedirectPetition:
    """With the notice of the statutory way."""
    return RedirectPetition(petition=work.matter.id, notice=_document(work, content))


def decline(work: Work, content: Content, *, reason: str) -> DeclinePetition:
    """With reason and notice."""
    return DeclinePetition(petition=work.matter.id, reason=reason, notice=_document(work, content))


def extend(work: Work, content: Content, *, days: int, reason: str) -> ExtendDeadline:
    """By so many days, for a reason, with the notice that tells it."""
    notice = _document(work, content)
    return ExtendDeadline(petition=work.matter.id, days=days, reason=reason, notice=notice)


def contact(work: Work, said: Mapping[str, Any]) -> RecordContact:
    """A contact, what was said sealed."""
    row = new_id(work.at)
    note = seal_text(_key(work), said["note"], bound_to=place("contact", "sealed_note", row))
    return RecordContact(
        petition=work.matter.id,
        id=row,
        way=said["way"],
        reached=said["reached"] == "yes",
        sealed_note=note,
    )


def finding(work: Work, said: Mapping[str, Any]) -> RecordFinding:
    """A finding, sealed."""
    row = new_id(work.at)
    text = seal_text(_key(work), said["text"], bound_to=place("finding", "sealed_text", row))
    return RecordFinding(petition=work.matter.id, id=row, sealed_text=text)


def execution(work: Work, said: Mapping[str, Any]) -> RecordExecution:
    """On which day and how it was carried out, the text sealed."""
    row = new_id(work.at)
    text = seal_text(_key(work), said["text"], bound_to=place("execution", "sealed_text", row))
    return RecordExecution(petition=work.matter.id, id=row, on=said["on"], sealed_text=text)


def draft(work: Work, content: Content, *, outcome: str) -> DraftOpinion:
    """A draft of what answers the matter; raise Invalid with the field that the document demands."""
    drafted(content, on=work.today)
    row = new_id(work.at)
    sealed = seal_json(_key(work), content, bound_to=place("opinion", "sealed_content", row))
    return DraftOpinion(
        petition=work.matter.id, id=row, outcome=outcome, sealed_content=sealed, seen=work.seen
    )


def sign(work: Work, opinion: UUID, content: Content) -> SignOpinion:
    """The draft as it was read, sealed once more as the document that goes out."""
    return SignOpinion(petition=work.matter.id, opinion=opinion, document=_document(work, content))


def serve(work: Work, said: Mapping[str, Any]) -> ServeDocument:
    """Which document reached the petitioner, how and when."""
    return ServeDocument(
        petition=work.matter.id,
        document=UUID(said["document"]),
        way=said["way"],
        served_on=said["served_on"],
    )


def _document(work: Work, content: Content) -> NewDocument:
    drafted(content, on=work.today)  # raises Invalid before anything is sealed
    row = new_id(work.at)
    sealed = seal_json(_key(work), content, bound_to=place("document", "sealed_content", row))
    return NewDocument(id=row, sealed_content=sealed)


def _key(work: Work) -> DataKey:
    return vault().open_data_key(work.page.wrapped, work.matter.id)
