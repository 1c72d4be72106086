"""docs/receipt-format.md: its example is right to the byte; a verifier written from it decides as ours."""

import base64
import hashlib
import json
import random
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.hashing import leaf_hash
from huiyin.rules.receipt.commitment import body_digest, link_key, link_of
from huiyin.rules.receipt.compact import write_compact
from huiyin.rules.receipt.format import read, verify
from huiyin.rules.receipt.logged import Demanded
from huiyin.rules.receipt.promise import promise_message
from rules.receipt import made, made_logged, made_rotated, second_verifier
from rules.receipt.altered_keys import altered_keys, whole_keys

PAGE = (Path(__file__).parents[3] / "docs" / "receipt-format.md").read_text("utf-8")
WHOLE = (made.VECTORS / "logged.huiyin-receipt.json").read_bytes()


def example() -> dict[str, str]:
    """What the worked example must say, computed from the vector."""
    members = json.loads(WHOLE)
    entry, salt = made_logged.FILING, made.SALT
    note = members["log"]["checkpoint"]
    text = note[: note.index("\n\n") + 1]
    promise = promise_message(origin=made.ORIGIN, commitment=entry.commitment, at=entry.at)
    return {
        "link": link_of(json.loads(entry.body)).decode(),
        "link key": link_key(salt).hex(),
        "body digest": body_digest(salt, entry.body).hex(),
        "commitment": entry.commitment.hex(),
        "promised": promise.decode(),
        "signature": entry.promise.hex(),
        "leaf hash": leaf_hash(entry.commitment).hex(),
        "root": base64.b64decode(text.split("\n")[2]).hex(),
        "cosigned": json.dumps(f"cosignature/v1\ntime {made_logged.COSIGNED}\n{text}", ensure_ascii=False),
        "compact": write_compact(read(WHOLE)),
    }


@pytest.mark.parametrize("name", example())
def test_every_value_of_the_example_is_that_of_the_vector(name: str) -> None:
    [told] = re.findall(rf"^    {name}  +([^= ].*)$", PAGE, re.MULTILINE)
    assert told == example()[name]


def test_the_checkpoint_of_the_example_is_that_of_the_vector() -> None:
    note = json.loads(WHOLE)["log"]["checkpoint"]
    assert "".join(f"    {line}".rstrip() + "\n" for line in note.splitlines()) in PAGE


def test_every_code_that_a_receipt_is_refused_with_stands_on_the_page() -> None:
    folder = Path(__file__).parents[3] / "src" / "huiyin" / "rules" / "receipt"
    written = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'"receipt\.(\w+)"', written)) - {"witness_missing"}  # what a reader demands
    assert len(codes) > 8
    assert {code for code in codes if f"`{code}`" not in PAGE.replace("`receipt.", "`")} == set()


def ours(data: bytes, **demanded: Any) -> str:
    try:
        verify(data, signature_holds=signature_holds, demanded=Demanded(**demanded))
    except Invalid as fault:
        return fault.code.removeprefix("receipt.")
    return ""


def theirs(data: bytes, **at: Any) -> str:
    try:
        second_verifier.verify(data, **at)
    except second_verifier.Wrong as fault:
        return str(fault)
    return ""


def files() -> Iterator[bytes]:
    yield from (made.receipt(), made.receipt(demo=True), WHOLE)
    yield made_logged.receipt(log=made_logged.log(witness=None) | {"witnesses": []}, history=[])
    yield made_rotated.receipt()


def test_both_take_what_holds() -> None:
    for data in files():
        assert (ours(data), theirs(data)) == ("", "")


def test_both_judge_the_keys_of_a_log_alike() -> None:
    for name, data in {**whole_keys(), **altered_keys()}.items():
        assert (name, theirs(data)) == (name, ours(data))


def _places(plain: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for name, value in inside:
        yield (*above, name)
        yield from _places(value, (*above, name))


OTHER: list[Any] = [None, True, 0, 1, -1, 2**63, 0.5, "", "x", "AAAA", base64.b64encode(bytes(32)).decode()]
OTHER += [
    [],
    {},
    ["AAAA"],
    "QR==",
    "QQ",
    "2026-05-06T02:00:00.123456Z",
    "2026-13-06T02:00:00.123456Z",
    "\ud800",
]


def test_both_refuse_every_other_value_of_every_member_for_the_same_reason() -> None:
    for data in files():
        for place in _places(json.loads(data)):
            for value in OTHER:
                changed = json.loads(data)
                holder = changed
                for step in place[:-1]:
                    holder = holder[step]
                holder[place[-1]] = value
                altered = json.dumps(changed).encode()
                assert ours(altered) == theirs(altered), (place, value)


def test_both_refuse_every_member_left_out_for_the_same_reason() -> None:
    for data in files():
        for place in _places(json.loads(data)):
            changed = json.loads(data)
            holder = changed
            for step in place[:-1]:
                holder = holder[step]
            del holder[place[-1]]
            altered = json.dumps(changed).encode()
            assert ours(altered) == theirs(altered), place


def test_both_decide_alike_about_damaged_bytes() -> None:
    chance = random.Random(hashlib.sha256(WHOLE).hexdigest())  # noqa: S311  a plan, not a secret
    for _ in range(600):
        damaged = bytearray(WHOLE)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        assert ours(bytes(damaged)) == theirs(bytes(damaged))


@pytest.mark.parametrize("minutes", [0, 5, 6])
def test_both_take_the_same_instants_for_past(minutes: int) -> None:
    now = made.AT - timedelta(minutes=minutes)
    for data in files():
        assert ours(data, at=now) == theirs(data, now=now)
