"""What evidence proves to a third person, and what it does not."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import KeyType, VerifierKey, parse_note
from huiyin.rules.witness.evidence import (
    Evidence,
    Judged,
    Verdict,
    contradiction,
    judge,
    root_of_beginning,
    write,
)
from support.paper_log import PaperLog

AT = datetime(2026, 5, 6, 1, 2, 3, tzinfo=UTC)
LOG = PaperLog().grown(40)
FORK = PaperLog().grown(5).grown(40, story="another")
WITNESS = VerifierKey(name="w.example", type=KeyType.COSIGNATURE, public_key=bytes(32))


def found(held: int, shown: int, log: PaperLog = FORK, *, proof: tuple[bytes, ...] | None = None) -> Evidence:
    return Evidence(
        witness=WITNESS,
        at=AT,
        keys=(LOG.key,),
        held=parse_note(LOG.note(held)),
        shown=parse_note(log.note(shown)),
        old_size=held,
        proof=log.proof(held, shown) if proof is None else proof,
    )


def judged(evidence: Evidence) -> Judged:
    return judge(write(evidence), signature_holds=signature_holds)


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        judge(data, signature_holds=signature_holds)
    return refused.value.code


def test_two_roots_of_one_size_are_proved() -> None:
    result = judged(found(7, 7))
    assert result.verdict is Verdict.TWO_ROOTS
    assert result.verdict.proves
    assert (result.held, result.shown) == (LOG.checkpoint(7), FORK.checkpoint(7))


@pytest.mark.parametrize("held", range(6, 40))
def test_another_beginning_is_proved_by_the_logs_own_proof(held: int) -> None:
    verdicts = {
        contradiction(LOG.checkpoint(held), FORK.checkpoint(new), FORK.proof(held, new))
        for new in range(held + 1, 41)
    }
    # At a power of two the proof leaves the old root out: the same refusal, but no proof for others.
    is_power = held & (held - 1) == 0
    assert verdicts == {Verdict.UNPROVED if is_power else Verdict.OTHER_BEGINNING}


@pytest.mark.parametrize("new", range(1, 41))
def test_the_beginning_is_the_one_that_the_plain_recursion_finds(new: int) -> None:
    for old in range(1, new):
        expected = None if old & (old - 1) == 0 else LOG.root(old)
        assert root_of_beginning(old, LOG.checkpoint(new), LOG.proof(old, new)) == expected


def test_honest_growth_is_no_evidence() -> None:
    assert judged(found(7, 12, LOG)).verdict is Verdict.CONSISTENT
    assert judged(found(7, 7, LOG)).verdict is Verdict.CONSISTENT
    assert not Verdict.CONSISTENT.proves


@pytest.mark.parametrize("proof", [(), (bytes(32),), (bytes(32),) * 5, (bytes(32),) * 40])
def test_a_genuine_checkpoint_with_a_wrong_proof_convicts_nobody(proof: tuple[bytes, ...]) -> None:
    assert judged(found(11, 20, LOG, proof=proof)).verdict is Verdict.UNPROVED


def test_a_proof_in_which_anything_is_turned_convicts_nobody() -> None:
    right = LOG.proof(11, 20)
    for place in range(len(right)):
        wrong = (*right[:place], bytes(32), *right[place + 1 :])
        assert judged(found(11, 20, LOG, proof=wrong)).verdict is Verdict.UNPROVED
    assert judged(found(11, 20, LOG, proof=(*right, bytes(32)))).verdict is Verdict.UNPROVED
    assert judged(found(11, 20, LOG, proof=right[:-1])).verdict is Verdict.UNPROVED


def test_a_smaller_tree_shown_later_is_not_judged_by_a_proof() -> None:
    evidence = replace(found(6, 12), held=parse_note(LOG.note(12)), shown=parse_note(FORK.note(6)))
    assert judged(evidence).verdict is Verdict.UNPROVED


def test_the_file_says_what_was_refused() -> None:
    evidence = found(11, 20)
    assert judged(evidence).evidence == evidence


def test_notes_that_the_log_did_not_sign_are_no_evidence() -> None:
    forger = PaperLog(seed=b"\x09" * 32).grown(7)
    assert refusal(write(replace(found(7, 7), shown=parse_note(forger.note())))) == "witness.not_signed"
    altered = json.loads(write(found(7, 7)))
    altered["shown"] = altered["shown"].replace("\n7\n", "\n8\n")
    assert refusal(json.dumps(altered).encode()) == "witness.signature_invalid"


def test_the_key_that_one_knows_counts_more_than_the_one_in_the_file() -> None:
    forger = PaperLog(seed=b"\x09" * 32).grown(7)
    forged = replace(
        found(7, 7),
        keys=(forger.key,),
        held=parse_note(forger.note()),
        shown=forger.signed(FORK.checkpoint(7).text),
    )
    assert judged(forged).verdict is Verdict.TWO_ROOTS
    with pytest.raises(Invalid, match=r"witness\.not_signed"):
        judge(write(forged), signature_holds=signature_holds, trusted=(LOG.key,))


def test_notes_of_two_logs_contradict_nothing() -> None:
    other = PaperLog(origin="other.example").grown(7)
    evidence = replace(found(7, 7), keys=(LOG.key, other.key), shown=parse_note(other.note()))
    assert refusal(write(evidence)) == "evidence.two_logs"


def test_signed_texts_that_are_no_checkpoints_are_no_evidence() -> None:
    evidence = replace(found(7, 7), shown=LOG.signed("something else\n"))
    assert refusal(write(evidence)) == "evidence.incomplete"


@pytest.mark.parametrize("data", [b"", b"x", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000])
def test_what_is_no_evidence_is_refused(data: bytes) -> None:
    assert refusal(data) == "evidence.not_evidence"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("at", "yesterday"),
        ("at", "2026-05-06T01:02:03"),
        ("at", None),
        ("old", "7"),
        ("old", True),
        ("proof", ["AAAA"]),
        ("proof", [1]),
        ("proof", None),
        ("proof", ["A" * 43 + "="] * 64),
        ("keys", ["none"]),
        ("keys", 1),
        ("witness", "none"),
        ("witness", 1),
        ("held", "none"),
        ("held", 1),
        ("more", 1),
    ],
)
def test_a_damaged_member_is_refused(member: str, value: object) -> None:
    members = {**json.loads(write(found(7, 7))), member: value}
    assert refusal(json.dumps(members).encode()) == "evidence.incomplete"


def test_a_missing_member_or_another_format_is_refused() -> None:
    members = json.loads(write(found(7, 7)))
    assert (
        refusal(json.dumps({**members, "format": "huiyin-evidence/2"}).encode()) == "evidence.unknown_format"
    )
    del members["held"]
    assert refusal(json.dumps(members).encode()) == "evidence.incomplete"
