"""The key of a witness, in a file that only its owner reads."""

import base64
import os
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.adapters import ed25519
from huiyin.kernel.errors import Invalid, Misconfigured
from huiyin.rules.merkle.checkpoint import cosignature, cosignature_message
from huiyin.rules.merkle.note import KeyType, Signature, VerifierKey, is_key_name

_PREFIX = "PRIVATE+KEY+"  # as Go's golang.org/x/mod/sumdb/note writes private keys
_SEED_BYTES = 32


@dataclass(frozen=True, kw_only=True, eq=False)
class WitnessKey:
    """Signs cosignature/v1 (C2SP tlog-cosignature) under a name."""

    public: VerifierKey
    seed: bytes = field(repr=False)

    def cosign(self, text: str, at: int) -> Signature:
        """Return the signature line for the text of a checkpoint at `at`, POSIX seconds."""
        return cosignature(self.public, at, ed25519.sign(self.seed, cosignature_message(text, at)))


def make(file: Path, name: str) -> WitnessKey:
    """Make a key of this name and write it; raise Invalid for a name that cannot be one's.

    Raises Misconfigured ``witness.key_exists`` rather than write over a key.
    """
    if not is_key_name(name):
        raise Invalid("witness.bad_name", name=name)
    key = _key(name, ed25519.new_seed())
    typed = base64.b64encode(bytes([KeyType.COSIGNATURE]) + key.seed).decode()
    try:
        number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Misconfigured("witness.key_exists", file=str(file)) from None
    with open(number, "w", encoding="utf-8") as opened:  # noqa: PTH123  a descriptor, made with its mode
        opened.write(f"{_PREFIX}{name}+{key.public.key_id.hex()}+{typed}\n")
        opened.flush()
        os.fsync(opened.fileno())
    return key


def read(file: Path) -> WitnessKey:
    """Return the key of a file; raise Misconfigured ``witness.key_missing`` or ``witness.key_damaged``."""
    try:
        text = file.read_text("utf-8").strip()
    except FileNotFoundError:
        raise Misconfigured("witness.key_missing", file=str(file)) from None
    except UnicodeDecodeError:
        raise Misconfigured("witness.key_damaged", file=str(file)) from None
    found = _parsed(text)
    if found is None:
        raise Misconfigured("witness.key_damaged", file=str(file))
    return found


def _parsed(text: str) -> WitnessKey | None:
    name, _, rest = text.removeprefix(_PREFIX).partition("+")
    identity, _, encoded = rest.partition("+")
    try:
        typed = base64.b64decode(encoded, validate=True)
    except ValueError:
        return None
    if typed[:1] != bytes([KeyType.COSIGNATURE]) or len(typed) != 1 + _SEED_BYTES:
        return None
    key = _key(name, typed[1:])
    return key if key.public.key_id.hex() == identity and text.startswith(_PREFIX) else None


def _key(name: str, seed: bytes) -> WitnessKey:
    public = VerifierKey(name=name, type=KeyType.COSIGNATURE, public_key=ed25519.public_key_of(seed))
    return WitnessKey(public=public, seed=seed)
