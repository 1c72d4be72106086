"""Keys for the tests of notes: the same at every run."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from huiyin.rules.merkle.note import KeyType, VerifierKey


def holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds; a SignatureCheck."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def private_key(name: str) -> Ed25519PrivateKey:
    """Return the private key of this name."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())


def public(name: str, kind: KeyType = KeyType.ED25519) -> VerifierKey:
    """Return the verifier key of this name."""
    return VerifierKey(name=name, type=kind, public_key=private_key(name).public_key().public_bytes_raw())
