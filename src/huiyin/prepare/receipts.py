"""Receipts written from what was filed and how the ledger took it in."""

import base64
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huiyin.kernel.command import Outcome
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.prepare.filing import Prepared
from huiyin.prepare.house import vault
from huiyin.queries.intake.filed import filed
from huiyin.rules.receipt import format as receipt_format
from huiyin.rules.receipt.format import Proof


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
    )


def receipt_again(petition: PetitionId, what: Mapping[str, Any]) -> bytes | None:
    """Return the receipt of a filing that went through although its answer was lost; None if it did not.

    `what` is what was submitted (`filing.what_is_filed`); another text would not match its hash.
    """
    found = filed(petition)
    if found is None:
        return None
    signer = vault().signer
    return receipt_format.write(
        number=found.number,
        filed=what,
        content_key=base64.b64decode(found.content_key),
        entry=found.entry,
        origin=signer.origin,
        public_key=signer.public_key,
        demo=found.demo,
    )


def own_receipt(petition: PetitionId, what: Mapping[str, Any] | None) -> bytes | None:
    """Return the receipt made again from the rows; None when it would not prove what was filed."""
    made = receipt_again(petition, what) if what is not None else None
    try:
        return made if made is not None and verify(made).number else None
    except Invalid:
        return None


def verify(data: bytes) -> Proof:
    """Return what a receipt proves, by itself and offline; raise Invalid ``receipt.*``."""
    return receipt_format.verify(data, signature_holds=signature_holds)


def signature_holds(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Return whether an Ed25519 signature (RFC 8032) holds."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
