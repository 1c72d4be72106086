"""What goes wrong at the desk, told to officials: what happened, and what to do next."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.kernel.ids import parse_number
from huiyin.web.shared.errors import ERASED, EXPIRED_CODE, ErrorWords

PAGES: Mapping[HTTPStatus, ErrorWords] = {
    HTTPStatus.BAD_REQUEST: ErrorWords(
        _("This request could not be read"),
        (_("Something in it was incomplete; nothing was recorded. Go back, reload the form and try again."),),
    ),
    HTTPStatus.FORBIDDEN: ErrorWords(
        _("Your post does not take this step"),
        (
            _("It belongs to another post or another office. Nothing was changed."),
            _(
                "The page of the matter lists what your post can do there. If the step is your duty, "
                "change your post, or ask the administrator of your office to appoint you."
            ),
        ),
    ),
    HTTPStatus.NOT_FOUND: ErrorWords(
        _("Your desk has no such matter or page"),
        (
            _("The address may be mistyped, or the matter is not with your office."),
            _("Look for it under “Find” by its number. If it should be with you, ask the petition bureau."),
        ),
    ),
    HTTPStatus.CONFLICT: ErrorWords(
        _("The matter has moved on"),
        (
            _("Somebody acted on it after you opened the page, so your step was not recorded."),
            _("Open the matter again, see how it stands now, and repeat the step if it is still needed."),
        ),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ErrorWords(
        _("This was too much at once"),
        (
            _("One text may have 1 MB. Nothing was recorded."),
            _("Go back with your browser: what you typed is still there. Shorten it and send it again."),
        ),
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: ErrorWords(
        _("There is no more room on our disk"),
        (
            _("It is not your mistake; nothing was recorded."),
            _("Please tell the administrator at once: petitioners cannot file either until there is room."),
        ),
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: ErrorWords(
        _("Something failed on our side"),
        (
            _("It is not your mistake, and it has been noted. A step is recorded whole or not at all."),
            _(
                "Look at the matter first to see whether your step is recorded, then try again. "
                "If it fails again, tell the administrator the time and the number of the matter."
            ),
        ),
    ),
}
CODES: Mapping[str, ErrorWords] = {
    ERASED: ErrorWords(
        _("The content of this matter was erased"),
        (
            _("Its keys were destroyed; nobody can read story, people, files or documents any more."),
            _("Who erased it, when, on which basis and why stands on the page of the matter."),
        ),
    ),
    "story.not_open": ErrorWords(
        _("The story is not open today"),
        (
            _("Story, files and documents open for a day, to you alone, and the opening is recorded."),
            _("Open the full text on the page of the matter, then come back here."),
        ),
    ),
    "evidence.being_checked": ErrorWords(
        _("This file is still being checked"),
        (
            _("No file is opened before the malware scanner has found it clean. Nothing is lost."),
            _("Come back in a few minutes. If it takes hours, tell the administrator."),
        ),
    ),
    "evidence.kept_shut": ErrorWords(
        _("This file is kept shut"),
        (
            _("The malware scanner found something in it, or could not look into it whole."),
            _("Its page says which. Ask the petitioner for another copy, on paper or as a photo."),
        ),
    ),
    EXPIRED_CODE: ErrorWords(
        _("This page was open for too long"),
        (
            _("For safety nothing was recorded."),
            _("Go back, reload the page and try again. If it happens again, please allow cookies."),
        ),
    ),
}


def desk_error(request: HttpRequest, status: HTTPStatus, code: str) -> HttpResponse | None:
    """Return the page of an error: in the frame of the desk for who is signed in, else at its door."""
    words = CODES.get(code) or PAGES.get(status)
    if words is None:
        return None
    known = _is_known(request, status)
    back = _matter(request) if known and status is not HTTPStatus.NOT_FOUND else ""
    template = "desk/error.html" if known else "desk/error_at_door.html"
    context = {"words": words, "matter_address": back}
    return render(request, template, context, status=status)


def _is_known(request: HttpRequest, status: HTTPStatus) -> bool:
    if hasattr(request, "account"):  # set by the guard of the desk
        return True
    # Danger: when the fault is ours the database may be gone; nobody is looked up then.
    return status is not HTTPStatus.INTERNAL_SERVER_ERROR and request.user.is_authenticated


def _matter(request: HttpRequest) -> str:
    """Return the way back to the matter whose page this was; empty when that page itself was asked for."""
    match = request.resolver_match
    number = parse_number(str(match.kwargs.get("number", ""))) if match else None
    address = reverse("desk-petition", args=[number]) if number else ""
    return "" if address == request.path else address
