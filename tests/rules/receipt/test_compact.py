"""The compact form: fits into a QR code, proves number, instant and content hash, and takes no other byte."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.errors import Invalid
from huiyin.rules.receipt.compact import CompactProof, verify_compact, write_compact
from huiyin.rules.receipt.format import content_hash, read
from rules.receipt import made, made_logged

COMPACT = write_compact(read(made.receipt()))
RAW = base64.urlsafe_b64decode(COMPACT + "=" * (-len(COMPACT) % 4))


def check(text: str, **options: Any) -> CompactProof:
    return verify_compact(text, signature_holds=signature_holds, **options)


def text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def code_of(text: str, **options: Any) -> str:
    with pytest.raises(Invalid) as caught:
        check(text, **options)
    return caught.value.code


def test_it_proves_number_instant_content_hash_and_names_the_log() -> None:
    proof = check(COMPACT)
    assert (proof.number, proof.at, proof.origin) == (made.NUMBER, made.AT, made.ORIGIN)
    assert proof.content == content_hash(made.CONTENT_KEY, made.FILED)
    assert proof.commitment == made.entry().commitment
    assert proof.public_key == made.KEY.public_key().public_bytes_raw()
    assert proof.demo is False


def test_a_demonstration_says_so() -> None:
    assert check(write_compact(read(made.receipt(demo=True)))).demo is True


def test_it_is_the_same_before_and_after_the_tree_holds_the_filing() -> None:
    assert write_compact(read(made_logged.receipt())) == COMPACT


def test_it_fits_into_a_code_that_a_telephone_reads_and_stands_in_an_address() -> None:
    assert len(COMPACT) < 400
    assert set(COMPACT) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_nothing_of_what_was_filed_stands_in_it() -> None:
    for secret in (made.FILED["title"].encode(), made.SALT, made.CONTENT_KEY):
        assert secret not in RAW


def test_no_bit_of_it_can_be_altered() -> None:
    for place in range(len(RAW)):
        for bit in range(8):
            altered = bytearray(RAW)
            altered[place] ^= 1 << bit
            assert code_of(text_of(altered)) in {
                "receipt.promise_invalid",
                "receipt.incomplete",
                "receipt.unknown_format",
            }


def test_no_part_of_it_can_be_cut_off() -> None:
    for kept in range(len(RAW)):
        assert code_of(text_of(RAW[:kept])).startswith("receipt.")
    assert code_of(text_of(RAW + b"x")) == "receipt.promise_invalid"


@pytest.mark.parametrize(
    "text", ["", " ", "=", "A", "中", "\ud800", COMPACT + "=", COMPACT + "A", f" {COMPACT}", "A" * 100_000]
)
def test_something_else_is_no_compact_form(text: str) -> None:
    assert code_of(text) in {"receipt.not_a_receipt", "receipt.unknown_format"}


def test_it_is_written_in_one_way_only() -> None:
    for other in set(COMPACT) - {COMPACT[-1]}:
        assert code_of(COMPACT[:-1] + other).startswith("receipt.")
    assert code_of(COMPACT.replace("-", "+").replace("_", "/")) == "receipt.not_a_receipt"


def test_another_version_is_not_known() -> None:
    assert code_of(text_of(b"\x02" + RAW[1:])) == "receipt.unknown_format"


def test_it_names_the_key_that_signed_it() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = made.promised(made.entry().id, made.entry().subject, made.entry().body, key=other)
    members = dict(read(made.receipt(of=signed)))
    assert code_of(write_compact(members)) == "receipt.promise_invalid"
    public = base64.b64encode(other.public_key().public_bytes_raw()).decode()
    members["promise"] = {**members["promise"], "public_key": public}
    assert check(write_compact(members)).public_key == other.public_key().public_bytes_raw()


def test_an_instant_ahead_of_the_readers_clock_is_refused_unless_it_is_a_demonstration() -> None:
    early = made.AT - timedelta(minutes=6)
    assert code_of(COMPACT, at=early) == "receipt.in_the_future"
    assert check(COMPACT, at=made.AT)
    assert check(write_compact(read(made.receipt(demo=True))), at=early)


def test_an_entry_whose_ids_are_none_has_no_compact_form() -> None:
    members = dict(read(made.receipt()))
    body = base64.b64decode(members["entry"]).replace(b'"id":"019dfb03-', b'"id":"zzzzzzzz-')
    members["entry"] = base64.b64encode(body).decode()
    with pytest.raises(Invalid, match=r"receipt\.incomplete"):
        write_compact(members)
