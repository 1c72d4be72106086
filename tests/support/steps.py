"""For each step of the lifecycle the command that takes it: for tests over all of them."""

from collections.abc import Callable, Mapping

import builders
from builders import Life
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.commands.evidence.add_witness_statement import AddWitnessStatement
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
from huiyin.commands.intake.rows import EvidenceRow
from huiyin.commands.matter import load_matter
from huiyin.commands.outreach.rate_petition import RatePetition
from huiyin.commands.review.request_review import RequestReview
from huiyin.commands.routing.request_person import RequestPerson
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Command
from huiyin.kernel.ids import new_id
from huiyin.rules.lifecycle.answers import OUTCOMES, kind_of_answer
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, Route


def command_for(step: str, life: Life) -> Command:
    """Return a command that takes this step, with everything else about it in order."""
    return MAKERS[step](life, load_matter(life.petition))


def new_file(life: Life) -> EvidenceRow:
    """Return a file that lies sealed in the store."""
    return EvidenceRow(
        id=new_id(life.at), address="0" * 64, size=1, kind="application/pdf", sealed_facts=b"sealed"
    )


def _draft(life: Life, matter: Matter) -> Command:
    outcome = min(OUTCOMES[kind_of_answer(matter)])
    return DraftOpinion(petition=life.petition, id=new_id(life.at), outcome=outcome, sealed_content=b"sealed")


def _sign(life: Life, matter: Matter) -> Command:
    opinion = matter.open_opinion()
    return SignOpinion(
        petition=life.petition,
        opinion=opinion.id if opinion else new_id(life.at),
        document=builders.new_document(life),
    )


def _serve(life: Life, matter: Matter) -> Command:
    unserved = [document.id for document in matter.documents if document.served_on is None]
    return ServeDocument(
        petition=life.petition,
        document=unserved[-1] if unserved else new_id(life.at),
        way="in_person",
        served_on=local_date(life.at),
    )


def _rate(life: Life, matter: Matter) -> Command:
    given = {of for of, _ in matter.rated}
    of = "bureau" if "bureau" not in given or matter.lead is None else "office"
    return RatePetition(petition=life.petition, id=new_id(life.at), of=of, grade=3, sealed_comment=None)


def _transfer(life: Life, matter: Matter) -> Command:
    closed = {matter.lead, *matter.denied}
    to = next(one for one in (builders.ECOLOGY, builders.WATER, builders.HOUSING) if one not in closed)
    return TransferPetition(petition=life.petition, to=to, reason="topic_and_place")


MAKERS: Mapping[str, Callable[[Life, Matter], Command]] = {
    "classify": lambda life, matter: ClassifyPetition(
        petition=life.petition,
        klass=matter.klass or Klass.CLAIM,
        route=matter.route if matter.klass else Route.ORDINARY,
        topic="environment.water",
    ),
    "transfer": _transfer,
    "request_person": lambda life, _: RequestPerson(petition=life.petition),
    "accept": lambda life, _: AcceptPetition(petition=life.petition, notice=builders.new_document(life)),
    "redirect": lambda life, _: RedirectPetition(petition=life.petition, notice=builders.new_document(life)),
    "decline": lambda life, _: DeclinePetition(
        petition=life.petition, reason="outside_duties", notice=builders.new_document(life)
    ),
    "record_contact": lambda life, _: RecordContact(
        petition=life.petition, id=new_id(life.at), way="visit", reached=True, sealed_note=b"sealed"
    ),
    "add_evidence": lambda life, _: AddEvidence(petition=life.petition, files=(new_file(life),)),
    "add_witness_statement": lambda life, _: AddWitnessStatement(
        petition=life.petition, id=new_id(life.at), sealed_statement=b"sealed"
    ),
    "record_finding": lambda life, _: RecordFinding(
        petition=life.petition, id=new_id(life.at), sealed_text=b"sealed"
    ),
    "record_execution": lambda life, _: RecordExecution(
        petition=life.petition, id=new_id(life.at), on=local_date(life.at), sealed_text=b"sealed"
    ),
    "extend_deadline": lambda life, _: ExtendDeadline(
        petition=life.petition, days=30, reason="complex", notice=builders.new_document(life)
    ),
    "draft_opinion": _draft,
    "sign_opinion": _sign,
    "serve_document": _serve,
    "request_review": lambda life, _: RequestReview(
        petition=life.petition, id=new_id(life.at), sealed_grounds=b"sealed"
    ),
    "rate": _rate,
}
