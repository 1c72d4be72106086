"""Cipher suites named in every header, so that another one (SM4-GCM) can follow without rewriting data."""

from enum import IntEnum
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32


class Suite(IntEnum):
    """The byte that names a cipher suite. A value, once used, keeps its meaning for ever."""

    AES_256_GCM = 1


class Cipher(Protocol):
    """Authenticated encryption under one key, the nonce given by the caller."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Return ciphertext and tag."""

    def encrypt_into(self, nonce: bytes, data: memoryview, associated_data: bytes, buf: memoryview, /) -> int:
        """Write ciphertext and tag into `buf`, which has exactly their size, and return it."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Return the plaintext or raise cryptography.exceptions.InvalidTag."""


_CIPHERS = {Suite.AES_256_GCM: AESGCM}


def cipher(suite: Suite, key: bytes) -> Cipher:
    """Return the cipher of `suite` under `key`."""
    return _CIPHERS[suite](key)
