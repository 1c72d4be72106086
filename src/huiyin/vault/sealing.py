"""Sealing of database fields under a petition's data key, and of small blobs under the installation's.

A sealed field is: version (1 byte), cipher suite (1 byte), nonce (12 bytes), ciphertext and tag. It is
bound to its petition, table, column and row, so it opens nowhere else.

    >>> from uuid import UUID
    >>> from huiyin.vault.data_key import data_key_from
    >>> key = data_key_from(bytes(32), UUID(int=7), wrapped=b"")
    >>> sealed = seal_text(key, "污水", bound_to="petition.narrative:7")
    >>> open_text(key, sealed, bound_to="petition.narrative:7")
    '污水'
"""

import os
from typing import Any

import tink
from cryptography.exceptions import InvalidTag

from huiyin.kernel import canonical
from huiyin.vault.binding import bind, damaged
from huiyin.vault.data_key import DataKey, not_opened
from huiyin.vault.keyset import Aead
from huiyin.vault.suite import NONCE_BYTES, Suite

VERSION = 1
_HEADER = bytes((VERSION, Suite.AES_256_GCM))
OVERHEAD = len(_HEADER) + NONCE_BYTES + 16


def seal_field(data_key: DataKey, plaintext: bytes, *, bound_to: str) -> bytes:
    """Return `plaintext` sealed for one place, ``table.column:row`` (see `binding.place`)."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = data_key.fields.encrypt(nonce, plaintext, _field_binding(data_key, bound_to))
    return _HEADER + nonce + sealed


def open_field(data_key: DataKey, sealed: bytes, *, bound_to: str) -> bytes:
    """Return the plaintext; raise HuiyinError ``vault.damaged`` when altered, moved or another's."""
    sealed = bytes(sealed)
    start = len(_HEADER)
    if sealed[:start] != _HEADER:
        raise damaged(bound_to)
    nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    try:
        return data_key.fields.decrypt(nonce, body, _field_binding(data_key, bound_to))
    except (InvalidTag, ValueError) as error:
        raise damaged(bound_to) from error


def seal_text(data_key: DataKey, text: str, *, bound_to: str) -> bytes:
    """Return `text` sealed as UTF-8."""
    return seal_field(data_key, text.encode(), bound_to=bound_to)


def open_text(data_key: DataKey, sealed: bytes, *, bound_to: str) -> str:
    """Return the text that `seal_text` sealed."""
    return open_field(data_key, sealed, bound_to=bound_to).decode()


def seal_json(data_key: DataKey, value: Any, *, bound_to: str) -> bytes:
    """Return plain data sealed as canonical bytes."""
    return seal_field(data_key, canonical.encode(value), bound_to=bound_to)


def open_json(data_key: DataKey, sealed: bytes, *, bound_to: str) -> Any:
    """Return the plain data that `seal_json` sealed."""
    return canonical.decode(open_field(data_key, sealed, bound_to=bound_to))


def seal_blob(blob: Aead, purpose: str, plaintext: bytes, bound_to: str) -> bytes:
    """Return a draft, salt or other small thing sealed under the installation's key."""
    return blob.encrypt(plaintext, _blob_binding(purpose, bound_to))


def open_blob(blob: Aead, known_keys: frozenset[bytes], purpose: str, sealed: bytes, bound_to: str) -> bytes:
    """Return what `seal_blob` sealed for the same purpose and place; errors as of `open_data_key`."""
    sealed = bytes(sealed)
    try:
        return blob.decrypt(sealed, _blob_binding(purpose, bound_to))
    except tink.TinkError as error:
        raise not_opened(sealed, known_keys, what=purpose) from error


def _field_binding(data_key: DataKey, bound_to: str) -> bytes:
    return bind(_HEADER, data_key.petition_id.bytes, bound_to.encode())


def _blob_binding(purpose: str, bound_to: str) -> bytes:
    return bind(b"huiyin blob v1", purpose.encode(), bound_to.encode())
