"""Whose checkpoint it is: the log's keys, its signature, and what is no checkpoint."""

import pytest

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import KeyType, Note, Signature, VerifierKey, parse_note
from huiyin.rules.witness.messages import Request
from huiyin.rules.witness.showing import log_key, shown, signed_by_log, witness_key
from support.paper_log import PaperLog

LOG = PaperLog().grown(3)
OTHER = PaperLog(seed=b"\x08" * 32).grown(3)
NOTE = parse_note(LOG.note())
THEIRS = parse_note(OTHER.note())
COSIGNER = VerifierKey(name="w", type=KeyType.COSIGNATURE, public_key=bytes(32))


def refusal(note: Note, *keys: VerifierKey) -> str:
    with pytest.raises(Invalid) as refused:
        signed_by_log(note, keys, signature_holds)
    return refused.value.code


def test_a_note_of_the_log_keeps_its_signature_alone() -> None:
    stranger = Signature(name="x", key_id=b"1234", value=b"whatever")
    crowded = NOTE.signed_also(stranger, *THEIRS.signatures)
    assert signed_by_log(crowded, [LOG.key], signature_holds) == NOTE


def test_any_of_the_trusted_keys_will_do() -> None:
    assert signed_by_log(NOTE, [OTHER.key, LOG.key], signature_holds) == NOTE
    both = NOTE.signed_also(*THEIRS.signatures)
    assert signed_by_log(both, [OTHER.key, LOG.key], signature_holds) == both


def test_a_note_that_no_trusted_key_signed_is_refused() -> None:
    assert refusal(NOTE, OTHER.key) == "witness.not_signed"
    assert refusal(NOTE) == "witness.not_signed"


def test_one_wrong_signature_of_a_trusted_key_refuses_the_note() -> None:
    (right,) = NOTE.signatures
    wrong = Signature(name=right.name, key_id=right.key_id, value=bytes(64))
    assert refusal(Note(text=NOTE.text, signatures=(wrong,)), LOG.key) == "witness.signature_invalid"
    assert refusal(Note(text=NOTE.text, signatures=(right, wrong)), LOG.key) == "witness.signature_invalid"
    short = Signature(name=right.name, key_id=right.key_id, value=right.value[:63])
    assert refusal(Note(text=NOTE.text, signatures=(short,)), LOG.key) == "witness.signature_invalid"


@pytest.mark.parametrize("note", ["", "no note", "a\nb\nc\n\n— x AAAAAAA=\n", "a\n1\n\n— x AAAAAAA=\n"])
def test_what_is_no_checkpoint_is_malformed(note: str) -> None:
    with pytest.raises(Invalid) as refused:
        shown(Request(old_size=0, proof=(), note=note))
    assert (refused.value.code, refused.value.field) == ("witness.malformed", "note")


def test_a_checkpoint_is_shown_with_its_proof() -> None:
    found = shown(Request(old_size=2, proof=(bytes(32),), note=LOG.note()))
    assert (found.checkpoint, found.note) == (LOG.checkpoint(), NOTE)
    assert (found.old_size, found.proof) == (2, (bytes(32),))


def test_keys_are_of_logs_or_of_witnesses() -> None:
    assert log_key(f" {LOG.key}\n") == LOG.key
    assert witness_key(str(COSIGNER)) == COSIGNER
    for text in (str(COSIGNER), "none"):
        with pytest.raises(Invalid, match="not_a_log_key"):
            log_key(text)
    for text in (str(LOG.key), ""):
        with pytest.raises(Invalid, match="not_a_witness_key"):
            witness_key(text)
