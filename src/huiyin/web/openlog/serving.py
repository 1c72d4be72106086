"""The public log as files that programs fetch: checkpoint, tiles, bundles (C2SP tlog-tiles, "APIs")."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from huiyin.kernel import canonical
from huiyin.prepare.promises import keys_of
from huiyin.queries.ledger.key_changes import told_changes
from huiyin.queries.ledger.published import published_file, published_note
from huiyin.queries.ledger.reopenings import reopening_entries
from huiyin.vault.current import vault

SECONDS = "public, max-age=1"  # the checkpoint changes about every second
FOR_EVER = "public, max-age=31536000, immutable"  # tiles never change, partial ones included
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
TEXT, BYTES, JSON = "text/plain; charset=utf-8", "application/octet-stream", "application/json"


@require_safe
def checkpoint(_request: HttpRequest, host: str = "", name: str = "") -> HttpResponse:
    """Give the published checkpoint, a signed note: of the log in use, or of the one that is named."""
    return _answer(published_note(_origin(host, name)), TEXT, SECONDS)


@require_safe
def tile(_request: HttpRequest, rest: str, host: str = "", name: str = "") -> HttpResponse:
    """Give a tile or a bundle of entries; only what the published checkpoint covers."""
    return _answer(published_file(f"tile/{rest}", _origin(host, name)), BYTES, FOR_EVER)


@require_safe
def reopened(_request: HttpRequest) -> HttpResponse:
    """Give the first entry of each log that was opened after another, whole, with what opens it.

    Body and salt give the commitment, which is leaf 0 of the log that the body names.
    """
    told = [
        {"entry": one.body, "salt": one.salt, "commitment": one.commitment} for one in reopening_entries()
    ]
    return _answer(canonical.encode(told), JSON, SECONDS)


@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """Give the keys of the log in use, oldest first, and the entries that say which followed which.

    Of each change: body and salt of its entry, its index in the log, and the first checkpoint that holds it,
    which both keys have signed. With body and salt anybody computes the leaf.
    """
    origin = vault().signer.origin
    told = {
        "origin": origin,
        "keys": [canonical.plain(vars(one)) for one in keys_of(origin)],
        "changes": [
            {
                "entry": one.entry.body,
                "salt": one.entry.salt,
                "commitment": one.entry.commitment,
                "index": one.index,
                "checkpoint": one.note,
            }
            for one in told_changes()
            if one.origin == origin
        ],
    }
    return _answer(canonical.encode(told), JSON, SECONDS)


def _origin(host: str, name: str) -> str | None:
    return f"{host}/{name}" if host else None


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
