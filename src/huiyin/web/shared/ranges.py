"""Files given out whole or in part (RFC 9110 section 14), opened while they stream, never run in our origin.

One range at a time: a request for several is answered with the whole file, as the standard allows.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from huiyin.kernel.errors import HuiyinError
from huiyin.vault.kinds import saved_as

log = logging.getLogger("huiyin.web")

PLAYED = ("audio/", "video/")  # what a page of ours may play; everything else is only ever saved
ANYTHING = "application/octet-stream"
POLICY = "sandbox; default-src 'none'"
_RANGE = re.compile(r"bytes=(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{1,18})?|-(?P<suffix>[0-9]{1,18}))")
Pieces = Callable[[int, int], Iterator[bytes]]  # the plaintext from a byte up to another


@dataclass(frozen=True, kw_only=True)
class Given:
    """A file to be given out."""

    id: UUID
    name: str
    kind: str
    size: int
    pieces: Pieces


def give(request: HttpRequest, file: Given, *, play: bool = False) -> HttpResponseBase:
    """Return the answer to a GET or HEAD: the file, the part that was asked for, or 416.

    With `play` sound and video keep their type, so that a page can play them; all else is to be saved.
    """
    span = _asked(request, file)
    if span is None:
        headers = {"Content-Range": f"bytes */{file.size}", **_always(file, play=False)}
        status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
        return HttpResponse(status=status, headers=headers, content_type="text/plain")
    start, end, part = span
    response = StreamingHttpResponse(
        () if request.method == "HEAD" else _watched(file, start, end),
        status=HTTPStatus.PARTIAL_CONTENT if part else HTTPStatus.OK,
        content_type=file.kind if play and file.kind.startswith(PLAYED) else ANYTHING,
        headers=_always(file, play=play),
    )
    response["Content-Length"] = str(end - start)
    if part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    return response


def _always(file: Given, *, play: bool) -> dict[str, str]:
    attached = not (play and file.kind.startswith(PLAYED))
    name = saved_as(file.name, file.kind)  # saved and clicked, it is opened as what it is
    return {
        "Accept-Ranges": "bytes",
        "ETag": _tag(file),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": content_disposition_header(attached, name) or "inline",
    }


def _tag(file: Given) -> str:
    return f'"{file.id}"'  # a file never changes under its id


def _asked(request: HttpRequest, file: Given) -> tuple[int, int, bool] | None:
    """Return first byte and end of what is asked for, and whether as a part.

    None when nothing of it is in the file.
    """
    whole = (0, file.size, False)
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or request.headers.get("If-Range", _tag(file)) != _tag(file):
        return whole
    if found["suffix"]:
        start, end = max(file.size - int(found["suffix"]), 0), file.size
        return (start, end, True) if int(found["suffix"]) else None
    start, last = int(found["first"]), int(found["last"] or file.size)
    if found["last"] and last < start:
        return whole  # no range at all, by the standard: not looked at
    return (start, min(last + 1, file.size), True) if start < file.size else None


def _watched(file: Given, start: int, end: int) -> Iterator[bytes]:
    """Open the first piece at once, while an error page can still be shown; the log names what is damaged."""
    pieces = _noted(file, start, end)
    return chain((next(pieces, b""),), pieces)


def _noted(file: Given, start: int, end: int) -> Iterator[bytes]:
    try:
        yield from file.pieces(start, end)
    except HuiyinError as fault:
        log.error("web.file_broke_off", extra={"code": fault.code, **fault.facts})  # noqa: TRY400  facts say it
        raise
