"""The setting that names the log's witnesses."""

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import KeyType, VerifierKey
from huiyin.rules.witness.place import Place, read_places

ONE = VerifierKey(name="one.example/w", type=KeyType.COSIGNATURE, public_key=bytes(32))
TWO = VerifierKey(name="two.example/w", type=KeyType.COSIGNATURE, public_key=bytes(32))
LOG = VerifierKey(name="log.example", type=KeyType.ED25519, public_key=bytes(32))


def test_each_witness_is_a_key_and_an_address() -> None:
    text = f"{ONE} https://one.example/\n {TWO}  http://127.0.0.1:8100/w/ "
    assert read_places(text) == (
        Place(key=ONE, url="https://one.example"),
        Place(key=TWO, url="http://127.0.0.1:8100/w"),
    )
    assert read_places(" ") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{ONE}", "witness.bad_address"),
        (f"{ONE} one.example", "witness.bad_address"),
        (f"{ONE} ftp://one.example", "witness.bad_address"),
        (f"{ONE} https://", "witness.bad_address"),
        (f"{ONE} https://one.example:x", "witness.bad_address"),
        (f"{ONE} https://[::1", "witness.bad_address"),
        (f"{ONE} https://me@one.example", "witness.bad_address"),
        (f"{ONE} https://one.example/?a", "witness.bad_address"),
        (f"{ONE} https://one.example/#a", "witness.bad_address"),
        (f"{LOG} https://one.example", "witness.not_a_witness_key"),
        ("https://one.example key", "witness.not_a_witness_key"),
        (f"{ONE} https://one.example {ONE} https://two.example", "witness.named_twice"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_places(text)
    assert refused.value.code == code
