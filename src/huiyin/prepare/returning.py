"""A filing that the log promised and a restoration lost comes back from its receipt, with its first promise.

Whoever holds the receipt brings it. The promise must be that of an ended log of this house, made while its
key was in use, and the ledger must know nothing of the matter. Number and id stay; the query code is a new
one, which follows from the receipt, so that bringing it again shows the same. Time runs from the first
filing.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.door import door
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Invalid, Unknown
from huiyin.kernel.ids import PetitionId, new_query_code
from huiyin.prepare import answers as answering
from huiyin.prepare import receipts
from huiyin.prepare.answers import Answers
from huiyin.prepare.filing import Envelope, Prepared, Returned, prepare, what_is_filed
from huiyin.prepare.house import vault
from huiyin.queries.intake.first import known
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt.commitment import open_body
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.logged import Demanded
from huiyin.rules.receipt.promise import bytes_of
from huiyin.rules.routing.divisions import Level, division

SOURCE = "receipt"  # where the instant comes from, and by which channel the filing came this time


@dataclass(frozen=True, kw_only=True)
class BroughtBack:
    """A petition that is here again; `new` unless the same receipt had brought it before.

    `awaited` are its files, in clear as in the receipt: they were lost with it.
    """

    petition: PetitionId
    number: str
    code: str
    at: datetime  # of the first filing
    awaited: tuple[Mapping[str, Any], ...]
    new: bool


@dataclass(frozen=True, kw_only=True)
class _Receipt:
    proof: Proof
    petition: PetitionId
    content_key: bytes
    signature: bytes


def bring_back(data: bytes, *, actor: Actor, at: datetime) -> BroughtBack:
    """File again what a receipt proves; bringing it twice files it once.

    Raises Invalid ``receipt.*`` for one that does not hold, ``return.strange_log`` for one of another house,
    ``return.current_log`` for one of the log in use (what it promised cannot be lost: that is a case for
    `huiyin ledger verify`), ``return.key_ended`` when its key was no longer in use, ``return.unusable`` when
    its content cannot be filed; Conflict ``return.known`` when the ledger knows the matter.
    """
    proof = receipts.verify(data, Demanded(at=at))
    _require_promise(proof)
    receipt = _read(data, proof)
    found = _standing(receipt)
    if found is not None:
        return found
    prepared = _prepared(receipt, at)
    try:
        door.execute(prepared.command, actor=actor, at=at)
    except Conflict:  # the second of two at once meets the first one's rows
        found = _standing(receipt)
        if found is None:
            raise
        return found
    return _brought(receipt, new=True)


def _read(data: bytes, proof: Proof) -> _Receipt:
    """Return what a receipt holds whose promise is this house's: the door wrote its entry."""
    members = receipt_format.read(data)
    link = open_body(bytes_of(members, "salt"), bytes_of(members, "entry")).link
    return _Receipt(
        proof=proof,
        petition=PetitionId(UUID(link.subject)),
        content_key=bytes_of(members, "content_key"),
        signature=bytes_of(members["promise"], "signature"),
    )


def _require_promise(proof: Proof) -> None:
    if proof.origin == vault().signer.origin:
        raise Invalid("return.current_log")
    told = (proof.origin, proof.public_key)
    known_keys = [one for one in vault().house_keys if (one.key.name, one.key.public_key) == told]
    if not known_keys:
        raise Invalid("return.strange_log", origin=proof.origin)
    if not known_keys[0].signed_at(proof.at):
        raise Invalid("return.key_ended", origin=proof.origin)


def _standing(receipt: _Receipt) -> BroughtBack | None:
    """Return the petition when this receipt brought it before; raise Conflict when the ledger knows it."""
    stands = known(receipt.petition, receipt.proof.number)
    first = stands.first
    if first is not None and first.returned == base64.b64encode(receipt.proof.commitment).decode():
        return _brought(receipt, new=False)
    if first is not None or stands.number_taken:
        raise Conflict("return.known", number=receipt.proof.number)
    return None


def _prepared(receipt: _Receipt, at: datetime) -> Prepared:
    proof, house = receipt.proof, vault()
    promise = {
        "at": proof.at,
        "commitment": proof.commitment,
        "origin": proof.origin,
        "public_key": proof.public_key,
        "signature": receipt.signature,
    }
    envelope = Envelope(
        petition=receipt.petition,
        number=proof.number,
        code=_code(receipt),
        data_key=house.new_data_key(receipt.petition).wrapped,
        channel=SOURCE,
        demo=proof.demo,
        happened_at=proof.at,
        happened_source=SOURCE,
        returned=Returned(
            promise=canonical.plain(promise), content_key=receipt.content_key, files=proof.filed["files"]
        ),
    )
    return prepare(_answers(proof.filed), (), envelope, at=at)


def _answers(filed: Mapping[str, Any]) -> Answers:
    """Return the answers that were filed; raise Invalid when they would not give the very same again."""
    try:
        answers = answering.read(
            {
                **filed,
                **_place(filed["division"]),
                "happened_from": filed["happened"][0],
                "happened_to": filed["happened"][1],
            }
        )
        same = {**what_is_filed(answers, ()), "files": filed["files"]} == filed
    except (Unknown, KeyError, IndexError, TypeError) as fault:
        raise Invalid("return.unusable", field="filed") from fault
    if not same or not all(_is_file(one) for one in filed["files"]):
        raise Invalid("return.unusable", field="filed")
    return answers


def _place(code: int) -> dict[str, int | None]:
    place = division(code)
    if place.level is Level.TOWN:
        return {"division": place.parent, "town": code}
    return {"division": code, "town": None}


def _is_file(one: Any) -> bool:
    return isinstance(one, dict) and set(one) == {"name", "kind", "size", "sha256"}


def _code(receipt: _Receipt) -> str:
    seed = receipt.proof.commitment + receipt.content_key
    return new_query_code(vault().token_source("returned query code", seed))


def _brought(receipt: _Receipt, *, new: bool) -> BroughtBack:
    proof = receipt.proof
    return BroughtBack(
        petition=receipt.petition,
        number=proof.number,
        code=_code(receipt),
        at=proof.at,
        awaited=tuple(proof.filed["files"]),
        new=new,
    )
