"""Receipts of a log that changed its key, whole and altered: name and bytes of each."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.kernel import canonical
from huiyin.rules.receipt.keys import keys_member
from rules.receipt import made, made_rotated
from rules.receipt.made_rotated import BY, PRIVATE, SECOND, THIRD, UNTIL

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(9, 41)))
ROTATED = made_rotated.receipt()
MOMENT = timedelta(microseconds=1)
ODD = (None, 5, "", "QUJD", "!", [], {}, "2026-05-09T02:00:00.123456Z", "2026-05-08")


def whole_keys() -> dict[str, bytes]:
    """Return the files that hold, and say so in their names."""
    return {
        "three keys": ROTATED,
        "three keys, no tree": made_rotated.receipt(log=None, history=None),
        "the overlap, signed by all": made_rotated.receipt(log=made_rotated.log(*PRIVATE)),
        "signed by the newest and a strange key": made_rotated.receipt(log=made_rotated.log(THIRD, STRANGER)),
        "promised in the last instant of a key": made_rotated.filed_by(SECOND, UNTIL[1]),
        "promised by the newest key": made_rotated.filed_by(THIRD, UNTIL[1] + timedelta(days=900)),
        "one key alone, told": made_rotated.receipt(
            keys=_alone(), log=made_rotated.log(made.KEY), history=[]
        ),
    }


def altered_keys() -> dict[str, bytes]:
    """Return files that do not hold, under names that say why."""
    keys, told = made_rotated.keys, made_rotated.receipt
    swapped = [made.KEY, THIRD, SECOND]
    found = {
        "without the keys": told(keys=None),
        "the newest key left out": _edited(lambda m: m["keys"].pop()),
        "the oldest key left out": _edited(lambda m: m["keys"].pop(0)),
        "the middle key left out": _edited(lambda m: m["keys"].pop(1)),
        "in another order": _edited(lambda m: m["keys"].reverse()),
        "a key twice": _edited(lambda m: m["keys"].insert(0, m["keys"][0])),
        "signatures swapped": _edited(_swapped),
        "a handover by a stranger": told(**_forged("handover")),
        "accepted by a stranger": told(**_forged("accepted")),
        "handed over to another": told(**keys_member([*keys()[:2], keys((made.KEY, STRANGER))[1]])),
        "of another log": told(**keys_member(keys(origin="other.example"))),
        "to another log": told(**keys_member(keys(new_origin="other.example"))),
        "out of time": told(**keys_member(keys(until=UNTIL[::-1]))),
        "told to have ended later": _edited(lambda m: m["keys"][0].update(until=canonical.instant(UNTIL[1]))),
        "used in another order": told(**keys_member(keys(swapped))),
        "not those of the promise": told(**keys_member(keys((SECOND, THIRD), UNTIL[1:]))),
        "ended before the filing": told(**keys_member(keys(until=(made.AT - MOMENT, UNTIL[1])))),
        "ended before the first act": told(**keys_member(keys(until=(made.AT, UNTIL[1])))),
        "promised a moment after its end": made_rotated.filed_by(SECOND, UNTIL[1] + MOMENT),
        "promised by a stranger": made_rotated.filed_by(STRANGER, made.AT),
        "an act by a stranger": _acts(made.KEY, STRANGER, SECOND, THIRD),
        "an act by a key that had ended": _acts(made.KEY, made.KEY, made.KEY, THIRD),
        "an act by a key before the one before": _acts(made.KEY, SECOND, made.KEY, THIRD),
        "a tree signed by a stranger": told(log=made_rotated.log(STRANGER)),
        "a tree whose newest signature is false": _false_signature(),
        "a tree signed before the filing's key": _later_filing(),
        "the last key with an end": _edited(lambda m: m["keys"][2].update(until=m["keys"][1]["until"])),
        "a key too short": _edited(lambda m: m["keys"][1].update(public_key="QUJD")),
        "no key": told(keys=[]),
    }
    for value in (None, 5, "x", {}, [None], [[]], [{}], [5]):
        found[f"keys are {value!r}"] = _edited(lambda m, v=value: m.update(keys=v))
    for place in range(3):
        for name in json.loads(ROTATED)["keys"][place]:
            for value in ODD[int(place == 2) :]:  # the last one has None
                found[f"key {place}: {name} is {value!r}"] = _edited(
                    lambda m, p=place, n=name, v=value: m["keys"][p].update({n: v})
                )
            found[f"key {place} without {name}"] = _edited(lambda m, p=place, n=name: m["keys"][p].pop(n))
    return found


def _edited(change: Callable[[dict[str, Any]], Any]) -> bytes:
    members = json.loads(ROTATED)
    change(members)
    return json.dumps(members).encode()


def _alone() -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = canonical.plain(keys_member(made_rotated.keys()))["keys"]
    return [{**members[-1], "public_key": canonical.plain({"x": made_rotated.public(made.KEY)})["x"]}]


def _swapped(members: dict[str, Any]) -> None:
    first = members["keys"][0]
    first["handover"], first["accepted"] = first["accepted"], first["handover"]


def _forged(name: str) -> dict[str, Any]:
    """Return keys of which a stranger made one signature of the first change."""
    first, second, third = made_rotated.keys()
    forged = made_rotated.keys((STRANGER, SECOND) if name == "handover" else (made.KEY, STRANGER))[0]
    member = keys_member([first, second, third])
    return {"keys": [{**member["keys"][0], name: getattr(forged, name)}, *member["keys"][1:]]}


def _acts(*by: Ed25519PrivateKey) -> bytes:
    assert len(by) == len(BY)
    return made_rotated.receipt(history=made_rotated.history(made_rotated.acts(by)))


def _false_signature() -> bytes:
    """Return a receipt whose checkpoint the second key signed, and somebody in the name of the third."""
    good, other = made_rotated.note(SECOND), made_rotated.note(THIRD, size=3)
    line = next(one for one in other.splitlines(keepends=True) if one.startswith("— log.example"))
    return made_rotated.receipt(log={**made_rotated.log(), "checkpoint": good + line})


def _later_filing() -> bytes:
    """Return a receipt promised by the second key, whose tree only the first one signed."""
    members = canonical.decode(made_rotated.filed_by(SECOND, made.AT))
    entry = members["entry"]
    assert entry
    return canonical.encode({**members, "log": canonical.plain(made_rotated.log(made.KEY))})
