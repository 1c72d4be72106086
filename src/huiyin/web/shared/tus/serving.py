"""Uploads over the tus protocol: where they begin is said by each room, where they go on is one address."""

import time
from contextlib import suppress
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse

from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict, Invalid, Unknown
from huiyin.prepare import uploads
from huiyin.prepare.receiving import Receiving
from huiyin.prepare.trays import Giver
from huiyin.prepare.uploads import Held, Upload
from huiyin.web.shared.tus import asked
from huiyin.web.shared.tus.protocol import PIECES, speaks_tus, standing
from huiyin.web.shared.whole_body import BrokeOffError

CHUNK = 1 << 18
RECORD_EVERY = 10.0  # seconds: on a slow line too, little is lost when a process is killed


@speaks_tus("HEAD", "PATCH", "DELETE")
def upload(request: HttpRequest, secret: str) -> HttpResponse:
    """Say how far an upload is, take the next bytes of it, or forget it."""
    at = clock.now()
    held = uploads.find(secret, at)
    if held is None:
        raise Unknown("upload.unknown")
    if request.method == "PATCH":
        return _taken(request, held)
    if request.method == "DELETE":
        uploads.stop(held, at=at)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return HttpResponse(headers={**standing(held.upload), "Upload-Length": str(held.upload.size)})


def begun(request: HttpRequest, giver: Giver) -> HttpResponse:
    """Begin an upload on a tray, and take what of it comes along; the address is in ``Location``."""
    size = asked.number(request, "Upload-Length")
    name, mark = asked.metadata(request, "filename", "name"), asked.metadata(request, "mark")
    held = uploads.begin(giver, name, size, mark=mark, at=clock.now())
    headers = {"Location": reverse("upload", args=[held.secret])}
    found = held.upload
    if request.content_type == PIECES:
        # The address is what matters: what does not arrive now is sent to it.
        with suppress(Conflict):
            found = _received(request, held, asked.body_length(request))
    return HttpResponse(status=HTTPStatus.CREATED, headers={**headers, **standing(found)})


def _taken(request: HttpRequest, held: Held) -> HttpResponse:
    if request.content_type != PIECES:
        raise Invalid("upload.wrong_type")
    if asked.number(request, "Upload-Offset") != held.upload.offset:
        raise Conflict("upload.wrong_offset")
    found = _received(request, held, asked.body_length(request))
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=standing(found))


def _received(request: HttpRequest, held: Held, length: int) -> Upload:
    if held.upload.offset + length > held.upload.size:
        raise Invalid("upload.longer_than_announced")
    with Receiving(held, at=clock.now()) as receiving:
        # What arrived before the line broke stays: the next stretch begins behind it.
        try:
            _read(request, receiving, length)
        except UnreadablePostError as broken:
            if isinstance(broken.__cause__, BrokeOffError):
                receiving.write(broken.__cause__.arrived)
        return receiving.end()


def _read(request: HttpRequest, receiving: Receiving, length: int) -> None:
    recorded = time.monotonic()
    while length > 0 and (piece := request.read(min(CHUNK, length))):
        receiving.write(piece)
        length -= len(piece)
        if time.monotonic() - recorded > RECORD_EVERY:
            receiving.record()
            recorded = time.monotonic()
