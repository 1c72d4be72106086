"""Waits until the web server says that it is ready."""

import http.client
import json
import time
from urllib.parse import urlsplit

from django.conf import settings

from huiyin.cli.children import Child
from huiyin.cli.supervisor import Stop
from huiyin.kernel.errors import Misconfigured

GLANCE = 0.05
PATIENCE = 60.0
ANSWER_WITHIN = 5.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  asked at the loopback address


def wait(web: Child, stop: Stop, host: str, port: int) -> None:
    """Return when `/healthz` answers 200 or somebody asked to stop; raise Misconfigured if it never does."""
    until = time.monotonic() + PATIENCE
    while not stop.asked:
        reason = health(host, port)
        if not reason:
            return
        if web.ended or time.monotonic() > until:
            raise Misconfigured("up.not_ready", reason=reason, log=str(web.program.log))
        time.sleep(GLANCE)


def health(host: str, port: int) -> str:
    """Return why the web server is not ready, or nothing when it is."""
    connection = http.client.HTTPConnection(EVERYWHERE.get(host, host), port, timeout=ANSWER_WITHIN)
    try:
        connection.request(
            "GET", "/healthz", headers={"Host": urlsplit(settings.HUIYIN_ENV.public_url).netloc}
        )
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as problem:
        return type(problem).__name__
    finally:
        connection.close()
    if answer.status == http.HTTPStatus.OK:
        return ""
    return _reason(body) or f"HTTP {answer.status}"


def _reason(body: bytes) -> str:
    try:
        return str(json.loads(body)["reason"])
    except (ValueError, KeyError, TypeError):
        return ""
