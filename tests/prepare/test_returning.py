"""A filing that a restoration lost comes back from its receipt: once, with its first promise."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import builders
from builders import PUBLIC
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.door import door
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import filing, receipts, returning
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.house import vault
from huiyin.prepare.returning import BroughtBack, bring_back
from huiyin.queries.outreach.following import find
from huiyin.queries.outreach.own_story import own_key, own_story
from huiyin.rules.receipt.promise import promise_message
from support.moment import AT
from support.reopening import House
from support.state import entries, row, rows
from support.threads import together
from support.verifying import differences

LATER = AT + timedelta(days=10)
TOWN = 510104017000
FILES = ("first.pdf", "second.pdf")


def _file(name: str) -> StagedFile:
    return StagedFile(
        id=filing.new_id(AT), name=name, kind="application/pdf", size=7, sha256=name.encode().ljust(32)[:32],
        address="0" * 64,
    )  # fmt: skip


def _receipt(at: datetime = AT, **more: Any) -> bytes:
    prepared = builders.prepare(at, **more)
    outcome = door.execute(prepared.command, actor=PUBLIC, at=at)
    return receipts.receipt_of(prepared, outcome)


@pytest.fixture
def lost(movable: House) -> bytes:
    """The receipt of a filing that was made after the backup; the log was opened anew after restoring it."""
    movable.integrate()
    carried = movable.back_up()
    receipt = _receipt(files=[_file(name) for name in FILES])
    movable.integrate()
    movable.restore(carried)
    movable.reopen(at=AT + timedelta(days=5))
    return receipt


def _brought(receipt: bytes) -> BroughtBack:
    return bring_back(receipt, actor=PUBLIC, at=LATER)


def test_it_comes_back_with_number_promise_and_first_instant(lost: bytes) -> None:
    proof = receipts.verify(lost)
    brought = _brought(lost)
    assert (brought.number, brought.at, brought.new) == (proof.number, AT, True)
    petition = row("petition", number=proof.number)
    assert (petition["filed_at"], petition["happened_at"]) == (LATER, AT)
    assert (petition["happened_source"], petition["channel"]) == ("receipt", "receipt")
    [entry] = entries(brought.petition)
    told = entry["facts"]["returned"]
    signed = promise_message(origin=told["origin"], commitment=proof.commitment, at=proof.at)
    assert receipts.signature_holds(proof.public_key, base64.b64decode(told["signature"]), signed)
    assert base64.b64decode(told["commitment"]) == proof.commitment
    assert told["at"] == entry["happened_at"]
    assert find(brought.number, filing.query_hash(brought.code)) == brought.petition
    assert differences() == []


def test_its_clocks_run_from_the_first_filing(lost: bytes) -> None:
    brought = _brought(lost)
    twin = builders.file_petition(AT)

    def days(petition: PetitionId) -> dict[str, Any]:
        return {
            one["rule"]: (one["started_on"], one["binding_on"]) for one in rows("clock", petition=petition)
        }

    assert days(brought.petition) == days(twin.petition) != {}


def test_what_was_filed_is_there_again_and_its_new_receipt_shows_it(lost: bytes) -> None:
    proof = receipts.verify(lost)
    story = own_story(_brought(lost).petition)
    assert story
    assert story.filed == proof.filed
    again = receipts.own_receipt(_brought(lost).petition, story.filed, at=LATER)
    assert again
    new = receipts.verify(again)
    assert (new.number, new.filed, new.at) == (proof.number, proof.filed, LATER)
    assert new.origin != proof.origin


def test_its_files_are_asked_for_until_they_arrive(lost: bytes) -> None:
    brought = _brought(lost)
    assert [one["name"] for one in brought.awaited] == list(FILES)
    story = own_story(brought.petition)
    assert story
    assert [one["name"] for one in story.awaited] == list(FILES)
    key = own_key(brought.petition)
    assert key
    again = filing.evidence_row(_file(FILES[0]), key)
    actor = Actor(kind=ActorKind.PETITIONER, role="petitioner", petition=brought.petition)
    door.execute(AddEvidence(petition=brought.petition, files=(again,)), actor=actor, at=LATER)
    story = own_story(brought.petition)
    assert story
    assert [one["name"] for one in story.awaited] == [FILES[1]]
    assert story.filed == receipts.verify(lost).filed


def test_twice_brings_it_once_and_shows_the_same(lost: bytes) -> None:
    first = _brought(lost)
    before = len(rows("entry"))
    second = bring_back(lost, actor=PUBLIC, at=LATER + timedelta(days=1))
    assert (second.new, second.code, second.petition) == (False, first.code, first.petition)
    assert len(rows("entry")) == before


def test_brought_by_two_at_once_it_is_filed_once(lost: bytes) -> None:
    done: list[BroughtBack] = []
    together([lambda: done.append(_brought(lost)) for _ in range(3)])
    assert sorted(one.new for one in done) == [False, False, True]
    assert len({one.code for one in done}) == 1


def test_a_conflict_that_is_no_second_try_is_told(lost: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise Conflict("door.written_already")

    monkeypatch.setattr(returning.door, "execute", refuse)
    with pytest.raises(Conflict, match=r"door\.written_already"):
        _brought(lost)


def test_a_filing_with_a_town_comes_back_too(movable: House) -> None:
    carried = movable.back_up()
    receipt = _receipt(town=TOWN)
    movable.restore(carried)
    movable.reopen()
    assert row("petition", number=_brought(receipt).number)["division"] == TOWN


def _refused(receipt: bytes, code: str) -> None:
    before = len(rows("entry"))
    with pytest.raises((Invalid, Conflict)) as caught:
        _brought(receipt)
    assert caught.value.code == code
    assert len(rows("entry")) == before


def test_a_petition_that_is_there_never_comes_back(movable: House) -> None:
    held = _receipt()
    movable.integrate()
    movable.restore(movable.back_up())
    movable.reopen()
    _refused(held, "return.known")


def test_a_receipt_of_the_log_in_use_is_refused(lost: bytes) -> None:
    assert lost
    _refused(_receipt(), "return.current_log")


def test_a_receipt_of_another_log_is_refused(lost: bytes) -> None:
    strange = Ed25519PrivateKey.generate()
    _refused(_signed(lost, strange, origin="elsewhere.example/1"), "return.strange_log")


def test_a_forged_receipt_of_our_own_log_is_refused(lost: bytes) -> None:
    members = json.loads(lost)
    _refused(
        _signed(lost, Ed25519PrivateKey.generate(), origin=members["promise"]["origin"]), "return.strange_log"
    )
    members["filed"]["text"] += "!"
    _refused(json.dumps(members).encode(), "receipt.content_altered")
    members = json.loads(lost)
    members["number"] = "00000-00000-0"
    _refused(json.dumps(members).encode(), "receipt.number_or_time_altered")
    members = json.loads(lost)
    members["promise"]["at"] = "2026-05-06T02:00:01.000000Z"
    _refused(json.dumps(members).encode(), "receipt.promise_invalid")
    _refused(b"{}", "receipt.not_a_receipt")


def test_a_promise_after_the_end_of_its_key_is_refused(movable: House) -> None:
    carried = movable.back_up()
    receipt = _receipt(AT + timedelta(days=1))
    movable.restore(carried)
    movable.reopen(at=AT)
    assert vault().house_keys[1].until == AT
    _refused(receipt, "return.key_ended")


@pytest.mark.parametrize(
    "strange",
    [
        {"division": 999999},
        {"division": None},
        {"happened": []},
        {"files": [{"name": "only"}]},
        {"text": " with a blank before it"},
        {"unknown": "member"},
    ],
)
def test_what_cannot_be_filed_as_it_was_is_refused(
    movable: House, monkeypatch: pytest.MonkeyPatch, strange: dict[str, Any]
) -> None:
    carried = movable.back_up()
    usual = filing.what_is_filed
    with monkeypatch.context() as patched:
        patched.setattr(filing, "what_is_filed", lambda *given: {**usual(*given), **strange})
        receipt = _receipt()
    movable.restore(carried)
    movable.reopen()
    _refused(receipt, "return.unusable")


def _signed(receipt: bytes, key: Ed25519PrivateKey, *, origin: str) -> bytes:
    """Return the receipt with a promise of this key, valid in itself."""
    members, proof = json.loads(receipt), receipts.verify(receipt)
    message = promise_message(origin=origin, commitment=proof.commitment, at=proof.at)
    members["promise"] |= {
        "origin": origin,
        "public_key": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        "signature": base64.b64encode(key.sign(message)).decode(),
    }
    return json.dumps(members).encode()
