"""Uploads under way as a page shows them: how far each is, and where it goes on."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from huiyin.kernel.errors import Unknown
from huiyin.prepare import trays, uploads
from huiyin.prepare.trays import Giver, Tray

STOP = "stop"


@dataclass(frozen=True)
class UnderWay:
    """One upload."""

    secret: str
    address: str
    name: str
    size: int
    offset: int
    mark: str

    @property
    def percent(self) -> int:
        """How much of it is kept; never 100 before it is all."""
        return self.offset * 100 // self.size


def under_way(giver: Giver, at: datetime, tray: Tray | None = None) -> list[UnderWay]:
    """Return the uploads of a tray that have not come to their end."""
    found = uploads.under_way(tray or trays.read(giver, at), at)
    return [
        UnderWay(
            secret=held.secret,
            address=reverse("upload", args=[held.secret]),
            name=held.upload.name,
            size=held.upload.size,
            offset=held.upload.offset,
            mark=held.upload.mark,
        )
        for held in found
    ]


def stopped(request: HttpRequest, giver: Giver, at: datetime) -> bool:
    """Carry out a button that takes an upload or a file off the tray; True when it was one."""
    name, _, argument = request.POST.get("go", "").partition(":")
    if name == STOP:
        stop(giver, argument, at)
    elif name == "remove":
        take_off(giver, argument, at)
    return name in {STOP, "remove"}


def stop(giver: Giver, secret: str, at: datetime) -> None:
    """Stop an upload; one that has come to its end, or to nothing, is no error."""
    try:
        uploads.stop_own(giver, secret, at=at)
    except Unknown:
        return


def take_off(giver: Giver, file: str, at: datetime) -> None:
    """Take a file off its tray; one that does not lie there is no error."""
    with suppress(ValueError):
        which = UUID(file)
        trays.change(giver, lambda tray: tray.without_files(which), at=at)
