"""Following a matter with number and query code: where it is, what is due and why, and what one may do."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict, Invalid, Unlawful
from huiyin.kernel.ids import PetitionId
from huiyin.prepare import passes, replies
from huiyin.queries.outreach.following import Following, following
from huiyin.rules.lifecycle.states import Route, State
from huiyin.rules.lifecycle.steps import STEPS
from huiyin.web.portal import documents, due, places, story
from huiyin.web.shared import cookies
from huiyin.web.shared.slowing import Slowing
from huiyin.web.shared.words import say

PASS = "huiyin_follow"  # noqa: S105  the name of a cookie
SLOWING = Slowing()
GRADES = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Seen:
    """A matter that this device may see now."""

    petition: PetitionId
    followed: Following
    at: datetime


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and query code, or show the matter they opened."""
    if request.method == "POST":
        return _admitted(request)
    seen = _seen(request)
    return _shown(request, seen) if seen else render(request, "portal/follow_door.html")


@require_POST
def close(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  every view takes it
    """Leave the matter: this device needs number and query code again."""
    return cookies.forget(HttpResponseRedirect(reverse("follow")), PASS)


@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Rate the bureau or the office."""
    return _reply(request, "rate", _rate)


@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Ask for a review."""
    return _reply(request, "review", _review)


@require_POST
def person(request: HttpRequest) -> HttpResponse:
    """Ask that a person looks at where the matter was sent."""
    return _reply(request, "person", _person)


def _admitted(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    petition = passes.admit(number, code)
    if petition is None:
        SLOWING.missed(number)
        context = {"unknown": True, "number": number}
        return render(request, "portal/follow_door.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _remembered(HttpResponseRedirect(reverse("follow")), petition, at)


def _seen(request: HttpRequest) -> Seen | None:
    at = clock.now()
    petition = passes.check(request.COOKIES.get(PASS, ""), at)
    followed = following(petition, at=at) if petition else None
    return Seen(petition, followed, at) if petition and followed else None


def _shown(request: HttpRequest, seen: Seen, **more: Any) -> HttpResponse:
    response = render(
        request, "portal/follow.html", {**_context(seen), **more}, status=more.get("status", 200)
    )
    return _remembered(response, seen.petition, seen.at)


def _remembered(response: HttpResponse, petition: PetitionId, at: datetime) -> HttpResponse:
    return cookies.keep(response, PASS, passes.issue(petition, at), int(passes.LIFETIME.total_seconds()))


def _reply(request: HttpRequest, part: str, act: Any) -> HttpResponse:
    seen = _seen(request)
    if seen is None:
        return HttpResponseRedirect(reverse("follow"))
    try:
        act(request, seen)
    except (Invalid, Unlawful, Conflict) as fault:
        told = {"wrong": say(fault), "wrong_at": part, "typed": request.POST}
        return _shown(request, seen, status=HTTPStatus.UNPROCESSABLE_ENTITY, **told)
    return _remembered(HttpResponseRedirect(reverse("follow")), seen.petition, seen.at)


def _rate(request: HttpRequest, seen: Seen) -> None:
    grade = request.POST.get("grade", "")
    replies.rate(
        seen.petition,
        of=request.POST.get("of", ""),
        grade=int(grade) if grade.isascii() and grade.isdecimal() else 0,
        comment=request.POST.get("comment", ""),
        at=seen.at,
    )


def _review(request: HttpRequest, seen: Seen) -> None:
    replies.request_review(seen.petition, grounds=request.POST.get("grounds", ""), at=seen.at)


def _person(request: HttpRequest, seen: Seen) -> None:  # noqa: ARG001  as the other replies
    replies.request_person(seen.petition, at=seen.at)


def _context(seen: Seen) -> dict[str, Any]:
    followed = seen.followed
    dues = due.dues(followed, today=clock.local_date(seen.at))
    return {
        "followed": followed,
        "truth": story.truth(followed),
        "next": story.nearest(dues),
        "told": story.told(followed),
        "dues": dues,
        "bureau": places.office_name(followed.bureau),
        "lead": places.office_name(followed.lead) if followed.lead else "",
        "documents": documents.listed(followed),
        "openings": documents.openings(followed),
        "to_rate": _to_rate(followed),
        "grades": GRADES,
        "may_review": _may_review(followed),
        "may_ask_person": followed.state is State.TRANSFERRED,
    }


def _to_rate(followed: Following) -> list[tuple[str, str]]:
    if followed.state not in STEPS["rate"].states:
        return []
    given = {(one.of, one.office) for one in followed.rated}
    sides = (("bureau", followed.bureau), ("office", followed.lead))
    return [(of, places.office_name(office)) for of, office in sides if office and (of, office) not in given]


def _may_review(followed: Following) -> bool:
    return followed.state is State.ANSWERED and followed.route is Route.ORDINARY
