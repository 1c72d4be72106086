"""What an official has typed and not yet sent: sealed, found again by account and form, gone after a week."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from huiyin.door import waiting
from huiyin.kernel import canonical
from huiyin.kernel.ids import AccountId
from huiyin.prepare import house

KIND = "unfinished"
LIFETIME = timedelta(days=7)


def keep(account: AccountId, form: str, typed: Mapping[str, Any], *, at: datetime) -> None:
    """Keep what was typed in a form, by the address of the form; what was kept before is replaced."""
    key = _key(account, form)
    sealed = house.vault().seal_blob(KIND, canonical.encode(typed), key.hex())
    waiting.write_draft(key, sealed, expires_at=at + LIFETIME)


def find(account: AccountId, form: str, *, at: datetime) -> Mapping[str, Any] | None:
    """Return what this account had typed in this form, or None."""
    key = _key(account, form)
    sealed = waiting.read_draft(key, at=at)
    if sealed is None:
        return None
    typed: dict[str, Any] = canonical.decode(house.vault().open_blob(KIND, sealed, key.hex()))
    return typed


def drop(account: AccountId, form: str) -> None:
    """Forget it: it was sent, or thrown away."""
    waiting.drop_draft(_key(account, form))


def _key(account: AccountId, form: str) -> bytes:
    return house.vault().keyed_hash(KIND, f"{account} {form}".encode())
