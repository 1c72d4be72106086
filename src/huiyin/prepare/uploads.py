"""Uploads that go on after a broken line: sealed while they arrive, found by an unguessable secret.

What arrives is sealed in parts, each a file of its own in the store and recorded as soon as it is durable;
so a killed process costs the last part at most. With the last byte the parts become the file, checked like
any other, and lie on the giver's tray. An upload that arrived in one part is not written twice.

Of two who write to one upload, the one who began later goes on: a line that only seems to stand never
blocks its own successor. The other's next part is refused and taken away again.
"""

import secrets
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.door import waiting
from huiyin.kernel import canonical
from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import new_id
from huiyin.prepare import house, trays
from huiyin.prepare.evidence import file_name
from huiyin.prepare.trays import Begun, Giver, Tray
from huiyin.vault import kinds

KIND = "upload"
LIFETIME = timedelta(days=7)
PART_BYTES = 16 << 20
SECRET_BYTES = 24
MARK_LIMIT = 100
NONE = b""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of the original, sealed as a file of its own."""

    id: UUID
    address: str
    size: int  # bytes of the original


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file on its way."""

    giver: Giver
    id: UUID  # of the file that it becomes
    name: str
    size: int  # bytes, as announced
    mark: str  # by which whoever sends it knows the file again; means nothing here
    expires_at: datetime
    parts: tuple[Part, ...] = ()
    done: bool = False
    writer: bytes = NONE  # who writes now; only the last who began may

    @property
    def offset(self) -> int:
        """How many bytes are kept."""
        return self.size if self.done else sum(part.size for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class Held:
    """An upload as it waits: by its secret, and with what it was sealed to."""

    secret: str
    upload: Upload
    sealed: bytes


def begin(giver: Giver, name: str, size: int, *, mark: str = "", at: datetime) -> Held:
    """Begin an upload of so many bytes on a tray and return it.

    Raises Invalid ``evidence.empty``, ``evidence.too_large``, ``evidence.too_many``; Misconfigured
    ``store.full`` when the file would not fit.
    """
    kinds.require_size(size)
    house.store().require_room(room_for(size))
    upload = Upload(
        giver=giver,
        id=new_id(at),
        name=file_name(name),
        size=size,
        mark=mark[:MARK_LIMIT],
        expires_at=at + LIFETIME,
    )
    secret = secrets.token_urlsafe(SECRET_BYTES)
    # Order: first the tray, which has a last place to give; what it names in vain is not shown.
    trays.change(
        giver, lambda tray: _with_one_more(tray, Begun(secret=secret, name=upload.name, size=size)), at=at
    )
    place = _place(secret)
    sealed = seal(upload, place)
    waiting.write_draft(place, sealed, expires_at=upload.expires_at)
    return Held(secret=secret, upload=upload, sealed=sealed)


def find(secret: str, at: datetime) -> Held | None:
    """Return the upload of a secret, or None when there is none or it has expired."""
    place = _place(secret)
    sealed = waiting.read_draft(place, at=at)
    return None if sealed is None else Held(secret=secret, upload=unseal(sealed, place), sealed=sealed)


def under_way(tray: Tray, at: datetime) -> list[Held]:
    """Return the uploads of a tray that have not expired."""
    found = (find(one.secret, at) for one in tray.uploads)
    return [held for held in found if held is not None]


def change(held: Held, step: Callable[[Upload], Upload], *, at: datetime) -> Held | None:
    """Change an upload and keep it for another week; None when somebody else changed it first."""
    place = _place(held.secret)
    after = replace(step(held.upload), expires_at=at + LIFETIME)
    sealed = seal(after, place)
    if not waiting.swap_draft(place, held.sealed, sealed, expires_at=after.expires_at, at=at):
        return None
    return Held(secret=held.secret, upload=after, sealed=sealed)


def stop(held: Held, *, at: datetime) -> None:
    """Forget an upload and what is kept of it; the file that it became stays on its tray."""
    waiting.drop_draft(_place(held.secret))
    trays.change(held.upload.giver, lambda tray: tray.without_upload(held.secret), at=at)
    for part in held.upload.parts:
        house.store().delete(part.address)


def stop_own(giver: Giver, secret: str, *, at: datetime) -> None:
    """Forget an upload of this very tray; raise Unknown when it is none of its."""
    if all(one.secret != secret for one in trays.read(giver, at).uploads):
        raise Unknown("upload.unknown")
    held = find(secret, at)
    if held is None:
        trays.change(giver, lambda tray: tray.without_upload(secret), at=at)
    else:
        stop(held, at=at)


def room_for(size: int) -> int:
    """Return how much room an upload takes at most: its parts and, when there are several, the file."""
    return size if size <= PART_BYTES else 2 * size


def seal(upload: Upload, place: bytes) -> bytes:
    """Return the upload sealed, bound to the place where it waits."""
    return house.vault().seal_blob(KIND, canonical.encode(_plain(upload)), place.hex())


def unseal(sealed: bytes, place: bytes) -> Upload:
    """Return an upload as it waits at its place; raise HuiyinError when it is none, was altered or moved."""
    return _read(canonical.decode(house.vault().open_blob(KIND, sealed, place.hex())))


def _with_one_more(tray: Tray, upload: Begun) -> Tray:
    kinds.require_count(tray.count + 1)
    return tray.with_upload(upload)


def _place(secret: str) -> bytes:
    return house.vault().keyed_hash(KIND, secret.encode())


def _plain(upload: Upload) -> dict[str, Any]:
    return {
        "v": 1,
        **vars(upload),
        "giver": trays.plain_giver(upload.giver),
        "parts": [vars(part) for part in upload.parts],
    }


def _read(plain: Mapping[str, Any]) -> Upload:
    return Upload(
        giver=trays.read_giver(plain["giver"]),
        id=UUID(plain["id"]),
        name=plain["name"],
        size=plain["size"],
        mark=plain["mark"],
        expires_at=datetime.fromisoformat(plain["expires_at"]).astimezone(UTC),
        parts=tuple(Part(**{**part, "id": UUID(part["id"])}) for part in plain["parts"]),
        done=plain["done"],
        writer=b64decode(plain["writer"]),
    )
