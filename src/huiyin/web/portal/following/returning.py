"""A matter that a restoration lost is brought back from its receipt, by whoever holds it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel import clock
from huiyin.kernel.command import Actor, ActorKind
from huiyin.kernel.errors import Conflict, Invalid
from huiyin.prepare.returning import bring_back
from huiyin.rules.access.roles import Role
from huiyin.web.portal.verifying.receiving import OneInMemory

HOLDER = Actor(kind=ActorKind.PETITIONER, role=Role.PUBLIC.value)
NOT_A_RECEIPT = _("This is no receipt that holds. Please choose the file that you saved when you filed.")

REFUSED: dict[str, str | Promise] = {
    "return.current_log": _(
        "This receipt was given after the log was opened anew: nothing of that is missing. Please follow the"
        " matter with number and query code."
    ),
    "return.known": _("Your matter is here. Please follow it with number and query code."),
    "return.strange_log": _("This receipt was not given by this site."),
    "return.key_ended": _("This receipt cannot have been given by this site: its key was no longer in use."),
    "return.unusable": _(
        "Your receipt holds, but its content cannot be taken over as it is. Please show it to the petition"
        " bureau of your county: a person there will file it again."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt; file again what it proves; show number and new query code."""
    if request.method != "POST":
        return _page(request, {})
    file = request.FILES.get("file")
    try:
        brought = bring_back(b"" if file is None else file.read(), actor=HOLDER, at=clock.now())
    except (Conflict, Invalid) as fault:
        return _page(request, {"wrong": REFUSED.get(fault.code, NOT_A_RECEIPT)})
    return _page(request, {"brought": brought})


bring.takes_files = OneInMemory  # type: ignore[attr-defined]  # read by web.shared.uploads


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if "wrong" in context else HTTPStatus.OK
    return render(request, "portal/follow_return.html", context, status=status)
