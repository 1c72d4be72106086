"""Matters at every stage of their life, each brought there by the commands that lead to it."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from builders.filings import Life, file_petition, waiting
from builders.world import DISPATCHER, ECOLOGY, ERASER, HANDLER, HEAD, INSPECTOR, RECORDER, WATCH
from huiyin.commands.documents import NewDocument
from huiyin.commands.evidence.add_witness_statement import AddWitnessStatement
from huiyin.commands.evidence.erase_petition import ErasePetition
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.evidence.propose_erasure import ProposeErasure
from huiyin.commands.evidence.redact_evidence import RedactEvidence
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.commands.handling.decline_petition import DeclinePetition
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.commands.handling.record_contact import RecordContact
from huiyin.commands.handling.record_execution import RecordExecution
from huiyin.commands.handling.record_finding import RecordFinding
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.handling.sign_opinion import SignOpinion
from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.commands.oversight.raise_supervision import RaiseSupervision
from huiyin.commands.oversight.record_non_response import RecordNonResponse
from huiyin.commands.oversight.remind import Remind
from huiyin.commands.oversight.send_advice import SendAdvice
from huiyin.commands.review.request_review import RequestReview
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Op
from huiyin.kernel.ids import new_id
from huiyin.prepare.drafts import StagedFile
from huiyin.records import sql
from huiyin.rules.lifecycle.states import Klass, Route
from support.moment import AT


def transferred(at: datetime = AT, **answers: Any) -> Life:
    """A matter that the dispatcher sent to Chengdu's ecology office."""
    life = waiting(at, **answers)
    return life.then(
        TransferPetition(petition=life.petition, to=ECOLOGY, reason="topic_and_place"), DISPATCHER
    )


def classified(
    life: Life | None = None,
    klass: Klass = Klass.CLAIM,
    route: Route | None = Route.ORDINARY,
    actor: Actor = HANDLER,
) -> Life:
    """A matter whose class and route its handler decided."""
    life = life or file_petition()
    command = ClassifyPetition(petition=life.petition, klass=klass, route=route, topic="environment.water")
    return life.then(command, actor)


def new_document(life: Life) -> NewDocument:
    """Return a document to be issued."""
    return NewDocument(id=new_id(life.at), sealed_content=b"sealed")


def accepted(life: Life | None = None, **how: Any) -> Life:
    """A matter that the competent office accepted."""
    life = classified(life, **how)
    document = new_document(life)
    after = life.then(AcceptPetition(petition=life.petition, notice=document), how.get("actor", HANDLER))
    return replace(after, documents={**after.documents, "acceptance": document.id})


def declined(life: Life | None = None) -> Life:
    """A matter that the competent office declined."""
    life = life or file_petition()
    document = new_document(life)
    command = DeclinePetition(petition=life.petition, reason="outside_duties", notice=document)
    return replace(life.then(command, HANDLER), documents={"declination": document.id})


def drafted(life: Life | None = None, outcome: str = "support", **how: Any) -> Life:
    """A matter with a draft of what answers it."""
    life = life or accepted(**how)
    opinion = new_id(life.at)
    command = DraftOpinion(petition=life.petition, id=opinion, outcome=outcome, sealed_content=b"sealed")
    return replace(life.then(command, HANDLER), opinion=opinion)


def signed(life: Life | None = None) -> Life:
    """A matter whose opinion the head signed."""
    life = life or drafted()
    assert life.opinion is not None
    document = new_document(life)
    command = SignOpinion(petition=life.petition, opinion=life.opinion, document=document)
    return replace(life.then(command, HEAD), documents={**life.documents, "opinion": document.id})


def answered(life: Life | None = None) -> Life:
    """A matter whose opinion reached the petitioner; one not signed yet is signed first."""
    life = life if life and "opinion" in life.documents else signed(life)
    command = ServeDocument(
        petition=life.petition,
        document=life.documents["opinion"],
        way="in_person",
        served_on=local_date(life.at),
    )
    return life.then(command, HANDLER)


def under_review(life: Life | None = None) -> Life:
    """A matter of which a review was asked."""
    life = life or answered()
    command = RequestReview(petition=life.petition, id=new_id(life.at), sealed_grounds=b"sealed")
    return life.then(command, life.petitioner)


def neglected(life: Life | None = None, *, days: int = 20) -> Life:
    """A matter of which nobody told the petitioner in time: an item raised, and its office reminded."""
    life = life or file_petition()
    life = life.then(RaiseSupervision(petition=life.petition), WATCH, days=days)
    query = "SELECT id, binding_on FROM clock WHERE petition = %s AND watched = 1 ORDER BY id"
    clock = sql.fetch(sql.WRITER, query, (life.petition,))[0]
    command = Remind(petition=life.petition, clock=clock["id"], due_on=clock["binding_on"])
    return life.then(command, WATCH, days=0)


def executed(life: Life | None = None, *, days: int = 1) -> Life:
    """A matter whose office recorded today that what the opinion supports was carried out."""
    life = life or answered()
    today = local_date(life.at + timedelta(days=days))
    command = RecordExecution(petition=life.petition, id=new_id(life.at), on=today, sealed_text=b"sealed")
    return life.then(command, HEAD, days=days)


def advised(life: Life | None = None, *, failed: str = "tell", due_in: int | None = 30) -> Life:
    """A matter in which an inspector advised the office that failed; its reply is due so many days on."""
    life = life or neglected()
    query = "SELECT id FROM supervision_item WHERE petition = %s AND failed = %s ORDER BY since DESC, id"
    item = sql.fetch(sql.WRITER, query, (life.petition, failed))[0]["id"]
    command = SendAdvice(
        petition=life.petition,
        item=item,
        id=new_id(life.at),
        due_on=None if due_in is None else local_date(life.at) + timedelta(days=due_in),
        sealed_text=b"sealed",
    )
    return life.then(command, INSPECTOR, days=0)


def over(life: Life | None = None) -> Life:
    """A matter that was answered, and nothing of which can be contested any more."""
    life = life or answered()
    return replace(life, at=life.at + timedelta(days=60))


def erasure_proposed(life: Life | None = None) -> Life:
    """A matter whose erasure the dispatcher of its bureau proposed."""
    life = over(life)
    command = ProposeErasure(
        petition=life.petition, id=new_id(life.at), basis="个人信息保护法 第四十七条", reason="保存期限届满"
    )
    return replace(life.then(command, DISPATCHER), erasure=command.id)


def erased(life: Life | None = None) -> Life:
    """A matter whose content was erased by two people."""
    life = erasure_proposed(life)
    assert life.erasure is not None
    number = life.prepared.command.number
    command = ErasePetition(petition=life.petition, proposal=life.erasure, number=number)
    return life.then(command, ERASER)


COPY = b"a blacked-out copy"  # stands for ciphertext: a digest is all that is asked of it


def full_life(**answers: Any) -> Life:
    """A matter with a row in every table of a petition."""
    file = StagedFile(
        id=new_id(AT), name="a.pdf", kind="application/pdf", size=1, sha256=b"s" * 32, address="0" * 64
    )
    whom = [{"kind": "enterprise", "name": "某厂"}]
    life = advised(neglected(file_petition(**{"files": (file,), "respondents": whom, **answers})))
    life = unanswered(accepted(life.then(OpenStory(petition=life.petition), HANDLER)))
    statement = AddWitnessStatement(petition=life.petition, id=new_id(life.at), sealed_statement=b"sealed")
    copy = RedactEvidence(
        petition=life.petition,
        evidence=life.prepared.command.evidence[0].id,
        id=new_id(life.at),
        address=hashlib.sha256(COPY).hexdigest(),
        size=1,
        kind="application/pdf",
        pages=1,
        boxes=1,
        sealed_facts=b"sealed",
    )
    life = life.then(statement, HANDLER, days=0).then(copy, HANDLER, days=0)
    contact = RecordContact(
        petition=life.petition, id=new_id(life.at), way="visit", reached=True, sealed_note=b"sealed"
    )
    finding = RecordFinding(petition=life.petition, id=new_id(life.at), sealed_text=b"sealed")
    life = executed(answered(drafted(life.then(contact, HANDLER).then(finding, HANDLER))))
    rating = RatePetition(
        petition=life.petition, id=new_id(life.at), of="office", grade=5, sealed_comment=None
    )
    return under_review(life.then(rating, life.petitioner))


def unanswered(life: Life) -> Life:
    """A matter in which what the last command set running is over and was recorded."""
    changes = life.outcome.decision.changes
    clock = next(one.values["id"] for one in changes if one.table == "clock" and one.op is Op.INSERT)
    return life.then(RecordNonResponse(petition=life.petition, clock=clock), RECORDER, days=70)


@lru_cache(maxsize=1)
def everything() -> Sequence[Any]:
    """Return what makes each kind of state, for tests over all of them."""
    return (waiting, file_petition, transferred, classified, accepted, declined, drafted, signed, answered,
            under_review)  # fmt: skip
