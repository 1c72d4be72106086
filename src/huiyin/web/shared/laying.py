"""Files of a plain form, laid on the tray of whoever sent them; and what a page shows of a tray."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from huiyin.prepare import trays
from huiyin.prepare.trays import Giver
from huiyin.web.shared.tus.shown import under_way
from huiyin.web.shared.uploads import SealedUpload, SealingHandler
from huiyin.web.shared.words import say


def lay(request: HttpRequest, giver: Giver, at: datetime) -> list[str]:
    """Lay the files of a request ready and return a sentence for each that could not be taken."""
    staged = [one.staged for one in request.FILES.getlist("files") if isinstance(one, SealedUpload)]
    if staged:
        trays.change(giver, lambda tray: tray.with_files(*staged), at=at)
    return [
        f"{one.name}: {say(one.fault)}"
        for handler in request.upload_handlers
        if isinstance(handler, SealingHandler)
        for one in handler.refused
    ]


def lying(giver: Giver, at: datetime) -> dict[str, Any]:
    """Return what a page shows of a tray: files that lie ready, and uploads under way."""
    tray = trays.read(giver, at)
    return {"laid": tray.files, "under_way": under_way(giver, at, tray)}
