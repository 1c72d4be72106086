"""A receipt of a log that changed its key: who knows one key follows to the others, forward and back."""

import json

import pytest

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.errors import Invalid
from huiyin.rules.receipt.format import Proof, verify
from rules.receipt import made, made_rotated
from rules.receipt.altered_keys import ROTATED, altered_keys, whole_keys

VECTOR = (made.VECTORS / "rotated.huiyin-receipt.json").read_bytes()


def check(data: bytes) -> Proof:
    return verify(data, signature_holds=signature_holds)


def told(name: str) -> tuple[str, str]:
    with pytest.raises(Invalid) as caught:
        check(altered_keys()[name])
    place = caught.value.facts.get("place")
    return caught.value.code.removeprefix("receipt."), f"{caught.value.field} {place or ''}".strip()


def test_the_format_writes_the_golden_bytes() -> None:
    assert ROTATED == VECTOR


@pytest.mark.parametrize("name", whole_keys())
def test_what_was_signed_in_the_time_of_each_key_holds(name: str) -> None:
    assert check(whole_keys()[name])


def test_all_keys_are_told_oldest_first() -> None:
    proof = check(ROTATED)
    assert proof.keys.texts == tuple(str(made_rotated.verifier(one)) for one in made_rotated.PRIVATE)
    assert proof.keys.place == 0
    assert proof.history
    assert len(proof.history) == 4
    assert check(whole_keys()["promised by the newest key"]).keys.place == 2


def test_a_log_of_one_key_needs_no_list() -> None:
    assert "keys" not in json.loads(made.receipt())
    assert len(check(made.receipt()).keys.texts) == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("without the keys", ("checkpoint_invalid", "log")),
        ("the newest key left out", ("incomplete", "keys")),
        ("the oldest key left out", ("handover_invalid", "promise")),
        ("the middle key left out", ("handover_invalid", "keys 1")),
        ("in another order", ("incomplete", "keys")),
        ("a key twice", ("handover_invalid", "keys 1")),
        ("signatures swapped", ("handover_invalid", "keys 1")),
        ("a handover by a stranger", ("handover_invalid", "keys 1")),
        ("accepted by a stranger", ("handover_invalid", "keys 1")),
        ("handed over to another", ("handover_invalid", "keys 2")),
        ("of another log", ("handover_invalid", "keys 1")),
        ("to another log", ("handover_invalid", "keys 1")),
        ("out of time", ("handover_invalid", "keys 2")),
        ("told to have ended later", ("handover_invalid", "keys 1")),
        ("used in another order", ("history_altered", "history 4")),
        ("not those of the promise", ("handover_invalid", "promise")),
        ("ended before the filing", ("key_ended", "promise")),
        ("ended before the first act", ("key_ended", "history 1")),
        ("promised a moment after its end", ("key_ended", "promise")),
        ("promised by a stranger", ("handover_invalid", "promise")),
        ("an act by a stranger", ("history_altered", "history 2")),
        ("an act by a key that had ended", ("key_ended", "history 3")),
        ("an act by a key before the one before", ("history_altered", "history 3")),
        ("a tree signed by a stranger", ("checkpoint_invalid", "log")),
        ("a tree whose newest signature is false", ("checkpoint_invalid", "log")),
        ("a tree signed before the filing's key", ("checkpoint_invalid", "log")),
        ("the last key with an end", ("incomplete", "keys")),
        ("a key too short", ("incomplete", "keys")),
        ("no key", ("incomplete", "keys")),
    ],
)
def test_what_does_not_follow_is_refused_with_the_reason(name: str, expected: tuple[str, str]) -> None:
    assert told(name) == expected


@pytest.mark.parametrize("name", altered_keys())
def test_no_altered_list_of_keys_holds(name: str) -> None:
    assert told(name)
