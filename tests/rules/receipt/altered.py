"""Files of proof, whole and altered in every way that a reader could miss: name and bytes of each."""

import base64
import itertools
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.kernel import canonical
from huiyin.rules.receipt.promise import promise_message
from rules.receipt import made, made_silence
from rules.receipt.tampering import Change, flip, put, reword, tampered

FILED = made.receipt()
RECORDED = made_silence.file()
AMENDED = made_silence.file(correction=made_silence.corrected())

ORDER = 2**252 + 27742317777372353535851937790883648493
_P = 2**255 - 19
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7
# Points of small order, written as they should be and otherwise (Chalkias and others, 2020, table 6).
SMALL = tuple(
    (y | sign << 255).to_bytes(32, "little")
    for y in (0, 1, _P - 1, _P, _P + 1, _EIGHTH, _P - _EIGHTH)
    for sign in (0, 1)
)

_NOTHING = (
    None,
    1,
    True,
    "",
    "!",
    "中",
    "\ud800",
    [],
    {},
    0.5,
    "QQ",
    "QQ=",
    "QQ==",
    "QR==",
    "QUJD=",
    "QUJD====",
)
_DEEP: Any = "x"  # deeper than canonical bytes may be
for _ in range(300):
    _DEEP = [_DEEP]


def altered_files() -> dict[str, bytes]:
    """Return every file under a name that says what it is."""
    return {
        **_whole(),
        **_written_otherwise(),
        **_members(),
        **_records(),
        **_no_files(),
        **_flipped(),
        **_odd_signatures(),
    }


def _whole() -> dict[str, bytes]:
    return {
        "receipt": FILED,
        "demo": made.receipt(demo=True),
        "demo taken out": tampered(put(False, "demo"), made.receipt(demo=True)),
        "demo put in": tampered(put(True, "demo"), FILED),
        "signed by another log": _signed_by_another(),
        "record": RECORDED,
        "corrected record": AMENDED,
        "record of a demonstration": made_silence.file(made_silence.recorded(demo=True), demo=True),
    }


def _signed_by_another() -> bytes:
    other, promised = Ed25519PrivateKey.from_private_bytes(bytes(32)), made.entry()
    message = promise_message(origin=made.ORIGIN, commitment=promised.commitment, at=made.AT)
    return _promised(other.public_key().public_bytes_raw(), other.sign(message))


def _promised(key: bytes, signature: bytes) -> bytes:
    members = json.loads(FILED)
    members["promise"]["public_key"] = base64.b64encode(key).decode()
    members["promise"]["signature"] = base64.b64encode(signature).decode()
    return json.dumps(members).encode()


def _odd_signatures() -> dict[str, bytes]:
    """Return files with keys and signatures about which libraries are known to differ (RFC 8032, 5.1.7)."""
    key, signature = made.KEY.public_key().public_bytes_raw(), made.entry().promise
    half, times = signature[:32], int.from_bytes(signature[32:], "little")
    found = {
        f"signature with {n} orders more": _promised(key, half + (times + n * ORDER).to_bytes(32, "little"))
        for n in (1, 2, 8, 15)
    }
    for one, other in itertools.product(SMALL, repeat=2):
        name = f"signature by {one.hex()[:4]}…{one.hex()[-2:]} with {other.hex()[:4]}…{other.hex()[-2:]}"
        found[name] = _promised(one, other + bytes(32))
    for odd in SMALL:
        found[f"signature with {odd.hex()[:4]}…{odd.hex()[-2:]}"] = _promised(key, odd + signature[32:])
        found[f"key {odd.hex()[:4]}…{odd.hex()[-2:]}"] = _promised(odd, signature)
    return {
        **found,
        "no point as key": _promised((2).to_bytes(32, "little"), signature),
        "signature of nothing": _promised(key, bytes(64)),
        "signature cut": _promised(key, signature[:63]),
        "key cut": _promised(key[:31], signature),
    }


def _written_otherwise() -> dict[str, bytes]:
    members = json.loads(FILED)
    text = FILED.decode()
    return {
        "in another order": json.dumps(dict(reversed(members.items())), indent=2).encode(),
        "in letters of ASCII": json.dumps(members).encode(),
        "with a mark before": b"\xef\xbb\xbf" + FILED,
        "in UTF-16 with a mark": text.encode("utf-16"),
        "in UTF-16 without": text.encode("utf-16-le"),
        "in UTF-16, the other way": text.encode("utf-16-be"),
        "in UTF-32": text.encode("utf-32"),
        "in UTF-32 without a mark": text.encode("utf-32-be"),
        "with a member twice": FILED[:-1] + b',"number":"4F7K2-M9QTX-0"}',
        "with a member twice, the right one last": b'{"number":"x",' + FILED[1:],
        "with more members": tampered(put({"deep": [1, 2.5, None, "\ud800"]}, "more"), FILED),
        "with no numbers": FILED[:-1] + b',"more":[NaN,Infinity,-Infinity,1e400,-0]}',
        "with a trap": FILED[:-1] + b',"__proto__":{"demo":true},"constructor":1}',
        "with white space": b"\n\t " + FILED + b"\r\n ",
        "with more behind": FILED + b"x",
        "with a comma too much": FILED[:-1] + b",}",
        "with a number that has a nought before": FILED[:-1] + b',"more":01}',
        "with a long number": FILED[:-1] + b',"more":' + b"9" * 4300 + b"}",
        "with too long a number": FILED[:-1] + b',"more":' + b"9" * 4301 + b"}",
        "with a control character": FILED[:-1] + b',"more":"\x01"}',
        "with an escape that is none": FILED[:-1] + b',"more":"\\x41"}',
        "with half an escape": FILED[:-1] + b',"more":"\\u00e"}',
        "with letters broken": FILED[:-1] + b',"more":"\xe4\xb8"}',
        "with letters too long": FILED[:-1] + b',"more":"\xc0\x80"}',
    }


def _members() -> dict[str, bytes]:
    changes: dict[str, Change] = {
        "another number": put("4F7K2-M9QTX-0", "number"),
        "a number that is none": put(7, "number"),
        "another title": put("别的题目", "title", "filed"),
        "no files": put([], "files", "filed"),
        "more filed": put("more", "more", "filed"),
        "a broken number filed": put(0.5, "title", "filed"),
        "half a letter filed": put("\ud800", "title", "filed"),
        "half a letter as a name": put(1, "\udc00", "filed"),
        "a number beyond 64 bits": put(1 << 64, "division", "filed"),
        "the largest number": put((1 << 64) - 1, "division", "filed"),
        "a number below 64 bits": put(-(1 << 63) - 1, "division", "filed"),
        "something deep": put(_DEEP, "division", "filed"),
        "another key of the content": flip("content_key"),
        "another entry": flip("entry"),
        "a reworded entry": reword("entry"),
        "another salt": flip("salt"),
        "a longer salt": put("QUJD", "salt"),
        "another key": flip("public_key", "promise"),
        "another signature": flip("signature", "promise"),
        "another origin": put("another.example", "origin", "promise"),
        "another instant": put("2026-05-05T02:00:00.123456Z", "at", "promise"),
    }
    for value in _NOTHING:
        changes |= {f"{name}: {value!r}": put(value, name) for name in json.loads(FILED)}
        changes |= {
            f"promise.{name}: {value!r}": put(value, name, "promise") for name in json.loads(FILED)["promise"]
        }
    for text in (
        "yesterday", "2026-05-06T02:00:00.123456", "2026-05-06T10:00:00.123456+08:00", "2026-05-06T02:00:00Z",
        "2026-05-06 02:00:00.123456Z", "2026-02-30T02:00:00.123456Z", "2026-05-06T24:00:00.000000Z",
        "0000-05-06T02:00:00.123456Z", "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z",
        "2026-05-06T02:00:60.000000Z", "２０26-05-06T02:00:00.123456Z",
    ):  # fmt: skip
        changes[f"at: {text}"] = put(text, "at", "promise")
    missing = {f"without {name}": _without(name) for name in json.loads(FILED)}
    missing |= {f"without promise.{name}": _without(name, "promise") for name in json.loads(FILED)["promise"]}
    return {name: tampered(change, FILED) for name, change in {**changes, **missing}.items()}


def _without(name: str, *within: str) -> Change:
    def change(members: dict[str, Any]) -> None:
        for step in within:
            members = members[step]
        members.pop(name)

    return change


def _records() -> dict[str, bytes]:
    changes: dict[str, Change] = {
        "another number": put("4F7K2-M9QTX-0", "number"),
        "another day": put("2026-05-01", "binding_on", "record"),
        "another entry": flip("entry"),
        "another signature": flip("signature", "promise"),
        "another reason": put("not_owed", "reason", "correction", "told"),
        "another correction": flip("entry", "correction"),
        "another promise of the correction": flip("signature", "correction", "promise"),
        "a correction without a promise": _without("promise", "correction"),
        "a correction that says nothing": put({}, "told", "correction"),
    }
    for value in _NOTHING:
        changes |= {f"{name}: {value!r}": put(value, name) for name in json.loads(AMENDED)}
        changes |= {f"told: {value!r}": put(value, "told", "correction")}
    found = {f"record, {name}": tampered(change, AMENDED) for name, change in changes.items()}
    for name, record in _poor_records().items():
        content = made_silence.content_of(record)
        kept = made_silence.Kept(
            told=record, entry=made_silence.recorded(content=content).entry, key=made_silence.OWN
        )
        found[f"record, {name}"] = made_silence.file(kept)
    told_by_another = made_silence.Kept(
        told=made_silence.RECORD, entry=made_silence.corrected().entry, key=made_silence.OWN
    )
    return {
        **found,
        "record, of another kind": made_silence.file(told_by_another),
        "record, correcting another": made_silence.file(
            correction=made_silence.corrected(corrects=b"x" * 32)
        ),
        **{f"record, corrected: {name}": data for name, data in _corrections().items()},
    }


def _poor_records() -> dict[str, dict[str, Any]]:
    record = made_silence.RECORD
    return {
        "empty": {},
        "without a duty": {**record, "duty": None},
        "with an empty duty": {**record, "duty": {}},
        "explained by a word": {**record, "explained": "x"},
        "explained in Chinese alone": {**record, "explained": {"zh": "x"}},
    }


def _corrections() -> dict[str, bytes]:
    found = {}
    for reason in ("answered_in_time", "date_moved", "not_owed", "office_states_answer", "of another kind"):
        for on in (None, "2026-05-05"):
            told = {**made_silence.TOLD, "reason": reason, "on": on}
            if on:
                told["office"] = {"id": 1, "zh": "环境局", "en": "Environment Bureau"}
            entry = made_silence.corrected(content=made_silence.content_of(told)).entry
            kept = made_silence.Kept(told=told, entry=entry, key=made_silence.OWN)
            found[f"{reason}, {on}"] = made_silence.file(correction=kept)
    return found


def _no_files() -> dict[str, bytes]:
    texts = (
        b"", b" ", b"[]", b"null", b"5", b'"x"', b"{}", b"tru", b"{", b'{"format"', b'{"format":',
        b"\xff\xfe\x00", b"\xff\xfe", b"\x00", b"\x00\x00", b"[" * 100_000, b"%PDF-1.7", b'{"format":null}',
        b'{"format":1}', b'{"format":"huiyin-receipt/2"}', b'{"format":"huiyin-nonresponse/2"}',
        b'{"format":"huiyin-receipt/1"}', b'{"format":"huiyin-nonresponse/1"}', b'{"format":{}}',
    )  # fmt: skip
    return {f"no file: {text[:40]!r}": text for text in texts}


def _flipped() -> dict[str, bytes]:
    """Return files with one bit changed, and files cut short, at places spread over the whole."""
    found = {}
    for name, data in {
        "receipt": FILED,
        "record": AMENDED,
        "plain": canonical.encode(json.loads(FILED)),
    }.items():
        for at in range(0, len(data), 37):
            changed = bytearray(data)
            changed[at] ^= 1 << at % 8
            found[f"{name} with a bit changed at {at}"] = bytes(changed)
        for at in range(0, len(data), 211):
            found[f"{name} cut at {at}"] = data[:at]
    return found
