"""The data key of one petition: everything of that petition is sealed under it, and under it only."""

import os
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import tink
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from huiyin.kernel.errors import HuiyinError, Misconfigured
from huiyin.kernel.ids import PetitionId
from huiyin.vault.binding import bind
from huiyin.vault.keyset import KEY_ID_BYTES, Aead
from huiyin.vault.suite import KEY_BYTES, Cipher, Suite, cipher

NO_PETITION = PetitionId(UUID(int=0))


@dataclass(frozen=True, kw_only=True, eq=False)
class DataKey:
    """An opened data key. Hold it for one request or job; store only `wrapped`."""

    petition_id: PetitionId
    wrapped: bytes = field(repr=False)
    fields: Cipher = field(repr=False)  # seals database fields
    files: bytes = field(repr=False)  # the source of one key per file

    def __reduce__(self) -> Any:
        """Refuse: keys never travel to queues, caches or other processes."""
        raise TypeError("keys are not pickled")


def new_data_key(wrap: Aead, petition_id: PetitionId) -> DataKey:
    """Return a fresh random data key, wrapped for storage beside its petition."""
    secret = os.urandom(KEY_BYTES)
    return data_key_from(secret, petition_id, wrapped=wrap.encrypt(secret, _binding(petition_id)))


def open_data_key(
    wrap: Aead, known_keys: frozenset[bytes], wrapped: bytes, petition_id: PetitionId
) -> DataKey:
    """Return the data key of this petition.

    Raises Misconfigured ``vault.wrong_key`` when it was wrapped under keys that this installation does
    not hold, and HuiyinError ``vault.damaged`` when it was altered or belongs to another petition.
    """
    try:
        secret = wrap.decrypt(wrapped, _binding(petition_id))
    except tink.TinkError as error:
        raise not_opened(wrapped, known_keys, what="data_key") from error
    return data_key_from(secret, petition_id, wrapped=wrapped)


def rewrap(wrap: Aead, known_keys: frozenset[bytes], wrapped: bytes, petition_id: PetitionId) -> bytes:
    """Return the same data key under the wrapping key in use; errors as of `open_data_key`."""
    binding = _binding(petition_id)
    try:
        return wrap.encrypt(wrap.decrypt(wrapped, binding), binding)
    except tink.TinkError as error:
        raise not_opened(wrapped, known_keys, what="data_key") from error


def data_key_from(secret: bytes, petition_id: PetitionId, *, wrapped: bytes) -> DataKey:
    """Return the data key whose 32 secret bytes are given."""
    return DataKey(
        petition_id=petition_id,
        wrapped=wrapped,
        fields=cipher(Suite.AES_256_GCM, _expand(secret, b"huiyin fields v1")),
        files=_expand(secret, b"huiyin files v1"),
    )


def not_opened(sealed: bytes, known_keys: frozenset[bytes], *, what: str) -> HuiyinError:
    """Return the error of something sealed under the installation's keys that does not open."""
    if sealed[:KEY_ID_BYTES] in known_keys:
        return HuiyinError("vault.damaged", what=what)
    return Misconfigured(
        "vault.wrong_key", what=what, way_out="put back the key file that belongs to this database"
    )


def _binding(petition_id: PetitionId) -> bytes:
    return bind(b"huiyin data key v1", petition_id.bytes)


def _expand(secret: bytes, purpose: bytes) -> bytes:
    return HKDFExpand(SHA256(), KEY_BYTES, purpose).derive(secret)
