"""Addresses of the programming interface."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from huiyin.kernel.errors import Unknown
from huiyin.web.api.interface import api
from huiyin.web.api.problems import problem
from huiyin.web.api.receiving import Parts


@csrf_exempt
def nothing_here(request: HttpRequest, **_: Any) -> HttpResponse:
    """Answer an address of the interface at which nothing stands."""
    return problem(request, Unknown("api.no_such_address"))


def _with_taker_of_files(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    # The middleware of uploads asks the view itself, before anything reads the body.
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name == "file_petition":
            pattern.callback.takes_files = Parts  # type: ignore[attr-defined]
    return patterns


_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("", (_with_taker_of_files(_patterns), _app, _namespace)),
    path("<path:rest>", nothing_here),
]
