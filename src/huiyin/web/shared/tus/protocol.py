"""What every answer of the tus protocol has in common: version, methods, errors in words.

tus 1.0.0 core with creation, creation-with-upload, expiration and termination. Every request but OPTIONS
carries ``Tus-Resumable``. No other site can make a browser send that header, so it stands in for the token
of a form.
"""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Refused, Unknown, Unlawful
from huiyin.prepare.uploads import Upload
from huiyin.vault.kinds import MAX_FILE_BYTES
from huiyin.web.shared.words import say

log = logging.getLogger("huiyin.web")

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
VERSION_HEADER = "Tus-Resumable"
PIECES = "application/offset+octet-stream"
View = Callable[..., HttpResponseBase]
_CODES: Mapping[str, HTTPStatus] = {
    "store.full": HTTPStatus.INSUFFICIENT_STORAGE,
    "evidence.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload.longer_than_announced": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "upload.wrong_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "upload.no_length": HTTPStatus.LENGTH_REQUIRED,
    "upload.bad_request": HTTPStatus.BAD_REQUEST,
}
_KINDS: tuple[tuple[type[HuiyinError], HTTPStatus], ...] = (
    (Refused, HTTPStatus.FORBIDDEN),
    (Unknown, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (Unlawful, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
)


def speaks_tus(*methods: str) -> Callable[[View], View]:
    """Let a view answer these methods of the protocol; what goes wrong is told in one plain sentence."""

    def dressed(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.method = request.headers.get("X-HTTP-Method-Override", request.method)
            response = _answered(request, view, methods, *args, **kwargs)
            response.headers[VERSION_HEADER] = VERSION
            response.headers["Cache-Control"] = "no-store"
            return response

        return guarded

    return dressed


def _answered(
    request: HttpRequest, view: View, methods: tuple[str, ...], *args: Any, **kwargs: Any
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _abilities()
    if request.method not in methods:
        allowed = ", ".join((*methods, "OPTIONS"))
        return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": allowed})
    if request.headers.get(VERSION_HEADER) != VERSION:
        return HttpResponse(status=HTTPStatus.PRECONDITION_FAILED, headers={"Tus-Version": VERSION})
    try:
        return view(request, *args, **kwargs)
    except HuiyinError as fault:
        return told(fault)


def told(fault: HuiyinError) -> HttpResponse:
    """Return the answer for an error: its status and its sentence; raise it when it is our own fault."""
    status = _CODES.get(fault.code) or next((one for kind, one in _KINDS if isinstance(fault, kind)), None)
    if status is None:
        raise fault
    if status is HTTPStatus.INSUFFICIENT_STORAGE:
        log.error("web.disk_full", extra=dict(fault.facts))
    return HttpResponse(say(fault), status=status, content_type="text/plain; charset=utf-8")


def standing(upload: Upload) -> dict[str, str]:
    """Return the headers that say how far an upload is and until when it waits."""
    return {
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": http_date(upload.expires_at.timestamp()),
    }


def _abilities() -> HttpResponse:
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(MAX_FILE_BYTES),
        },
    )
