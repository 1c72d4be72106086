"""The log's signing key (C2SP signed-note, Ed25519) and the sealing of the salts of its entries."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huiyin.rules.merkle.note import KeyType, Note, VerifierKey
from huiyin.vault import sealing
from huiyin.vault.keyset import Aead

_SALT = "salt"


@dataclass(frozen=True, kw_only=True, eq=False)
class LogSigner:
    """Signs for the log named `origin`; a kernel.command.Signer.

    `ending` is the key before, while a change of keys is under way: it signs checkpoints beside the new one,
    and promises nothing any more.
    """

    origin: str
    private_key: Ed25519PrivateKey = field(repr=False)
    ending: Ed25519PrivateKey | None = field(default=None, repr=False)

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message`, 64 bytes."""
        return self.private_key.sign(message)

    @cached_property
    def public_key(self) -> bytes:
        """The public key, 32 bytes."""
        return self.private_key.public_key().public_bytes_raw()

    @property
    def key(self) -> VerifierKey:
        """What the signatures are checked with, under the name of the log (C2SP signed-note)."""
        return _key(self.origin, self.private_key)

    @property
    def ending_key(self) -> VerifierKey | None:
        """What the signatures of `ending` are checked with."""
        return None if self.ending is None else _key(self.origin, self.ending)

    def note(self, text: str) -> Note:
        """Return the text of a checkpoint as a note signed by the key in use, and by the one that ends."""
        present = [one for one in (self.private_key, self.ending) if one is not None]
        message = text.encode()
        signed = tuple(_key(self.origin, one).signature(one.sign(message)) for one in present)
        return Note(text=text, signatures=signed)

    @property
    def key_id(self) -> bytes:
        """The key id of C2SP signed-note, 4 bytes."""
        return self.key.key_id

    @property
    def verifier_key(self) -> str:
        """The verifier key of C2SP signed-note: ``<name>+<hex key id>+<base64 of type and key>``."""
        return str(self.key)


@dataclass(frozen=True, kw_only=True)
class HouseKey:
    """A log key of this house, now or before; `until` it was replaced, None of the one in use.

    `handover` is its signature over `rules.receipt.keys.handover_message`, empty of the one in use;
    `accepted` that of its successor in the same log.
    """

    key: VerifierKey
    until: datetime | None = None
    handover: bytes = b""
    accepted: bytes = b""

    def signed_at(self, at: datetime) -> bool:
        """True when a promise of this instant can be its own: it was not replaced yet."""
        return self.until is None or at <= self.until


@dataclass(frozen=True, kw_only=True, eq=False)
class SaltSealer:
    """Seals the salt of an entry, bound to the entry's commitment; a kernel.command.Sealer."""

    blob: Aead = field(repr=False)
    known_keys: frozenset[bytes] = field(repr=False)

    def seal_salt(self, salt: bytes, commitment: bytes) -> bytes:
        """Return the salt sealed, bound to its commitment."""
        return sealing.seal_blob(self.blob, _SALT, salt, commitment.hex())

    def open_salt(self, sealed: bytes, commitment: bytes) -> bytes:
        """Return the salt that `seal_salt` sealed for this commitment."""
        return sealing.open_blob(self.blob, self.known_keys, _SALT, sealed, commitment.hex())


def verifier_key(origin: str, public_key: bytes) -> str:
    """Return the verifier key of C2SP signed-note of the log of this name."""
    return str(VerifierKey(name=origin, type=KeyType.ED25519, public_key=public_key))


def _key(origin: str, private_key: Ed25519PrivateKey) -> VerifierKey:
    public_key = private_key.public_key().public_bytes_raw()
    return VerifierKey(name=origin, type=KeyType.ED25519, public_key=public_key)
