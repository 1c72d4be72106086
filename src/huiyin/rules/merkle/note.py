"""Signed notes: text under the signatures of named keys, and how such keys are written (C2SP signed-note)."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from huiyin.kernel.errors import Invalid

LARGEST = 1 << 18  # bytes of a note; sixteen signatures of every kind fit in
MOST_SIGNATURES = 64
KEY_ID_BYTES = 4
ED25519_KEY_BYTES = 32
ED25519_SIGNATURE_BYTES = 64

SignatureCheck = Callable[[bytes, bytes, bytes], bool]  # Ed25519: public key, signature, message

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")  # ASCII control characters except the newline
_KEY_NAME = re.compile(r"[^\s+\x00-\x1f\ud800-\udfff]+")
_SIGNATURE_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")


class KeyType(IntEnum):
    """Signature types of C2SP signed-note that are understood here."""

    ED25519 = 0x01
    COSIGNATURE = 0x04  # cosignature/v1, C2SP tlog-cosignature


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One line under a note: who says to have signed, with the key of which id, and the signature."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands under a note, with its newline."""
        return f"— {self.name} {_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True, kw_only=True)
class Note:
    """A text, which ends in a newline, and the signatures under it. Nothing is checked yet: see `verify`."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """Return the note as it is published."""
        return self.text + "\n" + "".join(one.line for one in self.signatures)

    def signed_also(self, *signatures: Signature) -> "Note":
        """Return the note with these signatures under the ones it has; those it has already stay once."""
        new = tuple(one for one in dict.fromkeys(signatures) if one not in self.signatures)
        return replace(self, signatures=self.signatures + new)


@dataclass(frozen=True, kw_only=True)
class VerifierKey:
    """A public key with its name: what a signature under a note is checked with."""

    name: str
    type: KeyType
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name || newline || type || public key) ("Signatures")."""
        return key_id(self.name, self.public_key, self.type)

    def __str__(self) -> str:
        """Return ``<name>+<hex key id>+<base64 of type and key>`` ("Verifier keys")."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes([self.type]) + self.public_key)}"

    def signature(self, value: bytes) -> Signature:
        """Return a signature made with this key as the line that stands under a note."""
        return Signature(name=self.name, key_id=self.key_id, value=value)


def key_id(name: str, public_key: bytes, key_type: KeyType = KeyType.ED25519) -> bytes:
    """Return the key id of C2SP signed-note, section "Signatures", 4 bytes."""
    typed = name.encode() + b"\n" + bytes([key_type]) + public_key
    return hashlib.sha256(typed).digest()[:KEY_ID_BYTES]


def is_key_name(name: str) -> bool:
    """Whether keys may be called so: not empty, no Unicode spaces, no plus, no control characters."""
    return bool(_KEY_NAME.fullmatch(name))


def parse_key(text: str) -> VerifierKey:
    """Return the verifier key that is written here; Invalid ``merkle.not_a_key`` when it is none.

    Only Ed25519 keys for notes (0x01) and for cosignatures (0x04) are understood.
    """
    name, _, rest = text.partition("+")
    identity, _, encoded = rest.partition("+")
    typed = from_base64(encoded)
    if not is_key_name(name) or typed is None or len(typed) != 1 + ED25519_KEY_BYTES:
        raise Invalid("merkle.not_a_key")
    if typed[0] not in set(KeyType):
        raise Invalid("merkle.not_a_key")
    key = VerifierKey(name=name, type=KeyType(typed[0]), public_key=typed[1:])
    if key.key_id.hex() != identity:
        raise Invalid("merkle.not_a_key")
    return key


def parse_note(data: bytes | str) -> Note:
    """Return the note that is written here; Invalid ``merkle.not_a_note`` when it is none.

    The text ends at the last empty line. At most 256 KiB and 64 signatures; each line below the text is a
    signature, written in one way only.
    """
    text = _decoded(data)
    above, blank, below = text.rpartition("\n\n")
    if not blank:
        raise Invalid("merkle.not_a_note")
    return Note(text=above + "\n", signatures=parse_signatures(below))


def parse_signatures(text: str) -> tuple[Signature, ...]:
    """Return the signatures of these lines, each with its newline; Invalid ``merkle.not_a_note``.

    So a witness answers (C2SP tlog-witness): the lines without the note.
    """
    lines = text.split("\n")
    if lines.pop() or not 0 < len(lines) <= MOST_SIGNATURES:
        raise Invalid("merkle.not_a_note")
    return tuple(_signature(line) for line in lines)


def verify(note: Note, key: VerifierKey, signature_holds: SignatureCheck) -> None:
    """Return when the note is signed by this key of type 0x01; otherwise raise Invalid.

    ``merkle.not_signed``: nobody signed under the name and id of the key. ``merkle.signature_invalid``: what
    stands under them is no signature of this text by this key.
    """
    message = note.text.encode()
    for value in signatures_of(note, key, KeyType.ED25519):
        right = len(value) == ED25519_SIGNATURE_BYTES and signature_holds(key.public_key, value, message)
        if not right:
            raise Invalid("merkle.signature_invalid", key=key.name)


def verify_one_of(note: Note, keys: Sequence[VerifierKey], signature_holds: SignatureCheck) -> None:
    """Return when at least one of these keys signed the note, and each that is said to have has; or raise.

    Invalid as of `verify`, ``merkle.not_signed`` when none did.
    """
    if not keys:
        raise Invalid("merkle.not_signed", key="")
    named = {(one.name, one.key_id) for one in note.signatures}
    signed = [key for key in keys if (key.name, key.key_id) in named]
    for key in signed or keys:
        verify(note, key, signature_holds)


def signatures_of(note: Note, key: VerifierKey, key_type: KeyType) -> tuple[bytes, ...]:
    """Return what stands under the note by name and id of the key, at least one; unchecked.

    Invalid ``merkle.key_of_another_type`` for a key that does not sign so, ``merkle.not_signed`` for none.
    """
    if key.type is not key_type:
        raise Invalid("merkle.key_of_another_type", key=key.name)
    named = (key.name, key.key_id)
    found = tuple(one.value for one in note.signatures if (one.name, one.key_id) == named)
    if not found:
        raise Invalid("merkle.not_signed", key=key.name)
    return found


def from_base64(text: str) -> bytes | None:
    """Return the bytes when this is the one way to write them (RFC 4648, 3.5 and 4); otherwise None."""
    try:
        data = base64.b64decode(text)
    except ValueError:
        return None
    return data if _base64(data) == text else None


def _decoded(data: bytes | str) -> str:
    try:
        size, text = (len(data.encode()), data) if isinstance(data, str) else (len(data), data.decode())
    except UnicodeError as fault:
        raise Invalid("merkle.not_a_note") from fault
    if size > LARGEST or _CONTROL.search(text):
        raise Invalid("merkle.not_a_note")
    return text


def _signature(line: str) -> Signature:
    found = _SIGNATURE_LINE.fullmatch(line)
    signed = from_base64(found["signature"]) if found else None
    if found is None or signed is None or len(signed) <= KEY_ID_BYTES:
        raise Invalid("merkle.not_a_note")
    return Signature(name=found["name"], key_id=signed[:KEY_ID_BYTES], value=signed[KEY_ID_BYTES:])


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
