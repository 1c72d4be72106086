"""The signed note of a report: it binds file, quarter and result, and is no checkpoint."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from huiyin.adapters.ed25519 import new_seed, public_key_of, sign, signature_holds
from huiyin.kernel.errors import Invalid
from huiyin.rules.audit.note import Sealed, open_note
from huiyin.rules.audit.quarters import Quarter
from huiyin.rules.merkle.checkpoint import parse_checkpoint
from huiyin.rules.merkle.note import KeyType, Note, VerifierKey

SEED = new_seed()
KEY = VerifierKey(name="huiyin.example/1a2b3c4d", type=KeyType.ED25519, public_key=public_key_of(SEED))
DIGEST = hashlib.sha256(b"report").digest()
SAID = Sealed(
    origin=KEY.name,
    quarter=Quarter(year=2026, number=3),
    interim=False,
    at=datetime(2026, 10, 2, 1, tzinfo=UTC),
    digest=DIGEST,
    differences=0,
)


def signed(text: str) -> bytes:
    return str(Note(text=text, signatures=(KEY.signature(sign(SEED, text.encode())),))).encode()


def opened(data: bytes, digest: bytes = DIGEST) -> Sealed:
    return open_note(data, digest=digest, key=KEY, signature_holds=signature_holds)


@pytest.mark.parametrize("said", [SAID, replace(SAID, interim=True), replace(SAID, differences=1_000_000)])
def test_what_was_signed_is_read_back(said: Sealed) -> None:
    assert opened(signed(said.text)) == said


def test_another_report_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        opened(signed(SAID.text), hashlib.sha256(b"another").digest())
    assert refused.value.code == "audit.other_report"


def test_a_changed_text_and_another_key_are_refused() -> None:
    data = signed(replace(SAID, differences=3).text).replace(b"\n3\n\n", b"\n0\n\n")
    with pytest.raises(Invalid) as refused:
        opened(data)
    assert refused.value.code == "merkle.signature_invalid"
    other = replace(KEY, public_key=public_key_of(new_seed()))
    with pytest.raises(Invalid) as refused:
        open_note(signed(SAID.text), digest=DIGEST, key=other, signature_holds=signature_holds)
    assert refused.value.code == "merkle.not_signed"


def test_a_report_of_another_log_is_refused_though_the_key_signed_it() -> None:
    with pytest.raises(Invalid) as refused:
        opened(signed(replace(SAID, origin="elsewhere.example/00000000").text))
    assert refused.value.code == "audit.other_log"


@pytest.mark.parametrize(
    "text",
    [
        "huiyin-audit/1\n",
        SAID.text.replace("audit/1", "audit/2"),
        SAID.text + "more\n",
        SAID.text.replace(DIGEST.hex(), DIGEST.hex()[:-1]),
        SAID.text.replace("2026-10-02T01", "2026-13-02T01"),
        SAID.text.replace("\n0\n", "\n-1\n"),
        SAID.text.replace("\n0\n", "\n00\n"),
    ],
)
def test_what_is_signed_but_no_audit_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        opened(signed(text))
    assert refused.value.code == "audit.not_an_audit"


def test_a_quarter_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        opened(signed(SAID.text.replace("2026Q3", "2026Q7")))
    assert refused.value.code == "audit.not_a_quarter"


def test_an_audit_is_never_taken_for_a_checkpoint() -> None:
    with pytest.raises(Invalid):
        parse_checkpoint(SAID.text)
