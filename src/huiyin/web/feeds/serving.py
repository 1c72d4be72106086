"""Hands out a calendar at its secret address. The secret stands in the path: no log line ever holds a path."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from huiyin.kernel import clock
from huiyin.prepare import feeds
from huiyin.queries.outreach.feeds import dated
from huiyin.web.feeds.writing import written

ENDING = ".ics"


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Answer with the calendar; whatever opens none gets one and the same page."""
    found = feeds.find(secret.removesuffix(ENDING), at=clock.now())
    if found is None or not secret.endswith(ENDING):
        raise Http404
    body = written(found, dated(found))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="huiyin.ics"'
    return get_conditional_response(request, etag=etag, response=response) or response
