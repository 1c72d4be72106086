"""A receipt with tree and history: it proves both, and nothing of them can be altered or left out."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import KeyType, VerifierKey
from huiyin.rules.receipt.format import Proof, verify
from huiyin.rules.receipt.history import write_act
from huiyin.rules.receipt.logged import Demanded
from rules.receipt import made, made_logged
from rules.receipt.tampering import flip, put, refusal, reword

WHOLE = (made.VECTORS / "logged.huiyin-receipt.json").read_bytes()
WITNESS = str(made_logged.WITNESS_KEY)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
OTHER = VerifierKey(
    name="witness.example/uni",
    type=KeyType.COSIGNATURE,
    public_key=OTHER_KEY.public_key().public_bytes_raw(),
)


def check(data: bytes, **demanded: Any) -> Proof:
    return verify(data, signature_holds=signature_holds, demanded=Demanded(**demanded))


def told(data: bytes, **demanded: Any) -> tuple[str, str, Any]:
    with pytest.raises(Invalid) as caught:
        check(data, **demanded)
    return caught.value.code, caught.value.field, caught.value.facts.get("place")


def changed(change: Callable[[dict[str, Any]], object], of: bytes = WHOLE) -> bytes:
    plain = json.loads(of)
    change(plain)
    return json.dumps(plain).encode()


def test_the_format_writes_the_golden_bytes() -> None:
    assert made_logged.receipt() == WHOLE


def test_it_proves_the_tree_the_witness_and_every_act_in_order() -> None:
    proof = check(WHOLE)
    assert proof.log is not None
    assert (proof.log.checkpoint.size, proof.log.index) == (17, 2)
    [witness] = proof.log.witnesses
    assert (witness.key, witness.at) == (WITNESS, datetime.fromtimestamp(made_logged.COSIGNED, UTC))
    assert proof.history is not None
    assert [(one.at - made.AT).days for one in proof.history] == [1, 2, 3, 4]
    assert [one.index for one in proof.history] == [5, 8, 11, None]
    assert [one.commitment for one in proof.history] == [one.commitment for one in made_logged.ACTS]


def test_an_act_of_another_shows_its_kind_when_it_is_told_anyway_and_nothing_else() -> None:
    history = check(WHOLE).history
    assert history is not None
    accepted, opened, evidence, served = history
    assert (accepted.shown, accepted.body) == ({"kind": "petition.accepted"}, None)
    assert (opened.shown, opened.body) == ({}, None)
    assert evidence.body is not None
    assert evidence.body["facts"] == {"files": 1}
    assert (served.shown, served.body) == ({"kind": "petition.document_served"}, None)
    written = json.dumps(json.loads(WHOLE)["history"])
    for secret in (b"story_opened", b"handler", b'"to"'):
        assert base64.b64encode(secret).decode()[1:-3] not in written
    for one in made_logged.ACTS:
        salt = base64.b64encode(one.salt).decode()
        assert (salt in written) == (one.kind == "petition.evidence_added")


def test_a_receipt_without_log_or_history_says_that_it_proves_neither() -> None:
    proof = check(made.receipt())
    assert proof.log is None
    assert proof.history is None
    nothing_yet = check(made_logged.receipt(history=[]))
    assert nothing_yet.history == ()


def test_acts_are_proved_by_promise_and_order_before_the_tree_holds_them() -> None:
    waiting = made_logged.receipt(history=[write_act(one) for one in made_logged.ACTS])
    proof = check(waiting)
    assert proof.log is None
    assert proof.history is not None
    assert [one.index for one in proof.history] == [None] * 4


LOG = ("receipt.incomplete", "log", None)
NOTE = ("receipt.checkpoint_invalid", "log", None)
PATH = ("receipt.not_included", "log", None)
SEEN = ("receipt.witness_invalid", "log", None)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        *((put(value, "log"), LOG) for value in (None, [], "x", 5, {})),
        *((lambda plain, name=name: plain["log"].pop(name), LOG) for name in made_logged.log()),
        (put(5, "checkpoint", "log"), LOG),
        (put("\ud800", "checkpoint", "log"), NOTE),
        (put("", "checkpoint", "log"), NOTE),
        (put(made_logged.TREE.note(key=OTHER_KEY), "checkpoint", "log"), NOTE),
        (put(made_logged.TREE.note(origin="another.example"), "checkpoint", "log"), NOTE),
        (put(made_logged.TREE.note(size=16), "checkpoint", "log"), PATH),
        (put(made_logged.TREE.note(size=2), "checkpoint", "log"), PATH),
        (put(made_logged.TREE.note(size=0), "checkpoint", "log"), PATH),
        (put(3, "index", "log"), PATH),
        (put(-1, "index", "log"), PATH),
        (put(17, "index", "log"), PATH),
        (put(1 << 70, "index", "log"), PATH),
        (put(True, "index", "log"), PATH),
        (put("2", "index", "log"), PATH),
        (put(2.0, "index", "log"), PATH),
        (put(None, "index", "log"), PATH),
        (put(None, "path", "log"), LOG),
        (put([], "path", "log"), PATH),
        (put([5], "path", "log"), PATH),
        (put(["!"], "path", "log"), PATH),
        (put(["AAAA"], "path", "log"), PATH),
        (lambda plain: plain["log"]["path"].pop(), PATH),
        (lambda plain: plain["log"]["path"].reverse(), PATH),
        (lambda plain: plain["log"]["path"].append(plain["log"]["path"][0]), PATH),
        (put(None, "witnesses", "log"), LOG),
        (put([5], "witnesses", "log"), LOG),
        (put([str(OTHER)], "witnesses", "log"), SEEN),
        (put([str(made_logged.LOG_KEY)], "witnesses", "log"), SEEN),
        (put(["no key"], "witnesses", "log"), SEEN),
        (put(["\ud800\x1b[2J"], "witnesses", "log"), SEEN),
        (put(made_logged.TREE.note(witness=None), "checkpoint", "log"), SEEN),
        (put(made_logged.TREE.note(witness=OTHER_KEY), "checkpoint", "log"), SEEN),
    ],
)
def test_a_log_that_does_not_hold_is_refused_with_the_reason(change: Any, expected: Any) -> None:
    assert told(changed(change)) == expected


def test_the_proof_of_another_leaf_of_the_tree_proves_nothing_here() -> None:
    other = made_logged.TREE.place(made_logged.ACTS[0].commitment)
    plain = canonical.plain(other)
    assert told(changed(lambda members: members["log"].update(plain))) == PATH


def test_every_digit_of_the_checkpoint_counts() -> None:
    note = made_logged.TREE.note()
    text = note[: note.index("\n\n")]
    for place, letter in enumerate(text):
        altered = note[:place] + ("x" if letter != "x" else "y") + note[place + 1 :]
        assert told(changed(put(altered, "checkpoint", "log"))) == NOTE


def test_a_witness_named_twice_counts_once() -> None:
    log = check(changed(put([WITNESS, WITNESS], "witnesses", "log"))).log
    assert log is not None
    assert [one.key for one in log.witnesses] == [WITNESS]


def test_a_witness_can_be_demanded() -> None:
    assert check(WHOLE, witnesses=[WITNESS]) == check(WHOLE)
    unnamed = check(changed(put([], "witnesses", "log")), witnesses=[WITNESS])
    assert unnamed.log is not None
    assert [one.key for one in unnamed.log.witnesses] == [WITNESS]
    assert told(WHOLE, witnesses=[str(OTHER)])[0] == "receipt.witness_missing"
    assert told(made.receipt(), witnesses=[WITNESS])[0] == "receipt.witness_missing"


def history_of(data: bytes = WHOLE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data)["history"]
    return found


ALTERED = "receipt.history_altered"
BROKEN = "receipt.history_broken"
ABSENT = "receipt.history_not_included"
INCOMPLETE = "receipt.incomplete"


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (lambda acts: acts.pop(0), BROKEN, 1),
        (lambda acts: acts.pop(1), BROKEN, 2),
        (lambda acts: acts.pop(2), BROKEN, 3),
        (lambda acts: acts.reverse(), BROKEN, 1),
        (lambda acts: acts.insert(1, acts.pop(2)), BROKEN, 2),
        (lambda acts: acts.append(acts[3]), BROKEN, 5),
        (lambda acts: acts[0].update(index=acts[1]["index"], path=acts[1]["path"]), ABSENT, 1),
        (lambda acts: acts[0].update(index=6), ABSENT, 1),
        (lambda acts: acts[2].update(path=[]), ABSENT, 3),
        (lambda acts: acts[2].update(path=None), INCOMPLETE, 3),
        (lambda acts: acts[2].update(index=None), ABSENT, 3),
        (lambda acts: acts[3].update(index=14, path=[]), ABSENT, 4),
        (lambda acts: acts[0].update(promise=acts[1]["promise"]), ALTERED, 1),
        (lambda acts: acts[3].update(key=acts[1]["key"]), ALTERED, 4),
        (lambda acts: acts[3].update(body=acts[1]["body"]), ALTERED, 4),
        *((lambda acts, name=name: acts[0].pop(name), INCOMPLETE, 1) for name in ("link", "key", "body")),
        *((lambda acts, name=name: acts[2].pop(name), INCOMPLETE, 3) for name in ("entry", "salt")),
        (lambda acts: acts[1].pop("promise"), INCOMPLETE, 2),
        *((lambda acts, one=one: acts.insert(0, one), INCOMPLETE, 1) for one in (None, [], "x", 5, {})),
    ],
)
def test_a_history_that_was_touched_is_refused_at_the_act(
    change: Callable[[list[Any]], object], code: str, place: int
) -> None:
    acts = history_of()
    change(acts)
    assert told(changed(put(acts, "history"))) == (code, "history", place)


@pytest.mark.parametrize("place", [1, 2, 4])
@pytest.mark.parametrize("name", ["key", "body", "promise"])
def test_every_part_of_a_link_opening_counts(place: int, name: str) -> None:
    data = json.loads(WHOLE)
    flip(name)(data["history"][place - 1])
    assert told(json.dumps(data).encode()) == (ALTERED, "history", place)


@pytest.mark.parametrize(("place", "name"), [(1, "link"), (2, "link"), (3, "entry"), (4, "link")])
def test_every_word_of_an_act_counts(place: int, name: str) -> None:
    data = json.loads(WHOLE)
    reword(name)(data["history"][place - 1])
    assert told(json.dumps(data).encode()) == (ALTERED, "history", place)


def test_the_acts_of_another_petition_are_not_those_of_this_one() -> None:
    other = made_logged.act(1, made_logged.FILING.commitment, *made_logged.STEPS[0])
    body = canonical.decode(other.body) | {"subject": "019dfb03-7100-703f-bab6-000000000000"}
    entry = made_logged.promised(other, canonical.encode(body))
    assert told(made_logged.receipt(history=[write_act(entry)])) == (BROKEN, "history", 1)


def test_acts_that_the_log_never_promised_are_no_acts() -> None:
    entry = made_logged.promised(made_logged.ACTS[0], made_logged.ACTS[0].body, key=OTHER_KEY)
    assert told(made_logged.receipt(history=[write_act(entry)])) == (ALTERED, "history", 1)


def test_places_without_a_checkpoint_are_incomplete() -> None:
    without = changed(lambda plain: plain.pop("log"))
    assert told(without) == (INCOMPLETE, "history", 1)


@pytest.mark.parametrize("value", [None, {}, "x", 5])
def test_a_history_that_is_no_list_is_incomplete(value: Any) -> None:
    assert told(changed(put(value, "history"))) == (INCOMPLETE, "history", None)


def test_a_history_may_end_early_and_then_says_less() -> None:
    cut = check(changed(lambda plain: plain["history"].pop()))
    assert cut.history is not None
    assert len(cut.history) == 3


MINUTES = timedelta(minutes=1)


def test_what_lies_ahead_of_the_readers_clock_by_more_than_five_minutes_is_refused() -> None:
    last = made_logged.ACTS[-1].at
    assert check(WHOLE, at=last - 5 * MINUTES)
    assert told(WHOLE, at=last - 5 * MINUTES - timedelta(microseconds=1))[0] == "receipt.in_the_future"
    assert check(made.receipt(), at=made.AT - 5 * MINUTES)
    assert told(made.receipt(), at=made.AT - 6 * MINUTES)[0] == "receipt.in_the_future"
    ahead = made_logged.receipt(log=made_logged.log(cosigned=int(made.AT.timestamp()) + 3600))
    assert told(ahead, at=made.AT) == ("receipt.in_the_future", "log", None)
    assert check(ahead, at=made.AT + 60 * MINUTES)


def test_a_witness_of_the_year_ten_thousand_is_no_witness() -> None:
    ahead = made_logged.receipt(log=made_logged.log(cosigned=1 << 40))
    assert told(ahead)[0] == "receipt.in_the_future"


def test_a_demonstration_may_run_ahead_of_time() -> None:
    assert check(made.receipt(demo=True), at=made.AT - timedelta(days=900)).demo


def proved(data: bytes) -> Proof | None:
    try:
        return check(data)
    except Invalid as fault:
        if not fault.code.startswith("receipt."):
            raise
        return None


def test_a_receipt_of_which_any_bit_fell_over_proves_the_same_or_less() -> None:
    whole = check(WHOLE)
    for place in range(0, len(WHOLE), 7):
        damaged = bytearray(WHOLE)
        damaged[place] ^= 1 << place % 8
        proof = proved(bytes(damaged))
        if proof is not None:  # a member that has lost its name is missing, and then the proof says so
            assert (proof.number, proof.at, proof.filed) == (whole.number, whole.at, whole.filed)
            assert proof.log in (None, whole.log)
            assert proof.history in (None, whole.history)


@pytest.mark.parametrize("kept", [0, 1, 700, 2000, len(WHOLE) - 1])
def test_a_receipt_cut_short_is_no_receipt(kept: int) -> None:
    assert refusal(check, WHOLE[:kept])[0] == "receipt.not_a_receipt"
