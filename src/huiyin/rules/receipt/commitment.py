"""Commitments to ledger entries, which can be opened in two grades.

The body of an entry is canonical JSON (`kernel.canonical`). Its *link* is the canonical JSON of five of its
members: `at`, `id`, `previous`, `shown`, `subject`. With a salt of 32 random bytes:

- link key = HMAC-SHA-256(salt, "huiyin link"); body key = HMAC-SHA-256(salt, "huiyin body")
- body digest = HMAC-SHA-256(body key, body)
- commitment = HMAC-SHA-256(link key, link || body digest)

A full opening is body and salt; the link is made again from the body. A link opening is link, link key and
body digest: it shows the entry's place in the chain of its matter and `shown`, and nothing else of it.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.kernel import canonical
from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.note import from_base64

SALT_BYTES = 32
HASH_BYTES = 32
LINK = ("at", "id", "previous", "shown", "subject")

_FOR_LINK = b"huiyin link"
_FOR_BODY = b"huiyin body"


@dataclass(frozen=True, kw_only=True)
class Link:
    """What every opening shows; `previous` is the commitment of the entry before it, None of the first."""

    at: datetime
    id: str
    previous: bytes | None
    shown: Mapping[str, Any]
    subject: str


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An opening that was read: the commitment that it fits, and what it shows; `body` when it is full."""

    commitment: bytes
    link: Link
    body: Mapping[str, Any] | None = None


def link_of(body: Mapping[str, Any]) -> bytes:
    """Return the link of a body; raise KeyError when the body lacks one of its members."""
    return canonical.encode({name: body[name] for name in LINK})


def link_key(salt: bytes) -> bytes:
    """Return the key that a link opening gives away instead of the salt, 32 bytes."""
    return hmac.digest(salt, _FOR_LINK, "sha256")


def body_digest(salt: bytes, body: bytes) -> bytes:
    """Return what stands for the body in the commitment, 32 bytes; it tells nothing of the body."""
    return hmac.digest(hmac.digest(salt, _FOR_BODY, "sha256"), body, "sha256")


def commit(salt: bytes, *, link: bytes, body: bytes) -> bytes:
    """Return the commitment, 32 bytes; `link` is that of `body`."""
    return hmac.digest(link_key(salt), link + body_digest(salt, body), "sha256")


def open_body(salt: bytes, body: bytes) -> Opened:
    """Read a full opening; raise Invalid ``receipt.incomplete`` when body or salt are none."""
    if len(salt) != SALT_BYTES:
        raise Invalid("receipt.incomplete", field="salt")
    members = _canonical(body, "entry")
    try:
        link = link_of(members)
    except KeyError as fault:
        raise Invalid("receipt.incomplete", field="entry") from fault
    return Opened(
        commitment=commit(salt, link=link, body=body),
        link=_link(members, "entry"),
        body=members,
    )


def open_link(link: bytes, key: bytes, digest: bytes) -> Opened:
    """Read a link opening; raise Invalid ``receipt.incomplete`` when a part of it is none."""
    for field, value in (("key", key), ("body", digest)):
        if len(value) != HASH_BYTES:
            raise Invalid("receipt.incomplete", field=field)
    members = _canonical(link, "link")
    if set(members) != set(LINK):
        raise Invalid("receipt.incomplete", field="link")
    return Opened(commitment=hmac.digest(key, link + digest, "sha256"), link=_link(members, "link"))


def _canonical(data: bytes, field: str) -> dict[str, Any]:
    """Return the members; what is not the canonical bytes of one object could be read in two ways."""
    try:
        members = canonical.decode_exactly(data)
    except (RecursionError, ValueError) as fault:
        raise Invalid("receipt.incomplete", field=field) from fault
    if not isinstance(members, dict):
        raise Invalid("receipt.incomplete", field=field)
    return members


def _link(members: Mapping[str, Any], field: str) -> Link:
    try:
        at, previous = datetime.fromisoformat(members["at"]), members["previous"]
        whole = canonical.instant(at) == members["at"]
        before = None if previous is None else from_base64(previous) or b""
    except (OverflowError, TypeError, ValueError) as fault:
        raise Invalid("receipt.incomplete", field=field) from fault
    shown, texts = members["shown"], (members["id"], members["subject"])
    whole = whole and (before is None or len(before) == HASH_BYTES) and isinstance(shown, dict)
    if not whole or not all(isinstance(text, str) for text in texts):
        raise Invalid("receipt.incomplete", field=field)
    return Link(at=at, id=members["id"], previous=before, shown=shown, subject=members["subject"])
