"""A second verifier of receipts, written from docs/receipt-format.md alone: nothing of Huiyin is used."""

import base64
import hashlib
import hmac
import json
import re
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LINK = ["at", "id", "previous", "shown", "subject"]
MEMBERS = ["content_key", "demo", "entry", "filed", "format", "number", "promise", "salt"]
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")

Key = tuple[bytes, datetime | None]  # and until when it promised


class Wrong(Exception):
    """The receipt does not hold; the argument is the code."""


def require(holds: object, code: str) -> None:
    """Go on only when it holds."""
    if not holds:
        raise Wrong(code)


def canonical(value: Any) -> bytes:
    """Return canonical JSON; ValueError for what has none."""
    require(not _fraction(value), "fraction")
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _fraction(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_fraction(one) for one in value.values())
    if isinstance(value, list):
        return any(_fraction(one) for one in value)
    too_large = type(value) is int and not -(2**63) <= value < 2**64
    return isinstance(value, float) or too_large


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-256."""
    return hmac.new(key, message, hashlib.sha256).digest()


def unbase64(text: Any, size: int | None = None, code: str = "incomplete") -> bytes:
    """Return the bytes, of this length."""
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, ValueError):
        raise Wrong(code) from None
    require(base64.b64encode(data).decode() == text, code)
    require(size is None or len(data) == size, code)
    return data


def signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def one_object(data: bytes) -> dict[str, Any]:
    """Return the object of which these are the canonical bytes."""
    try:
        value = json.loads(data)
        require(isinstance(value, dict) and canonical(value) == data, "incomplete")
    except (ValueError, RecursionError, Wrong):
        raise Wrong("incomplete") from None
    return dict(value)


def instant(text: Any) -> datetime:
    """Return an instant."""
    require(isinstance(text, str) and INSTANT.fullmatch(text), "incomplete")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Wrong("incomplete") from None


def checked_link(members: dict[str, Any]) -> dict[str, Any]:
    """Return the link among these members."""
    require(set(LINK) <= set(members), "incomplete")
    link = {name: members[name] for name in LINK}
    instant(link["at"])
    require(isinstance(link["id"], str) and isinstance(link["subject"], str), "incomplete")
    require(link["previous"] is None or unbase64(link["previous"], 32), "incomplete")
    require(isinstance(link["shown"], dict), "incomplete")
    return link


def open_fully(salt: bytes, entry: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return commitment and link."""
    link = checked_link(one_object(entry))
    digest = mac(mac(salt, b"huiyin body"), entry)
    return mac(mac(salt, b"huiyin link"), canonical(link) + digest), link


def promised(key: bytes, signature: bytes, at: str, commitment: bytes, origin: str) -> bool:
    """Whether the log promised this commitment."""
    told = {"at": at, "commitment": base64.b64encode(commitment).decode(), "origin": origin}
    return signed(key, signature, canonical(told))


def verify(data: bytes, now: datetime | None = None) -> None:
    """Return when the receipt holds; raise Wrong otherwise."""
    try:
        receipt = json.loads(data)
    except (ValueError, RecursionError):
        raise Wrong("not_a_receipt") from None
    require(isinstance(receipt, dict) and "format" in receipt, "not_a_receipt")
    require(receipt["format"] == "huiyin-receipt/1", "unknown_format")
    require(set(MEMBERS) <= set(receipt) and isinstance(receipt["filed"], dict), "incomplete")
    promise = receipt["promise"]
    require(isinstance(promise, dict), "incomplete")
    require({"at", "origin", "public_key", "signature"} <= set(promise), "incomplete")
    require(isinstance(promise["origin"], str) and promise["origin"], "incomplete")
    instants = [instant(promise["at"])]
    key, signature = unbase64(promise["public_key"]), unbase64(promise["signature"])
    commitment, link = open_fully(unbase64(receipt["salt"], 32), unbase64(receipt["entry"]))
    try:
        holds = promised(key, signature, promise["at"], commitment, promise["origin"])
    except UnicodeError:
        raise Wrong("incomplete") from None
    require(holds, "promise_invalid")
    shown = link["shown"]
    require(link["previous"] is None and {"number", "content", "demo"} <= set(shown), "incomplete")
    require(shown["number"] == receipt["number"] and link["at"] == promise["at"], "number_or_time_altered")
    content_key = unbase64(receipt["content_key"], 32)
    try:
        content = base64.b64encode(mac(content_key, canonical(receipt["filed"]))).decode()
    except (ValueError, Wrong, RecursionError):
        raise Wrong("content_altered") from None
    require(shown["content"] == content, "content_altered")
    tree, keys = None, [(key, None)]
    if "keys" in receipt:
        keys = checked_keys(receipt["keys"], promise["origin"])
        require(key in [one for one, _ in keys], "handover_invalid")
        keys = keys[[one for one, _ in keys].index(key) :]
        require(in_use(keys[0], promise["at"]), "key_ended")
    if "log" in receipt:
        tree, cosigned = checked_log(receipt["log"], keys, promise["origin"], commitment)
        instants += cosigned
    if "history" in receipt:
        instants += checked_history(receipt["history"], link, commitment, keys, promise["origin"], tree)
    demo = receipt["demo"] is not False or shown["demo"] is not False
    if now is not None and not demo:
        require(max(instants) <= now + timedelta(minutes=5), "in_the_future")


def in_use(key: Key, at: str) -> bool:
    """Whether a key had not been replaced by then."""
    return key[1] is None or instant(at) <= key[1]


def checked_keys(listed: Any, origin: str) -> list[Key]:
    """Return the keys of the log, and until when each promised, oldest first."""
    require(isinstance(listed, list) and listed, "incomplete")
    require(all(isinstance(one, dict) for one in listed), "incomplete")
    keys: list[Key] = []
    for place, one in enumerate(listed, start=1):
        require({"public_key", "until", "handover", "accepted"} <= set(one), "incomplete")
        key, until = unbase64(one["public_key"], 32), None
        if place < len(listed):
            until = instant(one["until"])
            unbase64(one["handover"])
            unbase64(one["accepted"])
        else:
            require([one["until"], one["handover"], one["accepted"]] == [None] * 3, "incomplete")
        keys.append((key, until))
    for place in range(len(keys) - 1):
        (old, until), (new, _), before = keys[place], keys[place + 1], keys[place - 1][1] if place else None
        told = {
            "at": listed[place]["until"],
            "new_origin": origin,
            "new_public_key": listed[place + 1]["public_key"],
            "origin": origin,
            "public_key": listed[place]["public_key"],
        }
        message = canonical({"handover": told})
        require(before is None or until is None or before <= until, "handover_invalid")
        require(signed(old, unbase64(listed[place]["handover"]), message), "handover_invalid")
        require(signed(new, unbase64(listed[place]["accepted"]), message), "handover_invalid")
    return keys


def checked_log(
    log: Any, keys: list[Key], origin: str, commitment: bytes
) -> tuple[tuple[int, bytes], list[datetime]]:
    """Return size and root of the checkpoint, and when it was cosigned."""
    require(isinstance(log, dict) and {"checkpoint", "index", "path", "witnesses"} <= set(log), "incomplete")
    note, path, witnesses = log["checkpoint"], log["path"], log["witnesses"]
    require(isinstance(note, str) and isinstance(path, list) and isinstance(witnesses, list), "incomplete")
    require(all(isinstance(one, str) for one in witnesses), "incomplete")
    try:
        text, lines = opened_note(note)
        mine = [(key, one) for key, _ in keys for one in signatures(lines, origin, b"\x01" + key)]
        require(mine and all(signed(key, one, text.encode()) for key, one in mine), "checkpoint_invalid")
        named, size, root = text.split("\n")[:3]
        require(named == origin and re.fullmatch(r"0|[1-9]\d{0,18}", size), "checkpoint_invalid")
        tree = int(size), unbase64(root, 32)
    except (UnicodeError, ValueError, Wrong):
        raise Wrong("checkpoint_invalid") from None
    try:
        instants = [cosigned_at(text, lines, one) for one in witnesses]
    except (UnicodeError, ValueError, OverflowError, Wrong):
        raise Wrong("witness_invalid") from None
    require(included(tree, commitment, log["index"], path), "not_included")
    return tree, instants


def opened_note(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Return text and signatures of a signed note."""
    above, blank, below = note.rpartition("\n\n")
    require(blank and below.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "note")
    lines = []
    for line in below[:-1].split("\n"):
        dash, name, encoded = line.split(" ")
        value = unbase64(encoded)
        require(dash == "—" and name and "+" not in name and len(value) > 4, "note")
        lines.append((name, value))
    return above + "\n", lines


def signatures(lines: list[tuple[str, bytes]], name: str, typed: bytes) -> list[bytes]:
    """Return what stands under the note by this key."""
    key_id = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    return [value[4:] for who, value in lines if (who, value[:4]) == (name, key_id)]


def cosigned_at(text: str, lines: list[tuple[str, bytes]], witness: str) -> datetime:
    """Return when a witness cosigned."""
    name, key_id, encoded = witness.split("+", 2)
    typed = unbase64(encoded, 33)
    require(typed[0] == 4, "key")
    require(hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8] == key_id, "key")
    found = signatures(lines, name, typed)
    require(found, "no signature")
    latest = 0
    for value in found:
        at = int.from_bytes(value[:8])
        message = f"cosignature/v1\ntime {at}\n{text}".encode()
        require(at and len(value) == 72 and signed(typed[1:], value[8:], message), "signature")
        latest = max(latest, at)
    return datetime.fromisoformat("1970-01-01T00:00:00Z") + timedelta(seconds=latest)


def included(tree: tuple[int, bytes], commitment: bytes, index: Any, path: list[Any]) -> bool:
    """RFC 9162, 2.1.3.2, step by step."""
    size, root = tree
    if type(index) is not int or not 0 <= index < size:
        return False
    fn, sn = index, size - 1
    found = hashlib.sha256(b"\x00" + commitment).digest()
    for one in path:
        if not isinstance(one, str) or sn == 0:
            return False
        try:
            beside = unbase64(one, 32)
        except Wrong:
            return False
        if fn & 1 or fn == sn:
            found = hashlib.sha256(b"\x01" + beside + found).digest()
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + beside).digest()
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def checked_history(
    acts: Any,
    filing: dict[str, Any],
    before: bytes,
    keys: list[Key],
    origin: str,
    tree: tuple[int, bytes] | None,
) -> list[datetime]:
    """Return when the acts took place."""
    require(isinstance(acts, list), "incomplete")
    instants = []
    for one in acts:
        require(isinstance(one, dict), "incomplete")
        if "entry" in one:
            commitment, link = open_fully(unbase64(one.get("salt"), 32), unbase64(one["entry"]))
        else:
            raw, link_key = unbase64(one.get("link")), unbase64(one.get("key"), 32)
            members, digest = one_object(raw), unbase64(one.get("body"), 32)
            require(set(members) == set(LINK), "incomplete")
            commitment, link = mac(link_key, raw + digest), checked_link(members)
        signature = unbase64(one.get("promise"))
        while keys and not promised(keys[0][0], signature, link["at"], commitment, origin):
            keys = keys[1:]
        require(keys, "history_altered")
        require(in_use(keys[0], link["at"]), "key_ended")
        previous = base64.b64encode(before).decode()
        require(link["subject"] == filing["subject"] and link["previous"] == previous, "history_broken")
        index, path = one.get("index"), one.get("path")
        if index is not None or path is not None:
            require(tree is not None and isinstance(path, list), "incomplete")
            require(tree and included(tree, commitment, index, path), "history_not_included")
        instants.append(instant(link["at"]))
        before = commitment
    return instants
