"""The public log as files that programs fetch: checkpoint, tiles, bundles (C2SP tlog-tiles, "APIs")."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.queries.ledger.published import published_file, published_note

SECONDS = "public, max-age=1"  # the checkpoint changes about every second
FOR_EVER = "public, max-age=31536000, immutable"  # tiles never change, partial ones included
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Give the published checkpoint, a signed note."""
    return _answer(published_note(), TEXT, SECONDS)


@require_safe
def tile(_request: HttpRequest, rest: str) -> HttpResponse:
    """Give a tile or a bundle of entries; only what the published checkpoint covers."""
    return _answer(published_file(f"tile/{rest}"), BYTES, FOR_EVER)


def _answer(data: bytes | None, content_type: str, caching: str) -> HttpResponse:
    """Answer in few words: programs ask, from anywhere. What is not there yet may be there soon."""
    if data is None:
        missing = HttpResponse(
            "not found\n",
            content_type=TEXT,
            status=HTTPStatus.NOT_FOUND,
            headers={"Cache-Control": "no-store"},
        )
        return _open(missing)
    return _open(HttpResponse(data, content_type=content_type, headers={"Cache-Control": caching}))


def _open(response: HttpResponse) -> HttpResponse:
    for name, value in OPEN.items():
        response.headers[name] = value
    return response
