"""Files that an office adds to a matter: laid ready as they arrive, added by one step."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from huiyin.kernel.errors import HuiyinError, Invalid, Unlawful
from huiyin.prepare import house, trays
from huiyin.prepare.adding import add_laid
from huiyin.prepare.evidence import Staging
from huiyin.prepare.trays import Giver
from huiyin.queries.handling.matter import MatterPage
from huiyin.rules.access.require import require
from huiyin.rules.lifecycle.steps import STEPS, obstacle, require_step
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.matters import find_page
from huiyin.web.desk.petition import facts
from huiyin.web.desk.words import UNLAWFUL
from huiyin.web.shared.laying import lay, lying
from huiyin.web.shared.tus.protocol import speaks_tus
from huiyin.web.shared.tus.serving import begun
from huiyin.web.shared.tus.shown import stopped
from huiyin.web.shared.uploads import SealingHandler
from huiyin.web.shared.words import say

STEP = STEPS["add_evidence"]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def files(request: DeskRequest, number: str) -> HttpResponse:
    """Show what lies ready; add it to the matter, or take something off again."""
    page = find_page(request, number)
    require(request.actor, STEP.permission, page.matter.standing)
    if request.method != "POST" or obstacle(page.matter, STEP):
        return _shown(request, page)
    giver = _giver(request, page)
    if stopped(request, giver, request.at):
        return HttpResponseRedirect(request.path)
    return _added(request, page, giver)


@speaks_tus("POST")
@at_desk
def begin_upload(request: DeskRequest, number: str) -> HttpResponse:
    """Begin an upload for a matter."""
    page = find_page(request, number)
    require(request.actor, STEP.permission, page.matter.standing)
    require_step(page.matter, STEP.name)
    return begun(request, _giver(request, page))


def take_files(request: HttpRequest) -> FileUploadHandler:
    """Return who seals the files of the plain form: for whom the page itself would open, and nobody else."""

    def begin(name: str, count: int) -> Staging:  # noqa: ARG001  the door counts all files of the matter
        found: list[Staging] = []

        @at_desk
        def admitted(inside: DeskRequest, number: str) -> HttpResponse:
            page = find_page(inside, number)
            require(inside.actor, STEP.permission, page.matter.standing)
            giver = _giver(inside, page)
            found.append(Staging(name, store=house.store(), data_key=giver.data_key(), at=inside.at))
            return HttpResponse()

        # The body is being read this very moment: to who is led away, it must look as if there were none.
        asked = copy(request)
        asked.method = "GET"
        admitted(asked, **(request.resolver_match.kwargs if request.resolver_match else {}))
        if not found:
            raise Invalid("evidence.no_session", field="files")
        return found[0]

    return SealingHandler(request, begin)


files.takes_files = take_files  # type: ignore[attr-defined]


def _giver(request: DeskRequest, page: MatterPage) -> Giver:
    part = f"account {request.account}"
    return Giver(petition=page.matter.id, wrapped_key=page.wrapped, part=part)


def _added(request: DeskRequest, page: MatterPage, giver: Giver) -> HttpResponse:
    refused = lay(request, giver, request.at)
    try:
        added = add_laid(giver, actor=request.actor, at=request.at) if _ready(request, giver, refused) else 0
    except HuiyinError as fault:
        return _shown(request, find_page(request, page.matter.number), [_told(fault), *refused])
    if refused:
        return _shown(request, find_page(request, page.matter.number), refused)
    done = ngettext("%(count)d file was added.", "%(count)d files were added.", added)
    messages.success(request, done % {"count": added})
    return HttpResponseRedirect(reverse("desk-petition", args=[page.matter.number]))


def _ready(request: DeskRequest, giver: Giver, refused: list[str]) -> bool:
    return not refused or bool(trays.read(giver, request.at).files)


def _told(fault: HuiyinError) -> str:
    return (
        str(UNLAWFUL.get(fault.code, fault.code)) % fault.facts if isinstance(fault, Unlawful) else say(fault)
    )


def _shown(request: DeskRequest, page: MatterPage, troubles: list[str] | None = None) -> HttpResponse:
    hindered = obstacle(page.matter, STEP)
    context: dict[str, Any] = {
        **facts(request, page),
        "uploads_address": reverse("desk-uploads", args=[page.matter.number]),
        "troubles": troubles,
        "hindered_by": hindered,
        "hindered_words": UNLAWFUL.get(hindered.code, hindered.code) if hindered else "",
        **lying(_giver(request, page), request.at),
    }
    status = 409 if hindered else 422 if troubles else 200
    return render(request, "desk/files.html", context, status=status)
