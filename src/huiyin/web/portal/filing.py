"""The filing wizard: one question a page, back always safe, nothing typed ever lost."""

from http import HTTPStatus

from django.core.files.uploadhandler import FileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.kernel import clock
from huiyin.prepare.answers import Klass
from huiyin.web.portal import files, moves, writing
from huiyin.web.portal.pages import Page
from huiyin.web.portal.steps import find
from huiyin.web.shared import cookies
from huiyin.web.shared.errors import EXPIRED, page
from huiyin.web.shared.uploads import NoFiles, SealingHandler


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Say what will be asked and what is needed, and start a draft."""
    at = clock.now()
    if request.method == "POST":
        started, klass = writing.started(at), _klass(request.POST)
        if klass:
            started = started.saved(started.draft.answered(klass=klass))
        return started.remembered(HttpResponseRedirect(reverse("step", args=["what"])))
    context = {"writing": writing.found(request, at), "klass": _klass(request.GET)}
    return render(request, "portal/begin.html", context)


def _klass(given: QueryDict) -> str:
    """Return the class that the guide led to; empty when there is none of that name."""
    klass = given.get("klass", "")
    return klass if klass in set(Klass) else ""


@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with a draft by its return code, on any device."""
    at = clock.now()
    code = request.POST.get("code", "")
    kept = writing.by_code(code, at)
    if kept is None:
        context = {"writing": writing.found(request, at), "code": code, "unknown_code": True}
        return render(request, "portal/begin.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return kept.remembered(HttpResponseRedirect(reverse("check")))


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a question, or keep what was typed and move on."""
    asked = find(slug)
    if asked is None:
        raise Http404
    at = clock.now()
    held = writing.found(request, at) if request.method == "GET" else writing.found_or_started(request, at)
    if held is None:
        return HttpResponseRedirect(reverse("file"))
    if held.draft.receipt is not None:
        return HttpResponseRedirect(reverse("receipt"))
    question = Page(request, asked, held)
    return question.shown() if request.method == "GET" else moves.move(question)


def step_again(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a question with what was just typed, when its form was too old to act on; keep nothing."""
    asked, held = find(slug), writing.found(request, clock.now())
    if asked is None or held is None or held.draft.receipt is not None:
        return page(request, HTTPStatus.FORBIDDEN, EXPIRED)
    return Page(request, asked, held).typed().noting(expired=True).shown(status=HTTPStatus.FORBIDDEN)


def take_files(request: HttpRequest) -> FileUploadHandler:
    """Return who seals the files of the evidence page; the other pages take none."""
    match = request.resolver_match
    if match is None or match.kwargs.get("slug") != "evidence":
        return NoFiles(request)
    return SealingHandler(request, lambda name, count: files.begin(request, name, count))


step.when_expired = step_again  # type: ignore[attr-defined]
step.takes_files = take_files  # type: ignore[attr-defined]


@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep what has been typed so far, without looking whether it is complete (called by a script)."""
    asked = find(slug)
    held = writing.found(request, clock.now())
    if asked is None or held is None or held.draft.receipt is not None:
        return HttpResponse(status=HTTPStatus.GONE)
    Page(request, asked, held).kept()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_http_methods(["GET"])
def later(request: HttpRequest) -> HttpResponse:
    """Show the return code and until when the draft is kept."""
    held = writing.found(request, clock.now())
    if held is None:
        return HttpResponseRedirect(reverse("file"))
    return render(request, "portal/later.html", {"writing": held})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  every view takes it
    """Forget the draft on this device; the return code still opens it."""
    return cookies.forget(HttpResponseRedirect(reverse("home")), cookies.DRAFT)
