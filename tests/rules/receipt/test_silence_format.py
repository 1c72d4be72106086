"""The record of non-response by itself: it proves what was recorded and when; nothing can be changed."""

import base64
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel import canonical
from huiyin.rules.receipt.promise import promise_message
from huiyin.rules.receipt.silence import CORRECTED, FORMAT, Kept, RecordProof, is_record, verify
from rules.receipt import made, made_logged, made_rotated, made_silence
from rules.receipt.tampering import Change, flip, put, refusal, reword, tampered

RECORDED = (made.VECTORS / "recorded.huiyin-nonresponse.json").read_bytes()
AMENDED = (made.VECTORS / "corrected.huiyin-nonresponse.json").read_bytes()


def check(data: bytes) -> RecordProof:
    return verify(data, signature_holds=signature_holds)


def code_of(data: bytes) -> tuple[str, str]:
    return refusal(check, data)


def test_the_format_writes_the_golden_bytes() -> None:
    assert made_silence.file() == RECORDED
    assert made_silence.file(correction=made_silence.corrected()) == AMENDED


def test_a_record_proves_number_instant_origin_and_content() -> None:
    proof = check(RECORDED)
    assert (proof.number, proof.at, proof.origin) == (made.NUMBER, made_silence.AT, made.ORIGIN)
    assert proof.record == made_silence.RECORD
    assert proof.public_key == made.KEY.public_key().public_bytes_raw()
    assert proof.commitment == made_silence.recorded().entry.commitment
    assert proof.correction is None
    assert proof.demo is False


def test_a_record_that_was_corrected_proves_both() -> None:
    proof = check(AMENDED)
    assert proof.record == made_silence.RECORD
    assert proof.correction is not None
    assert proof.correction.told == made_silence.TOLD
    assert proof.correction.at == made_silence.AT


def test_a_record_of_a_demonstration_says_so_even_when_the_word_is_taken_out() -> None:
    demo = made_silence.file(made_silence.recorded(demo=True), demo=True)
    assert check(demo).demo is True
    assert check(tampered(put(False, "demo"), demo)).demo is True
    assert check(tampered(put(True, "demo"), RECORDED)).demo is True


PROMISE = ("receipt.promise_invalid", "promise")
CONTENT = ("receipt.content_altered", "record")
OF_CORRECTION = ("receipt.content_altered", "correction")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("4F7K2-M9QTX-0", "number"), ("receipt.number_or_time_altered", "number")),
        (put("2026-05-01", "binding_on", "record"), CONTENT),
        (put([], "remedies", "record"), CONTENT),
        (put("more", "more", "record"), CONTENT),
        (put(0.5, "record", "record"), CONTENT),
        (put("\ud800", "binding_on", "record"), CONTENT),
        (flip("entry"), ("receipt.incomplete", "entry")),
        (reword("entry"), PROMISE),
        (flip("salt"), PROMISE),
        (flip("public_key", "promise"), PROMISE),
        (flip("signature", "promise"), PROMISE),
        (put("another.example", "origin", "promise"), PROMISE),
        (put("2026-05-05T02:00:00.123456Z", "at", "promise"), PROMISE),
        (put("not_owed", "reason", "correction", "told"), OF_CORRECTION),
        (reword("entry", "correction"), PROMISE),
        (flip("signature", "correction", "promise"), PROMISE),
    ],
)
def test_every_altered_member_is_found_and_named(change: Change, told: tuple[str, str]) -> None:
    assert code_of(tampered(change, AMENDED)) == told


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (put(None, "record"), "record"),
        (put("x", "entry"), "entry"),
        (put(None, "salt"), "salt"),
        (put("x", "promise"), "promise"),
        (put([], "correction"), "correction"),
        (put("x", "told", "correction"), "correction"),
        (put({}, "told", "correction"), "correction"),
        (lambda members: members["correction"].pop("promise"), "promise"),
        (lambda members: members.pop("salt"), ""),
        (lambda members: members.pop("correction"), ""),
    ],
)
def test_a_member_that_is_missing_or_of_another_shape_is_incomplete(change: Change, field: str) -> None:
    assert code_of(tampered(change, AMENDED)) == ("receipt.incomplete", field)


def test_a_correction_of_another_record_does_not_correct_this_one() -> None:
    other = made_silence.file(correction=made_silence.corrected(corrects=b"x" * 32))
    assert code_of(other) == OF_CORRECTION


def test_a_correction_by_another_log_does_not_correct_a_record() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    message = promise_message(
        origin=made.ORIGIN, commitment=made_silence.corrected().entry.commitment, at=made_silence.AT
    )

    def change(members: dict[str, Any]) -> None:
        promise = members["correction"]["promise"]
        promise["public_key"] = base64.b64encode(other.public_key().public_bytes_raw()).decode()
        promise["signature"] = base64.b64encode(other.sign(message)).decode()

    assert code_of(tampered(change, AMENDED)) == ("receipt.promise_invalid", "correction")


def _rotated(by: Ed25519PrivateKey, at: datetime) -> bytes:
    """Return a record promised by the first of three keys, with a correction by one of them at an instant."""
    kept = made_silence.corrected()
    body = canonical.decode(kept.entry.body) | {"at": canonical.instant(at)}
    entry = made_logged.promised(replace(kept.entry, at=at), canonical.encode(body), key=by)
    correction = replace(kept, entry=entry, key=made_rotated.public(by))
    return made_silence.file(correction=correction, keys=made_rotated.keys())


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_correction_may_be_promised_by_a_key_that_followed_in_its_time(place: int) -> None:
    by, until = (
        made_rotated.PRIVATE[place],
        (*made_rotated.UNTIL, made_silence.AT + timedelta(days=99))[place],
    )
    proof = check(_rotated(by, until))
    assert proof.correction
    assert proof.correction.public_key == made_rotated.public(by)
    assert len(proof.keys.texts) == 3
    if place < 2:
        late = _rotated(by, until + timedelta(microseconds=1))
        assert code_of(late) == ("receipt.key_ended", "correction")


def test_an_entry_of_another_kind_proves_no_silence() -> None:
    filed = Kept(told=made_silence.RECORD, entry=made_silence.corrected().entry, key=made_silence.OWN)
    assert code_of(made_silence.file(filed)) == ("receipt.number_or_time_altered", "entry")


@pytest.mark.parametrize("body", [b"", b"5", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_an_entry_that_somebody_else_made_up_does_not_break_the_reader(body: bytes) -> None:
    entry = made.promised(made_silence.IDENTITY, made_silence.PETITION, body)
    made_up = made_silence.file(Kept(told=made_silence.RECORD, entry=entry, key=made_silence.OWN))
    assert code_of(made_up) == ("receipt.incomplete", "entry")


def test_facts_that_are_no_facts_do_not_break_the_reader() -> None:
    whole = made_silence.recorded().entry.body
    text = canonical.encode({**canonical.decode(whole), "facts": 5})
    entry = made.promised(made_silence.IDENTITY, made_silence.PETITION, text)
    made_up = made_silence.file(Kept(told=made_silence.RECORD, entry=entry, key=made_silence.OWN))
    assert code_of(made_up) == ("receipt.incomplete", "entry")


@pytest.mark.parametrize(
    "record",
    [
        {},
        {**made_silence.RECORD, "duty": None},
        {**made_silence.RECORD, "duty": {}},
        {**made_silence.RECORD, "explained": "x"},
        {**made_silence.RECORD, "explained": {"zh": "x"}},
    ],
)
def test_a_record_that_says_nothing_is_incomplete_even_when_a_log_signed_it(record: dict[str, Any]) -> None:
    content = made_silence.content_of(record)
    kept = Kept(told=record, entry=made_silence.recorded(content=content).entry, key=made_silence.OWN)
    assert code_of(made_silence.file(kept)) == ("receipt.incomplete", "record")


def test_a_record_ahead_of_the_readers_clock_is_refused_unless_it_is_a_demonstration() -> None:
    at = made_silence.AT

    def code(early: timedelta, of: bytes) -> str:
        def check_at(data: bytes) -> RecordProof:
            return verify(data, signature_holds=signature_holds, at=at - early)

        return refusal(check_at, of)[0]

    for data in (RECORDED, AMENDED):
        assert verify(data, signature_holds=signature_holds, at=at - timedelta(minutes=5))
        assert code(timedelta(minutes=6), data) == "receipt.in_the_future"
    demo = made_silence.file(made_silence.recorded(demo=True), demo=True)
    assert verify(demo, signature_holds=signature_holds, at=at - timedelta(days=9)).demo


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, b"%PDF-1.7"])
def test_something_else_is_no_record(data: bytes) -> None:
    assert code_of(data)[0] == "receipt.not_a_receipt"
    assert not is_record(data)


def test_a_file_says_which_of_the_two_it_is() -> None:
    assert is_record(RECORDED)
    assert not is_record(made.receipt())
    assert is_record(tampered(put("huiyin-nonresponse/2", "format"), RECORDED))


def test_a_version_that_is_not_known_is_refused_by_name() -> None:
    data = tampered(put("huiyin-nonresponse/2", "format"), RECORDED)
    assert code_of(data)[0] == "receipt.unknown_format"
    assert FORMAT == "huiyin-nonresponse/1"
    assert CORRECTED == "petition.nonresponse_corrected"
