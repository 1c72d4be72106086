"""Pages for what goes wrong: what failed, that nothing typed is lost, and what to do."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Refused, Unknown, Unlawful
from huiyin.web.shared.cookies import DRAFT

Words = str | Promise
Speaker = Callable[[HttpRequest, HTTPStatus, str], HttpResponse | None]
log = logging.getLogger("huiyin.web")


@dataclass(frozen=True)
class ErrorWords:
    """What an error page says."""

    title: Words
    lines: tuple[Words, ...]


KEPT = _("What you had written before is kept on this device for 30 days.")
PAGES: dict[HTTPStatus, ErrorWords] = {
    HTTPStatus.BAD_REQUEST: ErrorWords(
        _("This request could not be read"),
        (_("Something in it was incomplete. Please go back with your browser and try once more."),),
    ),
    HTTPStatus.FORBIDDEN: ErrorWords(
        _("This page is not open to you"),
        (_("If you hold a number and a query code, you can open your own matter with them."),),
    ),
    HTTPStatus.NOT_FOUND: ErrorWords(
        _("There is no such page"),
        (_("The address may be old or mistyped. Your matter is safe: find it with number and query code."),),
    ),
    HTTPStatus.CONFLICT: ErrorWords(
        _("Somebody was faster"),
        (_("The matter changed while you were writing. Please look at how it stands now and try again."),),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ErrorWords(
        _("This was too much at once"),
        (
            _("One text may have 1 MB, one file 2 GB, one matter 200 files."),
            _(
                "Go back with your browser: what you typed is still there. Long texts are best "
                "added as a file."
            ),
        ),
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: ErrorWords(
        _("There is no more room on our disk"),
        (
            _("It is not your mistake. It has been noted; nothing was sent."),
            _("Please try again later, or hand the matter in at a petition bureau, by letter or by phone."),
        ),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: ErrorWords(
        _("Something failed on our side"),
        (
            _("It is not your mistake. We have noted it."),
            _("Go back with your browser and try again in a few minutes: what you typed is still there."),
        ),
    ),
}
GONE = ErrorWords(
    _("The content of this matter was erased"),
    (
        _("Nobody can read it any more. That it was erased, when, by which office and why stands with it."),
        _("A receipt or document that you saved yourself still proves what it proved."),
    ),
)
ERASED = "petition.erased"
CODES: dict[str, ErrorWords] = {
    "evidence.being_checked": ErrorWords(
        _("This file is still being checked"),
        (
            _("No file is opened before the malware scanner has found it clean. Nothing is lost."),
            _("Please come back in a few minutes."),
        ),
    ),
    "evidence.kept_shut": ErrorWords(
        _("This file is kept shut"),
        (
            _("The malware scanner found something in it, or could not look into it whole."),
            _("It is kept as it came, and nobody opens it here. You can add another copy, such as a photo."),
        ),
    ),
}
EXPIRED = ErrorWords(
    _("This page was open for too long"),
    (
        _("For your safety your browser must show it once more before anything is sent."),
        _("Go back, reload the page and try again. If it happens again, please allow cookies for this site."),
    ),
)
EXPIRED_CODE = "page.expired"
_SPEAKERS: dict[str, Speaker] = {}
_STATUS: tuple[tuple[type[HuiyinError], HTTPStatus], ...] = (
    (Refused, HTTPStatus.FORBIDDEN),
    (Unknown, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (Unlawful, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.BAD_REQUEST),
)


def speak_for(prefix: str, speaker: Speaker) -> None:
    """Let the room behind these addresses answer in its own words; what it leaves out is answered here."""
    _SPEAKERS[prefix] = speaker


def answer(request: HttpRequest, error: HuiyinError) -> HttpResponse | None:
    """Return the page of an error of the house, or None for those that are our own fault."""
    if error.code == "store.full":
        log.error("web.disk_full", extra=dict(error.facts))
        return page(request, HTTPStatus.INSUFFICIENT_STORAGE)
    if error.code == ERASED:
        return page(request, HTTPStatus.GONE, GONE, code=error.code)
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return page(request, status, CODES.get(error.code), code=error.code)
    return None


def page(
    request: HttpRequest, status: HTTPStatus, words: ErrorWords | None = None, *, code: str = ""
) -> HttpResponse:
    """Return an error page; it offers the way back to a draft when this device has one."""
    for prefix, speaker in _SPEAKERS.items():
        told = speaker(request, status, code) if request.path.startswith(prefix) else None
        if told is not None:
            return told
    kept = DRAFT in request.COOKIES
    shown = words or PAGES[status]
    lines = (*shown.lines, KEPT) if kept else shown.lines
    context = {"words": ErrorWords(shown.title, lines), "draft_kept": kept}
    return render(request, "shared/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, or is too large."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer what this reader may not open."""
    return page(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer an address without a page."""
    return page(request, HTTPStatus.NOT_FOUND)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when the fault is ours."""
    return page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer a form whose token is missing or old.

    A view may carry ``when_expired(request, **arguments)`` to show its form again with what was typed;
    it must not act on what was typed, for nobody has confirmed who sent it.
    """
    match = request.resolver_match
    again = getattr(match.func, "when_expired", None) if match else None
    if match is None or again is None:
        return page(request, HTTPStatus.FORBIDDEN, EXPIRED, code=EXPIRED_CODE)
    answered: HttpResponse = again(request, **match.kwargs)
    return answered
