"""One HTTP request to a witness: bounded in time and size, no redirects, never an exception."""

import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from huiyin import __version__
from huiyin.rules.witness.messages import LARGEST_BODY, NOTE_TYPE, PATH


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came back: a status with its body, or the kind of what failed and no status."""

    status: int | None
    body: bytes = b""
    failure: str = ""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nowhere: an answer from elsewhere is an error like any other status."""


_opener = build_opener(_NoRedirects)  # a proxy named by the environment is used, as everywhere


def post(url: str, body: bytes, *, seconds: float) -> Reply:
    """Send a request to the submission prefix `url`; it takes at most about twice `seconds`."""
    until = time.monotonic() + seconds
    headers = {"Content-Type": NOTE_TYPE, "User-Agent": f"huiyin/{__version__}"}
    request = Request(url + PATH, data=body, headers=headers, method="POST")  # noqa: S310  http or https, by place.py
    try:
        with _opener.open(request, timeout=seconds) as response:
            return Reply(status=HTTPStatus.OK, body=_read(response, until))
    except HTTPError as answer:
        with answer:
            return Reply(status=answer.code, body=_rest(answer, until))
    except (OSError, HTTPException, ValueError) as fault:
        return Reply(status=None, failure=type(fault).__name__)


def _rest(answer: HTTPError, until: float) -> bytes:
    try:
        return _read(answer, until)
    except (OSError, HTTPException):
        return b""


def _read(response: HTTPResponse | HTTPError, until: float) -> bytes:
    parts: list[bytes] = []
    while sum(map(len, parts)) <= LARGEST_BODY:
        part = response.read1(4096)
        if not part:
            return b"".join(parts)
        parts.append(part)
        if time.monotonic() > until:
            raise TimeoutError
    raise HTTPException
