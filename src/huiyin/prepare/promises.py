"""Whose promise an entry bears: by which of the house's log keys, in the time of that key."""

from datetime import datetime

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.command import Entry
from huiyin.prepare.house import vault
from huiyin.rules.merkle.note import VerifierKey
from huiyin.rules.receipt.keys import LogKey
from huiyin.rules.receipt.promise import promise_message


def is_promised(commitment: bytes, promise: bytes, at: datetime) -> bool:
    """Return whether one of the house's keys made this promise while it was in use."""
    return _key(commitment, promise, at) is not None


def promised_by(entry: Entry) -> VerifierKey:
    """Return the key that promised this entry; the one in use when none did."""
    return _key(entry.commitment, entry.promise, entry.at) or vault().signer.key


def keys_of(origin: str) -> tuple[LogKey, ...]:
    """Return the keys of a log of this house as files of proof hold them, oldest first."""
    return tuple(
        LogKey(public_key=one.key.public_key, until=one.until, handover=one.handover, accepted=one.accepted)
        for one in vault().keys_of(origin)
    )


def _key(commitment: bytes, promise: bytes, at: datetime) -> VerifierKey | None:
    for known in reversed(vault().house_keys):  # the first one that had not ended by then is most often it
        message = promise_message(origin=known.key.name, commitment=commitment, at=at)
        if known.signed_at(at) and signature_holds(known.key.public_key, promise, message):
            return known.key
    return None
