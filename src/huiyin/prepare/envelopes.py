"""Filings by programs: id, number, code and data key are fixed before the body is read.

A program that sends an ``Idempotency-Key`` and repeats its request, because the answer was lost, meets the
same envelope again: so it is the same petition, and the receipt is the same byte for byte.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.door import waiting
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId, new_id, new_number, new_query_code
from huiyin.prepare import drafts
from huiyin.prepare.drafts import Draft
from huiyin.prepare.filing import Envelope
from huiyin.prepare.house import vault
from huiyin.vault.data_key import DataKey

LIFETIME = timedelta(days=30)
PURPOSE = "idempotency key"
# Long enough that nobody meets another's by chance: a UUID has 36 characters.
_KEY = re.compile(r"[\x21-\x7e]{16,255}")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An envelope and the data key under which its files are sealed."""

    envelope: Envelope
    data_key: DataKey


def fresh(*, channel: str, demo: bool, at: datetime) -> Opened:
    """Return a new envelope, kept nowhere: a repeated request is another petition."""
    petition = PetitionId(new_id(at))
    key = vault().new_data_key(petition)
    return _opened(_draft(petition, key, at), key, channel=channel, demo=demo)


def kept(idempotency_key: str, *, channel: str, demo: bool, at: datetime) -> Opened:
    """Return the envelope kept under a key, a new one when there is none; for 30 days.

    Raises Invalid ``idempotency.bad_key`` unless the key has 16 to 255 visible ASCII characters.
    """
    if not _KEY.fullmatch(idempotency_key):
        raise Invalid("idempotency.bad_key", field="Idempotency-Key")
    place = vault().keyed_hash(PURPOSE, idempotency_key.encode())
    petition = PetitionId(new_id(at))
    offered = _draft(petition, vault().new_data_key(petition), at)
    sealed = waiting.first_draft(place, drafts.seal(offered, place), expires_at=offered.expires_at, at=at)
    draft = drafts.unseal(sealed, place)
    return _opened(draft, drafts.data_key(draft), channel=channel, demo=demo)


def _draft(petition: PetitionId, key: DataKey, at: datetime) -> Draft:
    return Draft(
        id=petition,
        number=new_number(),
        code=new_query_code(),
        wrapped_key=key.wrapped,
        expires_at=at + LIFETIME,
    )


def _opened(draft: Draft, key: DataKey, *, channel: str, demo: bool) -> Opened:
    envelope = Envelope(
        petition=PetitionId(draft.id),
        number=draft.number,
        code=draft.code,
        data_key=draft.wrapped_key,
        channel=channel,
        demo=demo,
    )
    return Opened(envelope=envelope, data_key=key)
