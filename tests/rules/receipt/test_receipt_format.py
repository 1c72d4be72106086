"""The receipt by itself: it proves what was filed and when, and nothing of it can be changed."""

import base64
import copy
import json
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel import canonical
from huiyin.kernel.command import EntryId
from huiyin.kernel.errors import Invalid
from huiyin.rules.receipt.format import Proof, read, verify
from huiyin.rules.receipt.promise import promise_message
from rules.receipt import made
from rules.receipt.tampering import Change, flip, put, refusal, reword, tampered

FILED = (made.VECTORS / "filed.huiyin-receipt.json").read_bytes()
DEMO = (made.VECTORS / "demo.huiyin-receipt.json").read_bytes()


def check(data: bytes) -> Proof:
    return verify(data, signature_holds=signature_holds)


def code_of(data: bytes) -> tuple[str, str]:
    return refusal(check, data)


def test_the_format_writes_the_golden_bytes() -> None:
    assert made.receipt() == FILED
    assert made.receipt(demo=True) == DEMO


def test_a_receipt_proves_number_instant_origin_and_content() -> None:
    proof = check(FILED)
    assert (proof.number, proof.at, proof.origin) == (made.NUMBER, made.AT, made.ORIGIN)
    assert proof.filed == made.FILED
    assert proof.commitment == made.entry().commitment
    assert proof.public_key == made.KEY.public_key().public_bytes_raw()
    assert proof.demo is False


def test_the_receipt_of_a_demonstration_says_so_even_when_the_word_is_taken_out() -> None:
    assert check(DEMO).demo is True
    assert check(tampered(lambda members: members.update(demo=False), DEMO)).demo is True
    assert check(tampered(lambda members: members.update(demo=True), FILED)).demo is True


def test_white_space_and_order_of_members_do_not_matter() -> None:
    members = dict(reversed(list(json.loads(FILED).items())))
    assert check(json.dumps(members, indent=2).encode()) == check(FILED)


def test_the_whole_receipt_can_be_shown() -> None:
    assert read(FILED)["filed"]["title"] == "纺织厂偷排污水"


PROMISE = ("receipt.promise_invalid", "promise")
CONTENT = ("receipt.content_altered", "filed")
NUMBER = ("receipt.number_or_time_altered", "number")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("4F7K2-M9QTX-0", "number"), NUMBER),
        (put(7, "number"), NUMBER),
        (put("别的题目", "title", "filed"), CONTENT),
        (put([], "files", "filed"), CONTENT),
        (put("more", "more", "filed"), CONTENT),
        (put(0.5, "title", "filed"), CONTENT),
        (put("\ud800", "title", "filed"), CONTENT),
        (flip("content_key"), CONTENT),
        (flip("entry"), ("receipt.incomplete", "entry")),
        (reword("entry"), PROMISE),
        (flip("salt"), PROMISE),
        (flip("public_key", "promise"), PROMISE),
        (flip("signature", "promise"), PROMISE),
        (put("another.example", "origin", "promise"), PROMISE),
        (put("2026-05-05T02:00:00.123456Z", "at", "promise"), PROMISE),
    ],
)
def test_every_altered_member_is_found_and_named(change: Change, told: tuple[str, str]) -> None:
    assert code_of(tampered(change, FILED)) == told


@pytest.mark.parametrize(
    ("change", "field"),
    [
        *((put(value, name), name) for name in ("entry", "salt") for value in (None, 1, "!", "中", [])),
        (put("!", "content_key"), "content_key"),
        (put(None, "filed"), "filed"),
        (put([], "filed"), "filed"),
        (put([], "promise"), "promise"),
        (put("x", "promise"), "promise"),
        (put(None, "promise"), "promise"),
        (put({}, "promise"), "promise"),
        (put(3, "at", "promise"), "promise"),
        (put("yesterday", "at", "promise"), "promise"),
        (put("2026-05-06T02:00:00.123456", "at", "promise"), "promise"),
        (put("2026-05-06T10:00:00.123456+08:00", "at", "promise"), "promise"),
        (put("0001-01-01T00:00:00+23:00", "at", "promise"), "promise"),
        (put(None, "origin", "promise"), "promise"),
        (put("", "origin", "promise"), "promise"),
        (put("\ud800", "origin", "promise"), "promise"),
        (put(5, "public_key", "promise"), "public_key"),
        (put(None, "signature", "promise"), "signature"),
    ],
)
def test_a_member_of_another_shape_is_incomplete(change: Change, field: str) -> None:
    assert code_of(tampered(change, FILED)) == ("receipt.incomplete", field)


@pytest.mark.parametrize("name", ["number", "filed", "content_key", "entry", "salt", "promise", "demo"])
def test_a_missing_member_is_incomplete(name: str) -> None:
    assert code_of(tampered(lambda members: members.pop(name), FILED))[0] == "receipt.incomplete"


@pytest.mark.parametrize("name", ["at", "origin", "public_key", "signature"])
def test_a_promise_with_a_member_missing_is_incomplete(name: str) -> None:
    assert code_of(tampered(lambda members: members["promise"].pop(name), FILED))[0] == "receipt.incomplete"


@pytest.mark.parametrize("kept", [0, 1, 100, len(FILED) // 2, len(FILED) - 1])
def test_a_receipt_cut_short_is_no_receipt(kept: int) -> None:
    assert code_of(FILED[:kept])[0] == "receipt.not_a_receipt"


@pytest.mark.parametrize(
    "data", [b"[]", b"null", b"5", b'"x"', b"{}", b"\xff\xfe\x00", b"[" * 100_000, b"%PDF-1.7"]
)
def test_something_else_is_no_receipt(data: bytes) -> None:
    assert code_of(data)[0] == "receipt.not_a_receipt"


@pytest.mark.parametrize("name", ["huiyin-receipt/2", "other", None, 1, "x" * 1000])
def test_a_format_that_is_not_known_is_refused_by_name(name: Any) -> None:
    with pytest.raises(Invalid) as caught:
        check(tampered(put(name, "format"), FILED))
    assert caught.value.code == "receipt.unknown_format"
    assert caught.value.facts == {"format": str(name)[:40]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"5",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 100_000,
        b'{"facts":{}}',
        b'{"at":1,"facts":[]}',
        b'{"at":1,"facts":"x"}',
        b'{"at":1,"facts":{"number":1}}',
        b'{"at":1,"facts":{"number":1,"content":2,"demo":0}}',
    ],
)
def test_an_entry_that_somebody_else_made_up_does_not_break_the_reader(body: bytes) -> None:
    entry = made.promised(EntryId(UUID(int=1)), UUID(int=2), body)
    code, _ = code_of(made.receipt(of=entry))
    assert code in {"receipt.incomplete", "receipt.number_or_time_altered"}


@pytest.mark.parametrize(
    "changed",
    [
        {"previous": base64.b64encode(bytes(32)).decode()},
        {"shown": {"kind": "petition.rated"}},
        {"shown": {"number": made.NUMBER, "demo": False}},
    ],
    ids=str,
)
def test_an_entry_that_is_no_filing_is_none_even_when_a_log_signed_it(changed: dict[str, Any]) -> None:
    body = canonical.encode({**canonical.decode(made.entry().body), **changed})
    entry = made.promised(EntryId(UUID(int=1)), UUID(int=2), body)
    assert code_of(made.receipt(of=entry)) == ("receipt.incomplete", "entry")


@pytest.mark.parametrize("size", [0, 31, 33, 65])
def test_a_content_key_of_another_length_is_none(size: int) -> None:
    change = put(base64.b64encode(bytes(size)).decode(), "content_key")
    assert code_of(tampered(change, FILED)) == ("receipt.incomplete", "content_key")


def test_what_a_file_says_is_told_without_control_characters() -> None:
    with pytest.raises(Invalid) as caught:
        check(tampered(put("\x1b[2J\ud800", "format"), FILED))
    assert caught.value.facts == {"format": r"'\x1b[2J\ud800'"}


def test_a_receipt_signed_by_another_key_holds_by_itself_and_names_that_key() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    members = json.loads(FILED)
    proof = check(FILED)
    message = promise_message(origin=proof.origin, commitment=proof.commitment, at=proof.at)
    changed = copy.deepcopy(members)
    changed["promise"]["public_key"] = base64.b64encode(other.public_key().public_bytes_raw()).decode()
    changed["promise"]["signature"] = base64.b64encode(other.sign(message)).decode()
    assert check(json.dumps(changed).encode()).public_key != proof.public_key
