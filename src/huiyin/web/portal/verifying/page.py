"""The page that checks receipts: the browser checks by itself; without scripts this server does.

What is sent is read, answered and forgotten: it is in no log, no table and no file.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from huiyin.kernel import clock
from huiyin.vault.current import vault
from huiyin.web.portal.verifying.answering import answered, verified, verified_text
from huiyin.web.portal.verifying.assembled import assembled, page
from huiyin.web.portal.verifying.receiving import OneInMemory
from huiyin.web.portal.verifying.told import OwnKeys
from huiyin.web.shared.context import is_elder
from huiyin.web.shared.wording import standard

LANGUAGES = {"zh": "zh-hans", "en": "en"}


@csrf_exempt  # nothing is changed by it, and a saved page carries no token
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Give the page; to a browser without scripts, with the result of what it sent."""
    language = LANGUAGES.get(request.GET.get("in", ""), standard())
    if request.method != "POST":
        return _plain(request, language)
    with override(language):
        told = _answered(request, clock.now())
        text = page(language, elder=is_elder(request), own_keys=_own_keys(), told=told)
    wrong = told is not None and not told["holds"]
    return _guarded(text, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)


verify.takes_files = OneInMemory  # type: ignore[attr-defined]  # read by web.shared.uploads


@gzip_page  # it is the same for everybody: compressing it tells nobody anything
def _plain(request: HttpRequest, language: str) -> HttpResponse:
    return _guarded(page(language, elder=is_elder(request), own_keys=_own_keys()))


def _guarded(text: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    response = HttpResponse(text, status=status)
    response["Content-Security-Policy"] = assembled().header
    return response


def _answered(request: HttpRequest, at: datetime) -> dict[str, Any] | None:
    text, file = request.POST.get("text", "").strip(), request.FILES.get("file")
    if text:
        return answered(lambda: verified_text(text, at=at), own_keys=_own_keys())
    if file is not None:
        return answered(lambda: verified(file.read(), at=at), own_keys=_own_keys())
    return None


def _own_keys() -> OwnKeys:
    return {str(one.key): one.until for one in vault().house_keys}
