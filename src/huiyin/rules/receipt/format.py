"""Receipt format ``huiyin-receipt/1``: canonical JSON (`kernel.canonical`), one object, these members.

- ``format`` ``huiyin-receipt/1``; ``number`` of the petition; ``demo`` true when the clock was not real.
- ``filed`` what was filed, in clear: title, text, request, place, files with size and SHA-256, and so on.
- ``content_key`` 32 bytes. HMAC-SHA-256(content_key, canonical(filed)) equals ``facts.content`` of the entry.
- ``entry`` the committed bytes of the ledger entry; ``salt`` 32 bytes.
  HMAC-SHA-256(salt, entry) is the commitment.
- ``promise`` ``{at, origin, public_key, signature}``: Ed25519 by ``public_key`` over canonical
  ``{at, commitment, origin}``, the log's promise that it took the entry in at that instant.

Bytes are standard base 64, instants RFC 3339 in UTC. Later versions add members; a reader refuses a
format it does not know.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.command import Entry
from huiyin.kernel.errors import Invalid

FORMAT = "huiyin-receipt/1"

SignatureCheck = Callable[[bytes, bytes, bytes], bool]  # public key, signature, message


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a receipt proves: that the log named `origin` took this in at `at`."""

    number: str
    at: datetime
    origin: str
    public_key: bytes
    commitment: bytes
    filed: Mapping[str, Any]
    demo: bool


def content_hash(content_key: bytes, filed: Mapping[str, Any]) -> bytes:
    """Return the 32-byte keyed hash of what was filed, kept in the entry's facts."""
    return hmac.new(content_key, canonical.encode(filed), hashlib.sha256).digest()


def promise_message(*, origin: str, commitment: bytes, at: datetime) -> bytes:
    """Return the bytes that the promise of an entry signs."""
    return canonical.encode({"at": at, "commitment": commitment, "origin": origin})


def write(
    *,
    number: str,
    filed: Mapping[str, Any],
    content_key: bytes,
    entry: Entry,
    origin: str,
    public_key: bytes,
    demo: bool,
) -> bytes:
    """Return the bytes of the receipt file."""
    return canonical.encode(
        {
            "format": FORMAT,
            "number": number,
            "filed": filed,
            "content_key": content_key,
            "entry": entry.body,
            "salt": entry.salt,
            "promise": {
                "at": entry.at,
                "origin": origin,
                "public_key": public_key,
                "signature": entry.promise,
            },
            "demo": demo,
        }
    )


def verify(data: bytes, *, signature_holds: SignatureCheck) -> Proof:
    """Return what the receipt proves; raise Invalid ``receipt.*`` saying which part does not hold.

    The promise is checked first: it covers the entry, and the entry covers number, instant and content.
    Whether `public_key` is the log's is for the caller to compare.
    """
    receipt = _read(data)
    promise, entry = promise_of(receipt), bytes_of(receipt, "entry")
    commitment = hmac.new(bytes_of(receipt, "salt"), entry, hashlib.sha256).digest()
    message = promise_message(origin=promise.origin, commitment=commitment, at=promise.at)
    if not signature_holds(promise.public_key, promise.signature, message):
        raise Invalid("receipt.promise_invalid", field="promise")
    told = _told(entry)
    if told["number"] != receipt["number"] or told["at"] != canonical.instant(promise.at):
        raise Invalid("receipt.number_or_time_altered", field="number")
    if told["content"] != _content(receipt):
        raise Invalid("receipt.content_altered", field="filed")
    return Proof(
        number=str(receipt["number"]),
        at=promise.at,
        origin=promise.origin,
        public_key=promise.public_key,
        commitment=commitment,
        filed=receipt["filed"],
        demo=receipt["demo"] is not False or told["demo"] is not False,
    )


def read(data: bytes) -> Mapping[str, Any]:
    """Return the whole receipt as plain data, for showing it; raise Invalid when it is none."""
    return _read(data)


def _read(data: bytes) -> dict[str, Any]:
    try:
        receipt = canonical.decode(data)
        known = receipt["format"] == FORMAT
        complete = {"number", "filed", "content_key", "entry", "salt", "promise", "demo"} <= set(receipt)
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise Invalid("receipt.not_a_receipt") from fault
    if not known:
        raise Invalid("receipt.unknown_format", format=str(receipt["format"])[:40])
    if not complete or not isinstance(receipt["filed"], dict):
        raise Invalid("receipt.incomplete", field="filed" if complete else "")
    return dict(receipt)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The log's promise as a file holds it."""

    at: datetime
    origin: str
    public_key: bytes
    signature: bytes


def promise_of(receipt: Mapping[str, Any]) -> Promise:
    """Return the member ``promise``; raise Invalid ``receipt.incomplete`` when it is none."""
    members = receipt["promise"]
    try:
        at, origin = datetime.fromisoformat(members["at"]), members["origin"]
        named = canonical.instant(at) == members["at"] and bool(str.encode(origin))
    except (KeyError, OverflowError, TypeError, ValueError) as fault:
        raise Invalid("receipt.incomplete", field="promise") from fault
    if not named:
        raise Invalid("receipt.incomplete", field="promise")
    return Promise(
        at=at,
        origin=origin,
        public_key=bytes_of(members, "public_key"),
        signature=bytes_of(members, "signature"),
    )


def _told(entry: bytes) -> dict[str, Any]:
    try:
        body = canonical.decode(entry)
        facts = body["facts"]
        return {
            "at": body["at"],
            "number": facts["number"],
            "content": facts["content"],
            "demo": facts.get("demo", False),
        }
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as fault:
        raise Invalid("receipt.incomplete", field="entry") from fault


def _content(receipt: Mapping[str, Any]) -> str:
    try:
        found = content_hash(bytes_of(receipt, "content_key"), receipt["filed"])
    except (RecursionError, TypeError, ValueError) as fault:  # it holds what canonical bytes cannot
        raise Invalid("receipt.content_altered", field="filed") from fault
    return base64.b64encode(found).decode()


def bytes_of(members: Mapping[str, Any], name: str) -> bytes:
    """Return a member that is base 64; raise Invalid ``receipt.incomplete`` naming it when it is none."""
    try:
        return base64.b64decode(members[name], validate=True)
    except (KeyError, TypeError, ValueError) as fault:
        raise Invalid("receipt.incomplete", field=name) from fault
