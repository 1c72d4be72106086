"""Another key wraps the data keys of all petitions; what they seal stays as it is.

Order, and what a kill between two steps means. People go on filing and reading meanwhile.

1. The key file gets the new wrapping key in use, the old ones stay and open. From then on every process wraps
   by the new one: each looks at the file before it wraps, and when it meets a key it does not know. Killed
   before it: nothing happened. Killed after it: the rotation is under way, and the next call goes on with it.
2. Data keys under other keys are wrapped anew in batches, until a whole pass finds none. Killed: those that
   are done stay done.
3. The entry ``keys.wrapping_changed`` is written: one for the rotation. Killed before it: as after 2.

The old keys stay until `retire`, while nobody else works here: what came in between, and the keys in drafts
and uploads that wait, are wrapped anew; then the entry ``keys.wrapping_retired``, then the key file without
them. Killed before the last step: the next call does it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from huiyin.commands.ledger.change_wrap_key import ChangeWrapKey
from huiyin.commands.ledger.retire_wrap_keys import RetireWrapKeys
from huiyin.door import door, rewrapping, waiting
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict, HuiyinError
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import drafts, uploads
from huiyin.prepare.house import vault
from huiyin.queries.ledger.wrap_changes import WrapChange, wrap_changes
from huiyin.rules.access.roles import Role
from huiyin.vault.key_home import KeyHome
from huiyin.vault.keyset import Keyset

ROTATOR = Actor(kind=ActorKind.INSTALLER, role=Role.INSTALLER.value)
BATCH = 5000

Progress = Callable[[int, int], None]  # so many of so many are done


@dataclass(frozen=True, kw_only=True)
class Rotated:
    """What was done: the change as the ledger tells it, and how many data keys did not open."""

    change: WrapChange
    damaged: int


def name_of(wrap_id: bytes) -> str:
    """Return the name of a wrapping key as the ledger tells it, 8 hex digits."""
    return wrap_id[1:].hex()


def require_known() -> None:
    """Raise Conflict ``vault.wrap_key_missing`` when the key file lacks a key that wraps in this database."""
    changes, known = wrap_changes(), {name_of(one) for one in vault().wrapping.latest().wrap_ids}
    if changes and changes[-1].key not in known:
        raise Conflict("vault.wrap_key_missing", key=changes[-1].key, since=changes[-1].since)


def under_way() -> datetime | None:
    """Return since when a rotation is under way; None when there is none."""
    keys = vault().wrapping.latest()
    told = {one.key for one in wrap_changes()}
    return None if name_of(keys.wrap_id) in told else keys.wrap_since


def left_behind() -> int:
    """Return how many data keys another key than the one in use wraps."""
    return rewrapping.count(vault().wrapping.latest().wrap_id)[0]


def rotate(home: KeyHome, *, progress: Progress, at: datetime) -> Rotated:
    """Wrap by another key from now on, or finish a rotation that was begun; see the order above.

    Raises Conflict ``vault.wrap_key_missing``, ``vault.rotating`` when another call does it at this moment.
    """
    with rewrapping.alone():
        require_known()
        if under_way() is None:
            home.rotate_wrap(at)
        keys = vault().wrapping.latest()
        _rewrap_all(keys, progress)
        damaged, whole = rewrapping.count(keys.wrap_id)
        since = under_way()
        assert since is not None  # noqa: S101  it was begun above, and is told below
        door.execute(
            ChangeWrapKey(
                key=name_of(keys.wrap_id),
                former=tuple(map(name_of, _former(keys))),
                since=since,
                data_keys=whole - damaged,
            ),
            actor=ROTATOR,
            at=at,
        )
        return Rotated(change=wrap_changes()[-1], damaged=damaged)


def retire(home: KeyHome, *, progress: Progress, at: datetime) -> WrapChange:
    """Destroy the wrapping keys before the one in use. Nobody else may work in this installation meanwhile.

    Raises Conflict ``vault.rotation_unfinished``, ``vault.nothing_to_retire``, ``vault.still_wrapped`` when
    data keys do not open, so that only a backup and the old keys together could mend them, and as `rotate`.
    """
    with rewrapping.alone():
        require_known()
        keys = vault().wrapping.latest()
        if under_way() is not None:
            raise Conflict("vault.rotation_unfinished")
        told = any(one.retired_at is None for one in wrap_changes())
        if not told and not _former(keys):
            raise Conflict("vault.nothing_to_retire")
        _rewrap_all(keys, progress)
        _rewrap_waiting(keys.wrap_id, at)
        left, _ = rewrapping.count(keys.wrap_id)
        if left:
            raise Conflict("vault.still_wrapped", number=left)
        if told:
            door.execute(RetireWrapKeys(key=name_of(keys.wrap_id)), actor=ROTATOR, at=at)
        home.retire_wraps()
        return wrap_changes()[-1]


def _former(keys: Keyset) -> frozenset[bytes]:
    return keys.wrap_ids - {keys.wrap_id, keys.wrap_next}


def _rewrap_all(keys: Keyset, progress: Progress) -> None:
    others, _ = rewrapping.count(keys.wrap_id)
    done = 0
    progress(done, others)
    while True:
        before = done
        for page in rewrapping.wrapped_otherwise(keys.wrap_id, limit=BATCH):
            done += rewrapping.replace([new for one in page if (new := _anew(*one)) is not None])
            progress(done, max(others, done))
        if done == before:
            return


def _anew(petition: UUID, wrapped: bytes) -> tuple[UUID, bytes, bytes] | None:
    with suppress(HuiyinError):  # it was altered behind the door: verification names it
        return petition, wrapped, vault().rewrap(wrapped, PetitionId(petition))
    return None


def _rewrap_waiting(wrap_id: bytes, at: datetime) -> None:
    for key, sealed in waiting.waiting_drafts(at=at):
        with suppress(HuiyinError):
            draft = drafts.unseal(sealed, key)
            if not draft.wrapped_key.startswith(wrap_id):
                wrapped = vault().rewrap(draft.wrapped_key, PetitionId(draft.id))
                waiting.replace_draft(key, sealed, drafts.seal(replace(draft, wrapped_key=wrapped), key))
        with suppress(HuiyinError):
            upload = uploads.unseal(sealed, key)
            giver = upload.giver
            if giver.wrapped_key is not None and not giver.wrapped_key.startswith(wrap_id):
                wrapped = vault().rewrap(giver.wrapped_key, giver.petition)
                moved = replace(upload, giver=replace(giver, wrapped_key=wrapped))
                waiting.replace_draft(key, sealed, uploads.seal(moved, key))
