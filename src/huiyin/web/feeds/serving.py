"""Hands out a calendar at its secret address. The secret stands in the path: no log line holds a path."""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from huiyin.kernel import clock
from huiyin.prepare import feeds
from huiyin.queries.outreach.feeds import dated
from huiyin.web.feeds.writing import written
from huiyin.web.shared.errors import page

ENDING = ".ics"


@csrf_exempt  # nothing is changed here; a refusal of the framework would write the path into the log
def calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Answer with the calendar; whatever opens none gets one and the same page."""
    found = feeds.find(secret.removesuffix(ENDING), at=clock.now())
    if found is None or not secret.endswith(ENDING) or request.method not in {"GET", "HEAD"}:
        return _nothing(request)
    body = written(found, dated(found))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="huiyin.ics"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _nothing(request: HttpRequest) -> HttpResponse:
    response = page(request, HTTPStatus.NOT_FOUND)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  the framework would log the path
    return response
