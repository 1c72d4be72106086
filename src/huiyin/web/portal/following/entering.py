"""The way in: number and query code, the same answer to whatever does not fit, slower after failures."""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huiyin.kernel import clock
from huiyin.prepare import passes
from huiyin.web.portal.following import adding, doing, sessions, stating
from huiyin.web.portal.following.acts import typed_in

ACTS = {act.name: act for act in (doing.RATE, doing.REVIEW, doing.PERSON, adding.FILES, stating.STATEMENT)}
MINUTE = timedelta(minutes=1)
LONGEST = 40  # characters shown again; number and code are shorter


@dataclass(frozen=True)
class Asked:
    """What the page of the way in shows: what is wrong, and what was typed before the session was over.

    The query code is never shown again.
    """

    number: str = ""
    wrong: bool = False
    wait: str = ""
    expired: bool = False
    then: str = ""
    carried: list[tuple[str, str]] = field(default_factory=list)


def asked(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code."""
    return _door(request, Asked())


def entered(request: HttpRequest) -> HttpResponse:
    """Open the matter when number and query code fit; otherwise always the same answer."""
    found = passes.enter(
        request.POST.get("number", ""),
        request.POST.get("code", ""),
        client=request.META.get("REMOTE_ADDR", ""),
        at=clock.now(),
    )
    if found.wait:
        response = _door(request, _again(request, wait=told(found.wait)), HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(math.ceil(found.wait.total_seconds()))
        return response
    if found.petition is None:
        return _door(request, _again(request, wrong=True), HTTPStatus.UNPROCESSABLE_ENTITY)
    act = ACTS.get(request.POST.get("then", ""))
    opened = act.asked_again(request, found.petition) if act else HttpResponseRedirect(reverse("follow"))
    return sessions.kept_open(opened, found.petition)


@require_POST
def close(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  every view takes it
    """Leave the matter: this device needs number and query code again."""
    return sessions.closed(HttpResponseRedirect(reverse("follow")))


def expired(request: HttpRequest, act: str = "") -> HttpResponse:
    """Ask again when the session is over; what was typed for an act is carried along."""
    carried = typed_in(request) if request.method == "POST" else []
    return _door(request, Asked(expired=True, then=act, carried=carried))


def told(wait: timedelta) -> str:
    """Return a waiting time in words, never shorter than it is."""
    if wait > MINUTE:
        minutes = math.ceil(wait / MINUTE)
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    seconds = math.ceil(wait.total_seconds())
    return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}


def _again(request: HttpRequest, **how: Any) -> Asked:
    number, then = request.POST.get("number", "")[:LONGEST], request.POST.get("then", "")
    return Asked(number=number, then=then, carried=typed_in(request), **how)


def _door(request: HttpRequest, asking: Asked, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(request, "portal/follow_door.html", {"asked": asking}, status=status)
