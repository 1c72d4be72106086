"""Hands out a calendar at its secret address. The secret stands in the path: no log line holds a path."""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from huiyin import __version__
from huiyin.kernel import clock
from huiyin.prepare import feeds
from huiyin.queries.outreach.feeds import Dated, Feed, dated
from huiyin.web.feeds.writing import written
from huiyin.web.shared.errors import page

ENDING = ".ics"


@csrf_exempt  # nothing is changed here; a refusal of the framework would write the path into the log
def calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Answer with the calendar; whatever opens none gets one and the same page."""
    found = feeds.find(secret.removesuffix(ENDING), at=clock.now())
    if found is None or not secret.endswith(ENDING) or request.method not in {"GET", "HEAD"}:
        return _nothing(request)
    dates = dated(found)
    etag = _etag(found, dates)
    # Asked first: to write a long calendar takes a second, to see that it has not changed a tenth.
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        written(found, dates), content_type="text/calendar; charset=utf-8"
    )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="huiyin.ics"'
    return response


def _etag(feed: Feed, dates: tuple[Dated, ...]) -> str:
    """Return the mark of a calendar: the same dates, written by the same version, give the same bytes."""
    told = repr((__version__, feed.language, dates))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _nothing(request: HttpRequest) -> HttpResponse:
    response = page(request, HTTPStatus.NOT_FOUND)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  the framework would log the path
    return response
