"""Whose signatures under checkpoints count: those of the house's log keys, and of its witnesses."""

from itertools import groupby

from django.conf import settings

from huiyin.adapters.ed25519 import signature_holds
from huiyin.queries.ledger.signed import Signers
from huiyin.vault.current import vault


def signers() -> Signers:
    """Return the keys of the logs of this house, also of those that ended, and of its witnesses."""
    keys = sorted(vault().house_keys, key=lambda one: one.key.name)
    return Signers(
        signature_holds=signature_holds,
        log={name: tuple(of_name) for name, of_name in groupby(keys, key=lambda one: one.key.name)},
        witnesses={place.key.name: place.key for place in settings.HUIYIN_ENV.witnesses},
    )
