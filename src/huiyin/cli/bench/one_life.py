"""One matter from filing to service, and found again: each step timed. Run within an installation."""

import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from huiyin.commands.documents import NewDocument
from huiyin.commands.evidence.open_story import OpenStory
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.commands.handling.serve_document import ServeDocument
from huiyin.commands.handling.sign_opinion import SignOpinion
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, ActorKind, Reader
from huiyin.kernel.ids import AccountId, PetitionId, new_id, new_number, new_query_code
from huiyin.prepare import filing
from huiyin.prepare.answers import read
from huiyin.prepare.house import vault
from huiyin.queries.handling import find
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass
from huiyin.rules.routing.offices import office, responsible_bureau, serving
from huiyin.vault.binding import place
from huiyin.vault.sealing import seal_json

Result = TypeVar("Result")
COUNTY = 510104
ECOLOGY = serving("ecology", 510100)
TOPIC = "environment.water"
FILER = Actor(kind=ActorKind.PETITIONER, role=Role.PUBLIC.value)
_OFFICIAL = ActorKind.OFFICIAL
DISPATCHER = Actor(
    kind=_OFFICIAL, account=AccountId(0), office=responsible_bureau(COUNTY), role=Role.DISPATCHER.value
)
HANDLER = Actor(kind=_OFFICIAL, account=AccountId(0), office=ECOLOGY, role=Role.HANDLER.value)
HEAD = Actor(kind=_OFFICIAL, account=AccountId(-1), office=ECOLOGY, role=Role.HEAD.value)
ANSWERS: dict[str, Any] = {
    "klass": "suggestion",
    "title": "院子里的事想请你们看一看",  # unclear, so that a person sends it on
    "text": "院子里几家人商量了很久，说法都不一样，不知道该找谁。" * 6,
    "request": "请告诉我们该找哪个部门。",
    "language": "zh-hans",
    "division": COUNTY,
    "persons": [{"part": "petitioner", "kind": "person", "name": "王小明", "phone": "13800000000"}],
    "electronic": True,
}


def main() -> None:
    """Live matter after matter for the seconds told as argument; write the times of their steps as JSON."""
    live()  # what is read once is no part of it
    until, lives = time.perf_counter() + float(sys.argv[1]), []
    while time.perf_counter() < until:
        lives.append(live())
    sys.stdout.write(json.dumps(lives))


def live() -> dict[str, float]:
    """Carry a matter from filing to being found again; return the seconds of each step."""
    took: dict[str, float] = {}
    at = clock.now()
    prepared = _timed(took, "file", lambda: _file(at))
    petition, key = prepared.command.petition, prepared.command.data_key

    def step(name: str, command: Any, actor: Actor) -> None:
        _timed(took, name, lambda: door.execute(command(), actor=actor, at=clock.now()))

    step("transfer", lambda: _sent(petition), DISPATCHER)
    step("classify", lambda: _classified(petition), HANDLER)
    step("open", lambda: OpenStory(petition=petition), HANDLER)
    notice, opinion, document = new_id(at), new_id(at), new_id(at)
    content = _content(prepared.command.number, at)
    step("accept", lambda: _accepted(petition, key, notice, content), HANDLER)
    step("draft", lambda: _draft(petition, key, opinion, content), HANDLER)
    step("sign", lambda: _signed(petition, key, opinion, document, content), HEAD)
    step("serve", lambda: _served(petition, document, at), HANDLER)
    _timed(took, "find", lambda: _find(prepared.command.number))
    return took


def _timed(took: dict[str, float], name: str, what: Callable[[], Result]) -> Result:
    began = time.perf_counter()
    result = what()
    took[name] = time.perf_counter() - began
    return result


def _file(at: datetime) -> filing.Prepared:
    petition = PetitionId(new_id(at))
    envelope = filing.Envelope(
        petition=petition,
        number=new_number(),
        code=new_query_code(),
        data_key=vault().new_data_key(petition).wrapped,
        channel="api",
    )
    prepared = filing.prepare(read(ANSWERS), (), envelope, at=at)
    door.execute(prepared.command, actor=FILER, at=at)
    return prepared


def _sent(petition: PetitionId) -> TransferPetition:
    return TransferPetition(petition=petition, to=ECOLOGY, reason="topic_and_place")


def _classified(petition: PetitionId) -> ClassifyPetition:
    return ClassifyPetition(petition=petition, klass=Klass.SUGGESTION, route=None, topic=TOPIC)


def _sealed(petition: PetitionId, wrapped: bytes, content: Any, *, table: str, row: Any) -> bytes:
    key = vault().open_data_key(wrapped, petition)
    return seal_json(key, content, bound_to=place(table, "sealed_content", row))


def _accepted(petition: PetitionId, wrapped: bytes, row: Any, content: Any) -> AcceptPetition:
    sealed = _sealed(petition, wrapped, content, table="document", row=row)
    return AcceptPetition(petition=petition, notice=NewDocument(id=row, sealed_content=sealed))


def _draft(petition: PetitionId, wrapped: bytes, row: Any, content: Any) -> DraftOpinion:
    sealed = _sealed(petition, wrapped, content, table="opinion", row=row)
    return DraftOpinion(petition=petition, id=row, outcome="adopted", sealed_content=sealed)


def _signed(petition: PetitionId, wrapped: bytes, opinion: Any, row: Any, content: Any) -> SignOpinion:
    sealed = _sealed(petition, wrapped, content, table="document", row=row)
    return SignOpinion(
        petition=petition, opinion=opinion, document=NewDocument(id=row, sealed_content=sealed)
    )


def _served(petition: PetitionId, document: Any, at: datetime) -> ServeDocument:
    return ServeDocument(petition=petition, document=document, way="portal", served_on=local_date(at))


def _find(number: str) -> None:
    reader = Reader(offices=(ECOLOGY,))
    if find.numbered(reader, number) is None:
        raise LookupError(number)
    find.find(reader, find.Sought(topic=TOPIC))


def _content(number: str, at: datetime) -> dict[str, Any]:
    return {
        "kind": "reply",
        "issuer": office(ECOLOGY).name,
        "addressee": "王小明",
        "petition_number": number,
        "matter": ANSWERS["title"],
        "channel": "网上信访",
        "received_on": local_date(at),
        "klass": "suggestion",
        "outcome": "adopted",
        "request": ANSWERS["request"],
        "answer": "您反映的情况已经了解，将会同社区协商解决，结果在社区公示。" * 4,
        "legal_basis": ["《信访工作条例》第二十九条。"],
        "demo": True,
        "contact": "",
    }
