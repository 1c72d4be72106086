"""What this installation checks signatures with: its own log key, and the keys of its witnesses."""

from datetime import datetime

from django.conf import settings

from huiyin.adapters.ed25519 import signature_holds
from huiyin.queries.ledger.chains import PromiseCheck
from huiyin.queries.ledger.signed import Signers
from huiyin.rules.receipt.promise import promise_message
from huiyin.vault.current import vault


def promise_holds() -> PromiseCheck:
    """Return the check of a promise by this installation's log key."""
    signer = vault().signer
    key, origin = signer.public_key, signer.origin

    def holds(commitment: bytes, promise: bytes, at: datetime) -> bool:
        return signature_holds(key, promise, promise_message(origin=origin, commitment=commitment, at=at))

    return holds


def signers() -> Signers:
    """Return whose signatures under checkpoints count."""
    key = vault().signer.key
    return Signers(
        signature_holds=signature_holds,
        log={key.name: (key,)},
        witnesses={place.key.name: place.key for place in settings.HUIYIN_ENV.witnesses},
    )
