"""Checkpoints of the log and what witnesses sign under them (C2SP tlog-checkpoint and tlog-cosignature)."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.hashing import HASH_BYTES
from huiyin.rules.merkle.note import (
    ED25519_SIGNATURE_BYTES,
    KeyType,
    Note,
    Signature,
    SignatureCheck,
    VerifierKey,
    from_base64,
    parse_note,
    signatures_of,
    verify_one_of,
)

LARGEST_SIZE = (1 << 63) - 1  # leaves; what others hold sizes in
LATEST = (1 << 63) - 1  # seconds since 1970 (tlog-cosignature, "Format")
_TIME_BYTES = 8
_LINES = 3  # origin, size, root

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """What the log says it holds: under this name, so many leaves, with this root.

    `extensions` are lines that others may add; they are kept, since the signature is over them too. Our log
    writes none.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed ("Note text"), each line with its newline."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a note's text; Invalid ``merkle.not_a_checkpoint`` when it is none.

    The origin and every line after are not empty, the size has no leading zeroes and stays below 2**63, and
    the root is 32 bytes, written in the one way.
    """
    *lines, end = text.split("\n")
    if end or len(lines) < _LINES or not all(lines):
        raise Invalid("merkle.not_a_checkpoint")
    origin, size, root, *extensions = lines
    number, hashed = _NUMBER.fullmatch(size), from_base64(root)
    if number is None or hashed is None or len(hashed) != HASH_BYTES or int(size) > LARGEST_SIZE:
        raise Invalid("merkle.not_a_checkpoint")
    return Checkpoint(origin=origin, size=int(size), root=hashed, extensions=tuple(extensions))


def open_checkpoint(
    data: bytes | str, *, origin: str, key: VerifierKey, signature_holds: SignatureCheck
) -> tuple[Note, Checkpoint]:
    """Return the note and its checkpoint if the log named `origin` signed it with `key`; or raise Invalid.

    ``merkle.not_a_note``, ``merkle.not_signed``, ``merkle.signature_invalid``, ``merkle.not_a_checkpoint``,
    ``merkle.other_origin``. What it says is not looked at before the signature holds.
    """
    return open_checkpoint_by(data, origin=origin, keys=(key,), signature_holds=signature_holds)


def open_checkpoint_by(
    data: bytes | str, *, origin: str, keys: Sequence[VerifierKey], signature_holds: SignatureCheck
) -> tuple[Note, Checkpoint]:
    """Return what `open_checkpoint` does, for a log that signs with one or more of these keys."""
    note = parse_note(data)
    verify_one_of(note, keys, signature_holds)
    checkpoint = parse_checkpoint(note.text)
    if checkpoint.origin != origin:
        raise Invalid("merkle.other_origin")
    return note, checkpoint


def cosignature_message(text: str, at: int) -> bytes:
    """Return what a witness signs for the text of a checkpoint at `at`, seconds since 1970.

    It is made as "Ed25519 signed message" says.
    """
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosignature(key: VerifierKey, at: int, signature: bytes) -> Signature:
    """Return the line of a witness: the instant, eight bytes, then the signature of `cosignature_message`."""
    if not 0 < at <= LATEST:
        raise Invalid("merkle.time_outside")
    return key.signature(at.to_bytes(_TIME_BYTES) + signature)


def verify_cosignature(
    note: Note, key: VerifierKey, signature_holds: SignatureCheck, *, until: int | None = None
) -> int:
    """Return when the witness of this key (type 0x04) signed last, seconds since 1970; or raise Invalid.

    ``merkle.not_signed`` without its line, ``merkle.signature_invalid`` when one does not hold,
    ``merkle.cosigned_in_future`` when it was signed later than `until`.
    """
    instants = [
        _cosigned_at(note, key, signature_holds, value)
        for value in signatures_of(note, key, KeyType.COSIGNATURE)
    ]
    if until is not None and max(instants) > until:
        raise Invalid("merkle.cosigned_in_future", key=key.name)
    return max(instants)


def _cosigned_at(note: Note, key: VerifierKey, signature_holds: SignatureCheck, value: bytes) -> int:
    at, signature = int.from_bytes(value[:_TIME_BYTES]), value[_TIME_BYTES:]
    message = cosignature_message(note.text, at)
    right = len(signature) == ED25519_SIGNATURE_BYTES and 0 < at <= LATEST
    if not right or not signature_holds(key.public_key, signature, message):
        raise Invalid("merkle.signature_invalid", key=key.name)
    return at
