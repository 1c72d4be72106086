"""Trays: the files that somebody has laid ready for a draft or a matter, and the uploads still under way.

A tray is sealed and belongs to one giver: the draft itself, the petitioner, or one official's account.
Several requests may lay files into it at the same moment: every change is made on what stands there and
made again when somebody was faster, so that no file is lost.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from huiyin.door import waiting
from huiyin.kernel import canonical
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId, begun_at
from huiyin.prepare import house
from huiyin.prepare.staged import StagedFile, read_staged
from huiyin.vault.data_key import DataKey

KIND = "tray"
LIFETIME = timedelta(days=30)
TRIES = 50  # more than uploads of one person end at the same moment
OF_DRAFT = "draft"


@dataclass(frozen=True, kw_only=True)
class Giver:
    """Who lays files ready: for which matter, under whose key, and in which part."""

    petition: PetitionId
    wrapped_key: bytes | None  # the petition's data key, under which the files are sealed; None: erased
    part: str  # draft, petitioner, or an account

    def data_key(self) -> DataKey:
        """Return the opened data key; raise Unknown ``petition.erased`` when there is none any more."""
        return house.vault().open_data_key(self.wrapped_key, self.petition)

    @property
    def place(self) -> bytes:
        """Return where the tray waits."""
        return house.vault().keyed_hash(KIND, f"{self.petition} {self.part}".encode())


@dataclass(frozen=True, kw_only=True)
class Begun:
    """An upload that has begun; its secret is its address."""

    secret: str
    name: str
    size: int  # bytes, as announced


@dataclass(frozen=True, kw_only=True)
class Tray:
    """What lies ready, in the order in which it was begun."""

    petition: PetitionId  # the matter for which it lies ready
    uploads: tuple[Begun, ...] = ()
    files: tuple[StagedFile, ...] = ()

    @property
    def count(self) -> int:
        """How many files it will be when all uploads have come to their end."""
        return len(self.uploads) + len(self.files)

    def with_upload(self, upload: Begun) -> "Tray":
        """Return the tray with an upload that begins."""
        return replace(self, uploads=(*self.uploads, upload))

    def without_upload(self, secret: str) -> "Tray":
        """Return the tray without an upload."""
        return replace(self, uploads=tuple(one for one in self.uploads if one.secret != secret))

    def with_files(self, *files: StagedFile) -> "Tray":
        """Return the tray with these files; one that lies there already is not laid twice.

        They lie in the order in which they were begun: of several sent at once the small one ends first.
        """
        known = {one.id for one in self.files}
        laid = (*self.files, *(one for one in files if one.id not in known))
        return replace(self, files=tuple(sorted(laid, key=lambda one: begun_at(one.id))))

    def without_files(self, *files: UUID) -> "Tray":
        """Return the tray without these files; sealed bytes that nothing knows go with the next sweep."""
        return replace(self, files=tuple(one for one in self.files if one.id not in files))


def read(giver: Giver, at: datetime) -> Tray:
    """Return the tray; empty when nothing was laid ready."""
    return _at(giver, at)[1]


def change(giver: Giver, step: Callable[[Tray], Tray], *, at: datetime) -> Tray:
    """Change the tray and return it; `step` may be called again when somebody else was faster.

    Raises Conflict ``tray.busy`` when somebody else was faster again and again.
    """
    place = giver.place
    for _ in range(TRIES):
        before, tray = _at(giver, at)
        after = step(tray)
        sealed = house.vault().seal_blob(KIND, canonical.encode(_plain(after)), place.hex())
        if waiting.swap_draft(place, before, sealed, expires_at=at + LIFETIME, at=at):
            return after
    raise Conflict("tray.busy")


def prolong(giver: Giver, *, until: datetime) -> None:
    """Keep the tray at least until then."""
    waiting.prolong_draft(giver.place, expires_at=until)


def clear(giver: Giver) -> None:
    """Forget the tray: its files are filed, or thrown away."""
    waiting.drop_draft(giver.place)


def unseal(sealed: bytes, place: bytes) -> Tray:
    """Return a tray as it waits at its place; raise HuiyinError when it is none, was altered or moved."""
    return _read(canonical.decode(house.vault().open_blob(KIND, sealed, place.hex())))


def plain_giver(giver: Giver) -> dict[str, Any]:
    """Return a giver as plain data."""
    return {"petition": giver.petition, "wrapped_key": giver.wrapped_key, "part": giver.part}


def read_giver(plain: Mapping[str, Any]) -> Giver:
    """Return the giver of plain data."""
    return Giver(
        petition=PetitionId(UUID(plain["petition"])),
        wrapped_key=b64decode(plain["wrapped_key"]),
        part=plain["part"],
    )


def _at(giver: Giver, at: datetime) -> tuple[bytes | None, Tray]:
    place = giver.place
    sealed = waiting.read_draft(place, at=at)
    return sealed, Tray(petition=giver.petition) if sealed is None else unseal(sealed, place)


def _plain(tray: Tray) -> dict[str, Any]:
    return {
        "v": 1,
        "petition": tray.petition,
        "uploads": [vars(one) for one in tray.uploads],
        "files": [vars(one) for one in tray.files],
    }


def _read(plain: Mapping[str, Any]) -> Tray:
    return Tray(
        petition=PetitionId(UUID(plain["petition"])),
        uploads=tuple(Begun(**one) for one in plain["uploads"]),
        files=tuple(read_staged(one) for one in plain["files"]),
    )
