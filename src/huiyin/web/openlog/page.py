"""The page about the public log: what it is, what it shows, and how to check it."""

import base64
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.queries.ledger.published import published_note
from huiyin.queries.ledger.reopenings import Reopening, reopenings
from huiyin.rules.merkle.checkpoint import parse_checkpoint
from huiyin.rules.merkle.note import parse_note
from huiyin.vault.current import vault

SPECIFICATION = "https://c2sp.org/tlog-tiles"


def _told(one: Reopening) -> dict[str, Any]:
    ended = [{**log, "names": log["origin"].split("/", 1)} for log in one.after]
    return {"at": one.at, "origin": one.origin, "missing": one.missing, "ended": ended}


def _told_keys(origin: str) -> Iterator[dict[str, Any]]:
    """Yield the keys that this log has had, oldest first, with the time of each."""
    since = None
    for one in vault().keys_of(origin):
        yield {"key": str(one.key), "since": since, "until": one.until}
        since = one.until


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say in plain words what is published here, with the newest checkpoint."""
    data = published_note()
    signer = vault().signer
    context: dict[str, Any] = {
        "origin": signer.origin,
        "key": signer.verifier_key,
        "specification": SPECIFICATION,
        "keys": list(_told_keys(signer.origin)),
        "reopenings": [_told(one) for one in reversed(reopenings())],
    }
    if data is not None:
        note = parse_note(data)
        head = parse_checkpoint(note.text)
        context |= {
            "size": head.size,
            "root": base64.b64encode(head.root).decode(),
            "witnesses": [one.name for one in note.signatures if one.name != signer.origin],
        }
    return render(request, "openlog/about.html", context)
