"""The vault of one installation: what may be done with its keys, without the keys themselves."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId, TokenSource
from huiyin.rules.merkle.note import KeyType, VerifierKey
from huiyin.vault import data_key, sealing
from huiyin.vault.binding import bind
from huiyin.vault.data_key import NO_PETITION, DataKey
from huiyin.vault.key_home import LOG_HOST, KeyFolder, KeyHome
from huiyin.vault.keyset import Keyset
from huiyin.vault.log_key import HouseKey, LogSigner, SaltSealer
from huiyin.vault.wrapping import Wrapping, fingerprint

HASH_BYTES = 32


@dataclass(frozen=True, kw_only=True, eq=False)
class Vault:
    """The operations under the installation's keys. One per process, opened at start, given around."""

    keys: Keyset = field(repr=False)
    wrapping: Wrapping = field(repr=False)
    signer: LogSigner
    sealer: SaltSealer = field(repr=False)

    def new_data_key(self, petition_id: PetitionId) -> DataKey:
        """Return a fresh data key for a petition; store its `wrapped` beside the petition."""
        return data_key.new_data_key(self.wrapping.latest().wrap, petition_id)

    def open_data_key(self, wrapped: bytes | None, petition_id: PetitionId) -> DataKey:
        """Return the petition's data key; errors as of `data_key.open_data_key`.

        Raises Unknown ``petition.erased`` when there is none any more.
        """
        if wrapped is None:
            raise Unknown("petition.erased")
        keys = self.wrapping.knowing(bytes(wrapped))
        return data_key.open_data_key(keys.wrap, keys.wrap_ids, bytes(wrapped), petition_id)

    def rewrap(self, wrapped: bytes, petition_id: PetitionId) -> bytes:
        """Return the same data key under the wrapping key in use; errors as of `open_data_key`."""
        keys = self.wrapping.knowing(wrapped)
        return data_key.rewrap(keys.wrap, keys.wrap_ids, wrapped, petition_id)

    def content_key(self) -> DataKey:
        """Return the data key of what belongs to no petition yet or ever: staged uploads, unread scans.

        Derived, the same at every call and start; its `wrapped` is empty.
        """
        secret = self.keys.derive.compute(bind(b"content key v1"), HASH_BYTES)
        return data_key.data_key_from(secret, NO_PETITION, wrapped=b"")

    def seal_blob(self, purpose: str, plaintext: bytes, bound_to: str) -> bytes:
        """Return a draft or another small thing sealed under the installation's key."""
        return sealing.seal_blob(self.keys.blob, purpose, plaintext, bound_to)

    def open_blob(self, purpose: str, sealed: bytes, bound_to: str) -> bytes:
        """Return what `seal_blob` sealed for the same purpose and place."""
        return sealing.open_blob(self.keys.blob, self.keys.blob_ids, purpose, sealed, bound_to)

    def keyed_hash(self, purpose: str, data: bytes) -> bytes:
        """Return the HMAC-SHA-256 of `data` for `purpose`, 32 bytes: stable, useless without the key."""
        return self.keys.hash.compute(bind(purpose.encode(), data), HASH_BYTES)

    def token_source(self, purpose: str, seed: bytes) -> TokenSource:
        """Return a source of bytes that look random and are the same for the same purpose and seed.

        Each call of the source goes on where the last one ended: for ids of repeatable imports.
        """
        return _stream(functools.partial(self._derived_block, purpose.encode(), seed))

    @property
    def house_keys(self) -> tuple[HouseKey, ...]:
        """The log keys of this house, the one in use first, then the former ones, newest first."""
        former = [
            HouseKey(
                key=VerifierKey(name=one.origin, type=KeyType.ED25519, public_key=one.public_key),
                until=one.until,
                handover=one.handover,
                accepted=one.accepted,
            )
            for one in reversed(self.keys.former)
        ]
        return (HouseKey(key=self.signer.key), *former)

    def keys_of(self, origin: str) -> tuple[HouseKey, ...]:
        """Return the keys that the log of this name has had in this house, oldest first."""
        return tuple(one for one in reversed(self.house_keys) if one.key.name == origin)

    @property
    def fingerprint(self) -> str:
        """A public name of these keys, 16 hex digits: kept in a backup, it tells a wrong key file."""
        return fingerprint(self.keys)

    def _derived_block(self, purpose: bytes, seed: bytes, index: int) -> bytes:
        return self.keys.derive.compute(
            bind(b"tokens v1", purpose, seed, index.to_bytes(8, "big")), HASH_BYTES
        )


def make_keys(keys_folder: Path, log_host: str = LOG_HOST) -> bool:
    """Make the installation's keys unless they exist; True when this call made them.

    Only the set-up of a new installation calls this: after a loss, new keys open nothing that is sealed.
    """
    return KeyFolder(folder=keys_folder, log_host=log_host).make()


def open_vault(keys_folder: Path) -> Vault:
    """Return the vault of the keys in `keys_folder`; raise Misconfigured when there is no good key file."""
    return unlock(KeyFolder(folder=keys_folder))


def unlock(home: KeyHome) -> Vault:
    """Return the vault of the keys that live in `home`."""
    wrapping = Wrapping(home)
    keys = wrapping.keys
    return Vault(
        keys=keys,
        wrapping=wrapping,
        signer=LogSigner(origin=keys.origin, private_key=keys.log_key, ending=keys.ending),
        sealer=SaltSealer(blob=keys.blob, known_keys=keys.blob_ids),
    )


def _stream(block: Callable[[int], bytes]) -> TokenSource:
    held = bytearray()
    index = 0

    def take(count: int) -> bytes:
        nonlocal index
        while len(held) < count:
            held.extend(block(index))
            index += 1
        taken = bytes(held[:count])
        del held[:count]
        return taken

    return take
