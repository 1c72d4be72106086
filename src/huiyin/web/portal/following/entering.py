"""The way in: number and query code, the same answer to whatever does not fit, slower after failures."""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel import clock
from huiyin.prepare import following
from huiyin.web.portal.following import sessions
from huiyin.web.portal.following.acts import ACTS, typed_in

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Asked:
    """What the page of the way in shows: what was typed, what is wrong, what it leads on to."""

    number: str = ""
    code: str = ""
    wrong: bool = False
    wait: str = ""
    expired: bool = False
    then: str = ""
    carried: list[tuple[str, str]] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code; open the matter when they fit."""
    if request.method != "POST":
        return _page(request, Asked())
    found = following.enter(
        request.POST.get("number", ""),
        request.POST.get("code", ""),
        client=request.META.get("REMOTE_ADDR", ""),
        at=clock.now(),
    )
    if found.wait:
        response = _page(request, _asked(request, wait=told(found.wait)), HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(math.ceil(found.wait.total_seconds()))
        return response
    if found.petition is None:
        return _page(request, _asked(request, wrong=True))
    act = ACTS.get(request.POST.get("then", ""))
    opened = act.asked_again(request, found.petition) if act else HttpResponseRedirect(reverse("followed"))
    return sessions.kept_open(opened, found.petition)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Close the matter on this device."""
    return sessions.closed(HttpResponseRedirect(reverse("follow")))


def expired(request: HttpRequest, act: str = "") -> HttpResponse:
    """Ask again when the session is over; what was typed for an act is carried along."""
    carried = typed_in(request) if request.method == "POST" else []
    return _page(request, Asked(expired=True, then=act, carried=carried))


def told(wait: timedelta) -> str:
    """Return a waiting time in words, never shorter than it is."""
    if wait > MINUTE:
        minutes = math.ceil(wait / MINUTE)
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    seconds = math.ceil(wait.total_seconds())
    return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}


def _asked(request: HttpRequest, **how: Any) -> Asked:
    return Asked(
        number=request.POST.get("number", "")[:40],
        code=request.POST.get("code", "")[:40],
        then=request.POST.get("then", ""),
        carried=typed_in(request),
        **how,
    )


def _page(request: HttpRequest, asked: Asked, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"asked": asked, "open": sessions.petition_of(request), "title": _("Follow a matter")}
    return render(request, "portal/follow_enter.html", context, status=status)
