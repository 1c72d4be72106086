"""Receipts written from what was filed and how the ledger took it in."""

import base64
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from huiyin.adapters.ed25519 import signature_holds
from huiyin.kernel.command import Outcome
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.prepare.filing import Prepared
from huiyin.prepare.house import vault
from huiyin.prepare.openings import later_members
from huiyin.prepare.promises import keys_of, promised_by
from huiyin.queries.intake.filed import Filed, filed
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt.format import Proof
from huiyin.rules.receipt.keys import keys_member
from huiyin.rules.receipt.logged import NOTHING, Demanded

__all__ = ["own_receipt", "receipt_again", "receipt_of", "signature_holds", "verify"]


def receipt_of(prepared: Prepared, outcome: Outcome) -> bytes:
    """Return the receipt file of a filing just carried out."""
    signer = vault().signer
    return receipt_format.write(
        number=prepared.command.number,
        filed=prepared.filed,
        content_key=prepared.content_key,
        entry=outcome.entry,
        origin=signer.origin,
        public_key=signer.public_key,
        demo=prepared.command.demo,
        later=keys_member(keys_of(signer.origin)),
    )


def receipt_again(petition: PetitionId, what: Mapping[str, Any]) -> bytes | None:
    """Return the receipt of a filing that went through although its answer was lost; None if it did not.

    `what` is what was submitted (`filing.what_is_filed`); another text would not match its hash.
    """
    found = filed(petition)
    return None if found is None else _made(found, what, {})


def own_receipt(petition: PetitionId, what: Mapping[str, Any] | None, *, at: datetime) -> bytes | None:
    """Return the receipt made again from the rows, with its place in the public log and every act since.

    Without those when they do not hold, such as after a restoration; None when not even the rest would.
    """
    found = filed(petition) if what is not None else None
    if found is None or what is None:
        return None
    for later in (later_members(found.entry, at=at), {}):
        made = _made(found, what, later)
        with suppress(Invalid):
            verify(made)
            return made
    return None


def verify(data: bytes, demanded: Demanded = NOTHING) -> Proof:
    """Return what a receipt proves, by itself and offline; raise Invalid ``receipt.*``."""
    return receipt_format.verify(data, signature_holds=signature_holds, demanded=demanded)


def _made(found: Filed, what: Mapping[str, Any], later: Mapping[str, Any]) -> bytes:
    key = promised_by(found.entry)
    return receipt_format.write(
        number=found.number,
        filed=what,
        content_key=base64.b64decode(found.content_key),
        entry=found.entry,
        origin=key.name,
        public_key=key.public_key,
        demo=found.demo,
        later={**keys_member(keys_of(key.name)), **later},
    )
