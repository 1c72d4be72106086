"""Receipts with tree and history, and compact forms, whole and altered: name and bytes or text of each."""

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.rules.merkle.checkpoint import cosignature, cosignature_message
from huiyin.rules.merkle.note import KeyType, VerifierKey, parse_note
from huiyin.rules.receipt.compact import write_compact
from huiyin.rules.receipt.format import read
from rules.receipt import made, made_logged
from rules.receipt.tampering import Change, flip, put, tampered

LOGGED = made_logged.receipt()
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(7, 39)))
NOTE = made_logged.TREE.note()
COMPACT = write_compact(read(LOGGED))
ODD = (None, True, -1, 1.0, 10**30, "2", [], {}, (1 << 63) - 1)


def altered_logs() -> dict[str, bytes]:
    """Return every file under a name that says what it is."""
    return {**_whole(), **_logs(), **_notes(), **_histories(), **_flipped()}


def altered_compacts() -> dict[str, str]:
    """Return every text of a QR code under a name that says what it is."""
    data = base64.urlsafe_b64decode(COMPACT + "=" * (-len(COMPACT) % 4))
    found = {
        "whole": COMPACT,
        "in an address": f"https://huiyin.example/verify/#{COMPACT}",
        "behind its sign": f"#{COMPACT}",
        "of a demonstration": write_compact(read(made.receipt(demo=True))),
        "with padding": COMPACT + "=",
        "empty": "",
        "too long": "A" * 2001,
        "with a sign of ordinary base 64": COMPACT[:-1] + "+",
        "of another version": _coded(b"\x02" + data[1:]),
        "with a day that is none": _coded(data.replace(b"2026-05-06T", b"2026-05-36T")),
        "with letters broken": _coded(data[:-1] + b"\xff"),
        "without an origin": _coded(data[: 254 + len(made.NUMBER)]),
        "with more behind": COMPACT + "AAAA",
    }
    found |= {f"cut at {at}": COMPACT[:at] for at in range(0, len(COMPACT), 13)}
    found |= {f"cut at byte {at}": _coded(data[:at]) for at in range(1, len(data), 7)}
    for at in range(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        found[f"with a bit changed at {at}"] = _coded(bytes(changed))
    return found


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _whole() -> dict[str, bytes]:
    tree, filing = made_logged.TREE, made_logged.FILING.commitment
    found = {
        "in the tree": LOGGED,
        "with a log alone": made_logged.receipt(log=made_logged.log()),
        "with no history": made_logged.receipt(log=made_logged.log(), history=[]),
        "with a history alone": made_logged.receipt(history=_waiting()),
        "without witnesses": made_logged.receipt(
            log={**made_logged.log(witness=None), "witnesses": []}, history=made_logged.history()
        ),
        "a witness listed twice": tampered(_twice, LOGGED),
    }
    for size in range(tree.leaves.index(filing) + 1, len(tree.leaves) + 1):
        log = {"checkpoint": tree.note(size=size), "witnesses": [str(made_logged.WITNESS_KEY)]}
        found[f"in a tree of {size}"] = made_logged.receipt(log={**log, **tree.place(filing, size)})
    return found


def _waiting() -> list[dict[str, Any]]:
    return [made_logged.write_act(one) for one in made_logged.ACTS]


def _twice(members: dict[str, Any]) -> None:
    members["log"]["witnesses"] *= 2


def _logs() -> dict[str, bytes]:
    changes: dict[str, Change] = {f"log is {value!r}": put(value, "log") for value in ODD}
    for name in ("checkpoint", "index", "path", "witnesses"):
        changes |= {f"log.{name} is {value!r}": put(value, name, "log") for value in ODD}
        changes[f"log without {name}"] = _without("log", name)
    for value in (None, 5, "", "QUJD", "!", []):
        changes[f"a path with {value!r}"] = _edited(lambda m, v=value: m["log"]["path"].__setitem__(0, v))
        changes[f"a witness {value!r}"] = _edited(lambda m, v=value: m["log"]["witnesses"].append(v))
    return {
        **{name: tampered(change, LOGGED) for name, change in changes.items()},
        "a shorter path": tampered(_edited(lambda m: m["log"]["path"].pop()), LOGGED),
        "a longer path": tampered(_edited(lambda m: m["log"]["path"].append(m["log"]["path"][0])), LOGGED),
        "a path in another order": tampered(_edited(lambda m: m["log"]["path"].reverse()), LOGGED),
        "the place of another": tampered(
            _edited(lambda m: m["log"].update({k: m["history"][0][k] for k in ("index", "path")})), LOGGED
        ),
    }


def _notes() -> dict[str, bytes]:
    tree, witness = made_logged.TREE, made_logged.WITNESS_KEY
    text, _, lines = NOTE.rpartition("\n\n")
    first, second = lines.splitlines()
    named_otherwise = VerifierKey(name="w.example", type=KeyType.COSIGNATURE, public_key=witness.public_key)
    notes = {
        "signed by another": tree.note(key=OTHER_KEY),
        "of another log": tree.note(origin="other.example"),
        "of a smaller tree": tree.note(size=4),
        "of an empty tree": tree.note(size=0),
        "cosigned by another": tree.note(witness=OTHER_KEY),
        "cosigned at no time": _cosigned_at(0),
        "cosigned at the end of time": _cosigned_at((1 << 63) - 1),
        "cosigned beyond it": _cosigned_at(1 << 63),
        "cosigned in the last year": _cosigned_at(253402214400),
        "cosigned a second later": _cosigned_at(253402214401),
        "cosigned twice": str(parse_note(_cosigned_at(1)).signed_also(*parse_note(NOTE).signatures)),
        "without a line at the end": NOTE.rstrip("\n"),
        "with an empty line at the end": NOTE + "\n",
        "without signatures": text + "\n\n",
        "without a blank line": text + "\n" + lines,
        "with another root": NOTE.replace(text.splitlines()[2], base64.b64encode(bytes(32)).decode()),
        "with another size": NOTE.replace(f"\n{len(tree.leaves)}\n", f"\n{len(tree.leaves) + 1}\n"),
        "with a size begun by a nought": NOTE.replace(f"\n{len(tree.leaves)}\n", f"\n0{len(tree.leaves)}\n"),
        "with a control character": NOTE.replace("\n", "\t\n", 1),
        "with Windows lines": NOTE.replace("\n", "\r\n"),
        "with half a letter": NOTE + "\ud800",
        "too large": "x" * (1 << 18) + NOTE,
        "with a hyphen for a dash": NOTE.replace("—", "-"),
        "with two spaces": NOTE.replace("— ", "—  "),
        "with a wide space in a name": f"{text}\n\n{first}\n{second.replace('uni', 'u　i')}\n",
        "with a mark in a name": f"{text}\n\n{first}\n{second}\n— w\ufeffx QUJDREVG\n",
        "with a line of another": f"{text}\n\n{first}\n— someone.example QUJDREVG\n{second}\n",
        "with a signature too short": f"{text}\n\n{first}\n{second}\n— someone QUJDRA==\n",
        "with too many lines": f"{text}\n\n" + "\n".join([first, second, *["— x QUJDREVG"] * 63]) + "\n",
        "with as many lines as may be": f"{text}\n\n"
        + "\n".join([first, second, *["— x QUJDREVG"] * 62])
        + "\n",
    }
    keys = {
        "named otherwise": str(named_otherwise),
        "of the log itself": str(made_logged.LOG_KEY),
        "of a wrong id": str(witness).replace(witness.key_id.hex(), "00000000"),
        "with id in capitals": str(witness).replace(witness.key_id.hex(), witness.key_id.hex().upper()),
        "without a name": "+" + str(witness).split("+", 1)[1],
        "of an unknown type": _key_of_type(9),
        "cut short": str(witness)[:-4],
    }
    found = {f"note {name}": tampered(put(note, "checkpoint", "log"), LOGGED) for name, note in notes.items()}
    found |= {
        f"witness {name}": tampered(put([key], "witnesses", "log"), LOGGED) for name, key in keys.items()
    }
    with_more = text + "\nmore\n"
    signed = f"{with_more}\n{made_logged.LOG_KEY.signature(made.KEY.sign(with_more.encode())).line}"
    log = {**made_logged.log(), "checkpoint": signed, "witnesses": []}
    return {**found, "note with a line more": made_logged.receipt(log=log)}


def _cosigned_at(at: int) -> str:
    note = parse_note(made_logged.TREE.note(witness=None))
    signature = made_logged.WITNESS.sign(cosignature_message(note.text, at))
    if 0 < at < 1 << 63:
        return str(note.signed_also(cosignature(made_logged.WITNESS_KEY, at, signature)))
    return str(note.signed_also(made_logged.WITNESS_KEY.signature(at.to_bytes(8) + signature)))


def _key_of_type(number: int) -> str:
    typed = bytes([number]) + made_logged.WITNESS_KEY.public_key
    return f"w.example+00000000+{base64.b64encode(typed).decode()}"


def _histories() -> dict[str, bytes]:
    def acts(change: Callable[[list[Any]], Any]) -> bytes:
        members = json.loads(LOGGED)
        change(members["history"])
        return json.dumps(members).encode()

    found = {
        "an act left out": acts(lambda h: h.pop(1)),
        "the first left out": acts(lambda h: h.pop(0)),
        "the last left out": acts(lambda h: h.pop()),
        "two swapped": acts(lambda h: h.insert(0, h.pop(1))),
        "one twice": acts(lambda h: h.insert(1, copy.deepcopy(h[0]))),
        "one at the place of another": acts(lambda h: h[0].update(index=h[1]["index"], path=h[1]["path"])),
        "an index alone": acts(lambda h: h[3].update(index=3)),
        "a path alone": acts(lambda h: h[3].update(path=[])),
        "an own act by its link as well": acts(lambda h: h[2].update(link="x")),
        "the promise of another": acts(lambda h: h[0].update(promise=h[1]["promise"])),
        "without a log": tampered(_edited(lambda m: m.pop("log")), LOGGED),
    }
    for value in (None, 5, "x", {}, [[]], [{}], [None], ["x"]):
        found[f"history is {value!r}"] = tampered(put(value, "history"), LOGGED)
    for place in range(4):
        for name in json.loads(LOGGED)["history"][place]:
            for value in (None, 1, "!", "QUJD", [], {}, -1, 1.5):
                found[f"act {place}: {name} is {value!r}"] = acts(
                    lambda h, p=place, n=name, v=value: h[p].__setitem__(n, v)
                )
            found[f"act {place} without {name}"] = acts(lambda h, p=place, n=name: h[p].pop(n))
    for name in ("key", "body", "promise"):
        found[f"act with another {name}"] = acts(lambda h, n=name: flip(n)(h[0]))
    return found


def _flipped() -> dict[str, bytes]:
    found = {}
    for at in range(0, len(LOGGED), 53):
        changed = bytearray(LOGGED)
        changed[at] ^= 1 << at % 7
        found[f"a bit changed at {at}"] = bytes(changed)
    return found


def _edited(change: Callable[[dict[str, Any]], Any]) -> Change:
    def edit(members: dict[str, Any]) -> None:
        change(members)

    return edit


def _without(*names: str) -> Change:
    def change(members: dict[str, Any]) -> None:
        for step in names[:-1]:
            members = members[step]
        members.pop(names[-1])

    return change
