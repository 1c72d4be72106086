"""What is sent between a log and a witness (C2SP tlog-witness, section "add-checkpoint")."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.checkpoint import LARGEST_SIZE
from huiyin.rules.merkle.hashing import HASH_BYTES

LARGEST_BODY = 64 << 10
MOST_HASHES = 63
SIZE_TYPE = "text/x.tlog.size"
NOTE_TYPE = "text/plain; charset=utf-8"
PATH = "/add-checkpoint"

_NUMBER = re.compile(rb"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, kw_only=True)
class Request:
    """A checkpoint submitted to a witness, with the proof that it follows the one of `old_size`."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str


def write_request(request: Request) -> bytes:
    """Return the body of a request."""
    hashes = [base64.b64encode(one).decode() for one in request.proof]
    return "\n".join([f"old {request.old_size}", *hashes, "", request.note]).encode()


def read_request(body: bytes) -> Request:
    """Return what a body asks; raise Invalid ``witness.malformed`` naming the part that is none.

    The note is not looked into, except that it is UTF-8.
    """
    head, between, note = body.partition(b"\n\n")
    if not between or len(body) > LARGEST_BODY:
        raise _malformed("body")
    first, *lines = head.split(b"\n")
    if len(lines) > MOST_HASHES:
        raise _malformed("proof")
    old_size = read_size(first.removeprefix(b"old ")) if first.startswith(b"old ") else None
    if old_size is None:
        raise _malformed("old")
    return Request(old_size=old_size, proof=tuple(read_hash(line) for line in lines), note=_text(note))


def read_size(text: bytes) -> int | None:
    """Return a tree size written in decimal without leading zeros; None when it is none."""
    size = int(text) if _NUMBER.fullmatch(text) else None
    return size if size is not None and size <= LARGEST_SIZE else None


def write_conflict(size: int) -> bytes:
    """Return the body of an answer 409: the size that the witness knows."""
    return f"{size}\n".encode()


def read_conflict(body: bytes) -> int | None:
    """Return the size that an answer 409 names; None when it names none."""
    return read_size(body[:-1]) if body.endswith(b"\n") else None


def origin_hash(origin: str) -> str:
    """Return the name of a log in the addresses of a witness (section "Monitor Retrieval Mechanism")."""
    return hashlib.sha256(origin.encode()).hexdigest()


def read_hash(line: bytes) -> bytes:
    """Return a hash from its base 64; raise Invalid ``witness.malformed`` when it is none."""
    try:
        found = base64.b64decode(line, validate=True)
    except binascii.Error:
        raise _malformed("proof") from None
    if len(found) != HASH_BYTES or base64.b64encode(found) != line:
        raise _malformed("proof")
    return found


def _text(note: bytes) -> str:
    try:
        return note.decode()
    except UnicodeDecodeError:
        raise _malformed("note") from None


def _malformed(part: str) -> Invalid:
    return Invalid("witness.malformed", field=part, part=part)
