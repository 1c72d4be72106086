"""The compact form of a receipt, for the address in a QR code: proves number, instant and content hash.

It is the link opening of the filing (`commitment`) with the log's promise. The link is not in it as text but
as what it is made of. These bytes, one after the other, in base 64 for addresses without padding:

======  =====================================================================
1       version, 0x01
1       0x01 for a demonstration, otherwise 0x00
27      instant, as in the link: ``2026-05-06T02:00:00.123456Z``
16      id of the entry (UUID)
16      subject of the entry, the petition's id (UUID)
32      content hash, as ``shown.content``
32      link key
32      body digest
32      public key of the log
64      signature of the promise
1       length of the number in bytes
…       number, then the origin of the log to the end, in UTF-8
======  =====================================================================
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.rules.receipt.commitment import Link, body_digest, link_key, open_body, open_link
from huiyin.rules.receipt.promise import Promise, SignatureCheck, bytes_of, promise_of, require_past

VERSION = b"\x01"
_SIZES = {
    "version": 1,
    "demo": 1,
    "at": 27,
    "id": 16,
    "subject": 16,
    "content": 32,
    "key": 32,
    "body": 32,
    "public_key": 32,
    "signature": 64,
    "length": 1,
}
_DEMO = {b"\x00": False, b"\x01": True}
_LONGEST = 2000  # characters; no QR code holds more that anybody could read


@dataclass(frozen=True, kw_only=True)
class CompactProof:
    """What a compact form proves; `content` is the keyed hash of what was filed: only the file opens it."""

    number: str
    at: datetime
    origin: str
    public_key: bytes
    commitment: bytes
    content: bytes
    demo: bool


def write_compact(receipt: Mapping[str, Any]) -> str:
    """Return the compact form of a receipt (`format.read`); raise Invalid when it is not written by a log."""
    promise = promise_of(receipt)
    salt, body = bytes_of(receipt, "salt"), bytes_of(receipt, "entry")
    link = open_body(salt, body).link
    number, (filed, matter) = link.shown["number"].encode(), _ids(link)
    parts = [
        VERSION,
        bytes([link.shown["demo"]]),
        canonical.instant(link.at).encode(),
        filed.bytes,
        matter.bytes,
        bytes_of(link.shown, "content"),
        link_key(salt),
        body_digest(salt, body),
        promise.public_key,
        promise.signature,
        bytes([len(number)]),
        number,
        promise.origin.encode(),
    ]
    return base64.urlsafe_b64encode(b"".join(parts)).rstrip(b"=").decode()


def verify_compact(text: str, *, signature_holds: SignatureCheck, at: datetime | None = None) -> CompactProof:
    """Return what a compact form proves; raise Invalid ``receipt.*`` saying what does not hold.

    Its instant may not be later than the reader's clock `at`, a demonstration excepted.
    """
    parts = _parts(_decoded(text))
    opened = open_link(_link_of(parts), parts["key"], parts["body"])
    shown = opened.link.shown
    promise = Promise(
        at=opened.link.at,
        origin=_text(parts["origin"]),
        public_key=parts["public_key"],
        signature=parts["signature"],
    )
    if not promise.holds(opened.commitment, signature_holds):
        raise Invalid("receipt.promise_invalid", field="promise")
    if at is not None and not shown["demo"]:
        require_past([promise.at], at)
    return CompactProof(
        number=shown["number"],
        at=promise.at,
        origin=promise.origin,
        public_key=promise.public_key,
        commitment=opened.commitment,
        content=parts["content"],
        demo=shown["demo"],
    )


def _ids(link: Link) -> tuple[UUID, UUID]:
    try:
        return UUID(link.id), UUID(link.subject)
    except ValueError as fault:
        raise Invalid("receipt.incomplete", field="entry") from fault


def _decoded(text: str) -> bytes:
    """Return the bytes; only the one way to write them is taken."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if len(text) < _LONGEST else b""
        written = base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    except ValueError as fault:
        raise Invalid("receipt.not_a_receipt") from fault
    if written != text or not data:
        raise Invalid("receipt.not_a_receipt")
    return data


def _parts(data: bytes) -> dict[str, bytes]:
    if not data.startswith(VERSION):
        raise Invalid("receipt.unknown_format", format=data[:1].hex())
    parts, rest = {}, data
    for name, size in _SIZES.items():
        parts[name], rest = rest[:size], rest[size:]
    length = int.from_bytes(parts["length"])
    parts["number"], parts["origin"] = rest[:length], rest[length:]
    if not parts["origin"] or parts["demo"] not in _DEMO:
        raise Invalid("receipt.incomplete", field="")
    return parts


def _link_of(parts: Mapping[str, bytes]) -> bytes:
    return canonical.encode(
        {
            "at": _text(parts["at"]),
            "id": UUID(bytes=parts["id"]),
            "previous": None,
            "shown": {
                "content": parts["content"],
                "demo": _DEMO[parts["demo"]],
                "number": _text(parts["number"]),
            },
            "subject": UUID(bytes=parts["subject"]),
        }
    )


def _text(part: bytes) -> str:
    try:
        return part.decode()
    except UnicodeError as fault:
        raise Invalid("receipt.incomplete", field="") from fault
