"""Errors as problem details (RFC 9457): a code for the program, a sentence for the person behind it."""

import logging
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from huiyin.kernel.errors import (
    Conflict,
    HuiyinError,
    Invalid,
    Misconfigured,
    Refused,
    Unknown,
    Unlawful,
)
from huiyin.web.api.words import say

log = logging.getLogger("huiyin.web")

MEDIA_TYPE = "application/problem+json"
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NOT_READABLE = (MultiPartParserError, UnreadablePostError, BadRequest)

# By code where the code says more than the kind of error does.
_BY_CODE: dict[str, HTTPStatus] = {
    "api.not_json": HTTPStatus.BAD_REQUEST,
    "api.not_readable": HTTPStatus.BAD_REQUEST,
    "api.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "api.unsupported_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "evidence.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "evidence.too_many": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "idempotency.bad_key": HTTPStatus.BAD_REQUEST,
    "petition.erased": HTTPStatus.GONE,
    "petition.wait": HTTPStatus.TOO_MANY_REQUESTS,
    "store.full": HTTPStatus.INSUFFICIENT_STORAGE,
}
_BY_KIND: tuple[tuple[type[HuiyinError], HTTPStatus], ...] = (
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Refused, HTTPStatus.FORBIDDEN),
    (Unknown, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (Unlawful, HTTPStatus.CONFLICT),
    (Misconfigured, HTTPStatus.SERVICE_UNAVAILABLE),
)


class RefusedFile(Invalid):
    """One file of a filing cannot be taken; `place` counts the files as sent, from 1."""

    def __init__(self, fault: Invalid, place: int) -> None:
        super().__init__(fault.code, field=fault.field or "files", **fault.facts)
        self.place = place


def problem(request: HttpRequest, error: HuiyinError) -> HttpResponse:
    """Return the answer to an error of the house."""
    status = _status(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _write_down(request, error)
    return _answer(error, status)


def too_large(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001  the framework's signature
    """Answer a body beyond the limit."""
    return problem(request, Invalid("api.too_large"))


def not_readable(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001  as above
    """Answer a body that broke off or is malformed."""
    return problem(request, Invalid("api.not_readable"))


def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer when the fault is ours; what nobody foresaw is written down without what was sent."""
    _write_down(request, error)
    return _answer(HuiyinError("api.failed"), HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(error: HuiyinError, status: HTTPStatus) -> HttpResponse:
    plain: dict[str, Any] = {
        "type": f"urn:huiyin:problem:{error.code}",
        "title": status.phrase,
        "status": int(status),
        "detail": say(error),
        "code": error.code,
    }
    if isinstance(error, Invalid) and error.field:
        plain["field"] = error.field
    if isinstance(error, RefusedFile):
        plain["file"] = error.place
    answer = HttpResponse(orjson.dumps(plain), status=status, content_type=MEDIA_TYPE)
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(error.facts["seconds"])
    return answer


def _status(error: HuiyinError) -> HTTPStatus:
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    found = (status for kind, status in _BY_KIND if isinstance(error, kind))
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def _write_down(request: HttpRequest, error: Exception) -> None:
    match = request.resolver_match
    log.error("web.failure", exc_info=error, extra={"page": "/" + match.route if match else ""})
