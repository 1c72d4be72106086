"""Ed25519 (RFC 8032) for what is not the installation's own vault: notes, and the keys of a witness."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def signature_holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether an Ed25519 signature holds."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def new_seed() -> bytes:
    """Return the 32 bytes of a new private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key_of(seed: bytes) -> bytes:
    """Return the public key of a private one, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of `message`, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)
