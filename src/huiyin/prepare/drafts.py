"""Drafts: what somebody has typed and staged so far, sealed, found again by a token, gone after 30 days.

The petition's id, number and query code are made at the start, so that a submission repeated by a
second click or the back button is recognised as the same petition.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.door import waiting
from huiyin.kernel import canonical
from huiyin.kernel.ids import PetitionId, new_id, new_number, new_query_code, parse_query_code
from huiyin.prepare import house, trays
from huiyin.prepare.staged import StagedFile, read_staged
from huiyin.prepare.trays import Giver
from huiyin.vault.data_key import DataKey

__all__ = [
    "KIND",
    "LIFETIME",
    "Draft",
    "StagedFile",
    "data_key",
    "drop",
    "filed",
    "giver",
    "load",
    "save",
    "seal",
    "sending",
    "start",
    "unseal",
]

KIND = "draft"
LIFETIME = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A petition not yet filed. `answers` is what was typed, by field; see `huiyin.prepare.answers`.

    Its files lie on its tray, where several requests may lay them at once; saving a draft leaves them alone.
    `sent_files` are those that were handed to the door, whatever is laid on the tray afterwards.
    """

    id: UUID
    number: str
    code: str
    wrapped_key: bytes  # the petition's data key, under which its files are sealed already
    expires_at: datetime
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[StagedFile, ...] = ()
    sent_files: tuple[StagedFile, ...] = ()
    receipt: bytes | None = None

    def answered(self, **answers: Any) -> "Draft":
        """Return the draft with these answers put in."""
        return replace(self, answers={**self.answers, **answers})


def start(at: datetime) -> tuple[Draft, str]:
    """Return a new empty draft, kept, and its token: the code with which the person comes back to it.

    Raises Misconfigured ``store.full`` when the disk has only its reserve left.
    """
    house.store().require_room()
    petition = PetitionId(new_id(at))
    draft = Draft(
        id=petition,
        number=new_number(),
        code=new_query_code(),
        wrapped_key=house.vault().new_data_key(petition).wrapped,
        expires_at=at + LIFETIME,
    )
    token = new_query_code()
    return save(draft, token, at), token


def load(token: str, at: datetime) -> Draft | None:
    """Return the draft of a token, or None when it is unknown, ill-formed or expired."""
    code = parse_query_code(token)
    if code is None:
        return None
    key = _key(code)
    sealed = waiting.read_draft(key, at=at)
    return None if sealed is None else _with_files(unseal(sealed, key), at)


def save(draft: Draft, token: str, at: datetime) -> Draft:
    """Keep the draft and its tray for another 30 days and return it as kept."""
    kept = replace(draft, expires_at=at + LIFETIME)
    key = _key(token)
    waiting.write_draft(key, seal(kept, key), expires_at=kept.expires_at)
    trays.prolong(giver(kept), until=kept.expires_at)
    return kept


def giver(draft: Draft) -> Giver:
    """Return who lays files on the tray of this draft."""
    return Giver(petition=PetitionId(draft.id), wrapped_key=draft.wrapped_key, part=trays.OF_DRAFT)


def sending(draft: Draft, **answers: Any) -> Draft:
    """Return the draft as it is handed to the door: these answers, and the files that lie ready now."""
    return replace(draft.answered(**answers), sent_files=draft.files)


def drop(token: str) -> None:
    """Forget the draft of a token."""
    waiting.drop_draft(_key(token))


def seal(draft: Draft, key: bytes) -> bytes:
    """Return the draft sealed, bound to the key under which it waits."""
    return house.vault().seal_blob(KIND, canonical.encode(_plain(draft)), key.hex())


def unseal(sealed: bytes, key: bytes) -> Draft:
    """Return the draft that `seal` sealed for this key; raise HuiyinError when it was altered or moved."""
    return _read(house.vault().open_blob(KIND, sealed, key.hex()))


def filed(draft: Draft, receipt: bytes) -> Draft:
    """Return the draft as filed; it is kept so that the receipt can be shown again."""
    return replace(draft, receipt=receipt)


def data_key(draft: Draft) -> DataKey:
    """Return the opened data key of the petition, under which its files are sealed."""
    return house.vault().open_data_key(draft.wrapped_key, PetitionId(draft.id))


def _with_files(draft: Draft, at: datetime) -> Draft:
    files = trays.read(giver(draft), at).files if draft.receipt is None else draft.sent_files
    return replace(draft, files=files)


def _key(token: str) -> bytes:
    return house.vault().keyed_hash(KIND, (parse_query_code(token) or token).encode())


def _plain(draft: Draft) -> dict[str, Any]:
    return {
        "v": 1,
        "id": draft.id,
        "number": draft.number,
        "code": draft.code,
        "wrapped_key": draft.wrapped_key,
        "expires_at": draft.expires_at,
        "answers": draft.answers,
        "sent_files": [vars(file) for file in draft.sent_files],
        "receipt": draft.receipt,
    }


def _read(data: bytes) -> Draft:
    plain = canonical.decode(data)
    return Draft(
        id=UUID(plain["id"]),
        number=plain["number"],
        code=plain["code"],
        wrapped_key=b64decode(plain["wrapped_key"]),
        expires_at=datetime.fromisoformat(plain["expires_at"]).astimezone(UTC),
        answers=plain["answers"],
        sent_files=tuple(read_staged(file) for file in plain["sent_files"]),
        receipt=b64decode(plain["receipt"]) if plain["receipt"] is not None else None,
    )
