"""What still waits for an erased matter: the draft of its filing, its trays and the uploads under way."""

from collections.abc import Callable
from datetime import datetime

from huiyin.door import waiting
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import drafts, trays, uploads


def forget(erased: Callable[[PetitionId], bool], *, at: datetime) -> int:
    """Forget what waits for erased matters, their keys too; return how many.

    Sealed files that it named are left to the sweep of the store; nothing opens them any more.
    """
    known = [key for key, sealed in waiting.waiting_drafts(at=at) if _waits_for(key, sealed, erased)]
    for key in known:
        waiting.drop_draft(key)
    return len(known)


def _waits_for(key: bytes, sealed: bytes, erased: Callable[[PetitionId], bool]) -> bool:
    petition = _petition(key, sealed)
    return petition is not None and erased(petition)


def _petition(key: bytes, sealed: bytes) -> PetitionId | None:
    """Return the matter for which something waits; None of what does not open or belongs to none."""
    for read in (_of_tray, _of_upload, _of_draft):
        try:
            return read(sealed, key)
        except HuiyinError:
            continue
    return None


def _of_tray(sealed: bytes, key: bytes) -> PetitionId:
    return trays.unseal(sealed, key).petition


def _of_upload(sealed: bytes, key: bytes) -> PetitionId:
    return uploads.unseal(sealed, key).giver.petition


def _of_draft(sealed: bytes, key: bytes) -> PetitionId:
    return PetitionId(drafts.unseal(sealed, key).id)
