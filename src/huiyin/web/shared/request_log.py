"""One log line a request: which page by its pattern, how it ended, how long it took; never what was typed."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("huiyin.web")
SERVER_ERROR = 500


class RequestLog:
    """Middleware; the outermost, so that it sees every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and note the answer."""
        began = time.perf_counter()
        response = self.get_response(request)
        milliseconds = round((time.perf_counter() - began) * 1000, 1)
        facts = {
            "method": request.method,
            "page": _pattern(request),
            "status": response.status_code,
            "ms": milliseconds,
        }
        level = logging.ERROR if response.status_code >= SERVER_ERROR else logging.INFO
        log.log(level, "web.request", extra=facts)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> None:
        """Note type and stack of a failure that no page foresaw."""
        log.error("web.failure", exc_info=problem, extra={"page": _pattern(request)})


def _pattern(request: HttpRequest) -> str:
    match = request.resolver_match
    return "/" + match.route if match else ""
