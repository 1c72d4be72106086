"""The verify page opened in a real browser without a server: from its bytes and headers, or saved on disk."""

import base64
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from huiyin.kernel.errors import Invalid
from huiyin.web.portal.verifying import page as verifying
from huiyin.web.portal.verifying.answering import verified, verified_text
from huiyin.web.portal.verifying.told import told_of
from rules.receipt.made_logged import LOG_KEY
from support.browser import PHONE

SAFE, UNSAFE = "https://verify.example", "http://verify.example"  # without encryption there is no WebCrypto
NO_KEYS = "Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined });"
Verdict = Mapping[str, Any]

_ASK = """async ([files, at]) => {
  const found = [];
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  for (const [text, file] of files) found.push(await huiyinVerify(text === null ? bytes(file) : text, at));
  return found;
}"""


@contextmanager
def opened(
    browser: Browser, origin: str = SAFE, *, path: str = "/verify/", complains: bool = False, **more: Any
) -> Iterator[Page]:
    """The page as the server sends it; whatever else it asks for fails the test, as does any error in it.

    What its own policy forbids is such an error, unless it is meant to be tried (`complains`).
    """
    context = browser.new_context(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", **more)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("console", lambda said: None if complains or said.type != "error" else faults.append(said.text))
    answer = served(RequestFactory().get("/verify/"))

    def give(route: Any) -> None:
        if route.request.url.split("#")[0].split("?")[0] != f"{origin}/verify/":
            faults.append(f"asked for {route.request.url}")
            route.abort()
        else:
            route.fulfill(status=200, headers=dict(answer.headers), body=answer.content)

    context.route("**/*", give)
    page.goto(f"{origin}{path}")
    try:
        yield page
        assert faults == []
    finally:
        context.close()


@contextmanager
def saved(browser: Browser, kept: Path, behind: str = "") -> Iterator[Page]:
    """The page as somebody saved it, opened from the disk without any net; written first if need be."""
    if not kept.exists():
        kept.write_bytes(served(RequestFactory().get("/verify/")).content)
    context = browser.new_context(viewport=PHONE, locale="zh-CN", offline=True)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(kept.as_uri() + behind)
    try:
        yield page
        assert faults == []
    finally:
        context.close()


def served(request: HttpRequest) -> HttpResponse:
    """Return what the server answers, with the key of the receipts made for tests as its own."""
    with override("zh-hans"), patch.object(verifying, "_own_keys", lambda: {str(LOG_KEY): None}):
        return verifying.verify(request)


def browser_says(page: Page, files: Sequence[bytes | str], at: datetime | None = None) -> list[Verdict]:
    """Return the verdict of the page on each file or text; by the clock `at`, or by none."""
    given = [[one, None] if isinstance(one, str) else [None, base64.b64encode(one).decode()] for one in files]
    found: list[Verdict] = page.evaluate(_ASK, [given, math.inf if at is None else at.timestamp()])
    return found


def python_says(given: bytes | str, at: datetime | None = None) -> Verdict:
    """Return what Python's verifier says of a file, or of a text, in the form of the page."""
    try:
        proof = verified_text(given, at=at) if isinstance(given, str) else verified(given, at=at)
    except Invalid as fault:
        return {"well": False, "code": fault.code, "field": fault.field}
    told = told_of(proof, own_keys={str(LOG_KEY): None})
    return {
        "well": True,
        "notes": list(told.notes),
        "head": told.head,
        "proved": [[line.name, _plain(line.facts)] for line in told.proved],
        "unproved": [[line.name, _plain(line.facts)] for line in told.unproved],
    }


def without_key(said: Verdict) -> Verdict:
    """Return a verdict without the verifier key."""
    return {name: value for name, value in said.items() if name != "key"}


def _plain(facts: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in facts.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
