"""Opening the story by a grant of the day, and the files and documents that lie behind it."""

from contextlib import suppress
from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from huiyin.commands.evidence.open_story import OpenStory
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, Unknown
from huiyin.prepare import opening, papers
from huiyin.queries.handling import story as stories
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.matters import find_page
from huiyin.web.desk.words import PAPERS
from huiyin.web.shared.ranges import PLAYED, Given, give
from huiyin.web.shared.said_of_files import shown


@require_POST
@at_desk
def open_it(request: DeskRequest, number: str) -> HttpResponse:
    """Ask for leave to open one matter today; asked twice, it is given once."""
    page = find_page(request, number)
    if not page.open_today:
        with suppress(Conflict):  # a second click: the grant stands
            door.execute(OpenStory(petition=page.matter.id), actor=request.actor, at=request.at)
    return HttpResponseRedirect(_back(request, reverse("desk-petition", args=[page.matter.number])))


@require_safe
@at_desk
def evidence(request: DeskRequest, number: str, file: UUID) -> HttpResponseBase:
    """Give one file, opened while it streams; a browser keeps it and never runs it."""
    return give(request, _given(request, number, file))


@require_safe
@at_desk
def evidence_played(request: DeskRequest, number: str, file: UUID) -> HttpResponseBase:
    """Give sound or video to the page that plays it, at whatever place it asks for."""
    return give(request, _given(request, number, file), play=True)


@require_safe
@at_desk
def evidence_player(request: DeskRequest, number: str, file: UUID) -> HttpResponse:
    """Play sound or video; only what is heard or seen is opened."""
    page = find_page(request, number)
    found = stories.file(request.reader, page.matter.id, file, on=local_date(request.at))
    opening.require_clean(found)
    if not found.kind.startswith(PLAYED):
        raise Unknown("petition.no_such_part")
    context = {"page": page, "matter": page.matter, "file": found, "seen": found.kind.startswith("video/")}
    return render(request, "desk/player.html", context)


def _given(request: DeskRequest, number: str, file: UUID) -> Given:
    page = find_page(request, number)
    found = stories.file(request.reader, page.matter.id, file, on=local_date(request.at))
    opening.require_clean(found)
    return Given(
        id=found.id,
        name=found.name,
        kind=found.kind,
        size=found.size,
        pieces=partial(opening.evidence, found),
    )


@require_safe
@at_desk
def evidence_facts(request: DeskRequest, number: str, file: UUID) -> HttpResponse:
    """Read what a file says of itself: when and where it was made, by what."""
    page = find_page(request, number)
    found = stories.file(request.reader, page.matter.id, file, on=local_date(request.at))
    context = {"page": page, "matter": page.matter, "name": found.name, "facts": shown(opening.facts(found))}
    beside = request.headers.get("HX-Request") == "true"  # asked for by the list of files
    return render(request, "desk/facts_beside.html" if beside else "desk/file_facts.html", context)


@require_safe
@at_desk
def document(request: DeskRequest, number: str, document: UUID) -> HttpResponse:
    """Give an issued document as PDF, typeset from its sealed content."""
    page = find_page(request, number)
    content = stories.document_content(request.reader, page.matter.id, document, on=local_date(request.at))
    return _pdf(papers.print_paper(content), f"{PAPERS.get(content.kind, content.kind)}{content.number}")


@require_safe
@at_desk
def draft(request: DeskRequest, number: str, draft: UUID) -> HttpResponse:
    """Give a draft as PDF, every page marked as one."""
    page = find_page(request, number)
    today = local_date(request.at)
    content = stories.opinion_content(request.reader, page.matter.id, draft, on=today)
    return _pdf(papers.print_draft(content.content, on=today), str(PAPERS.get(content.kind, content.kind)))


def _pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = _disposition(f"{name}.pdf", attached=False)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(name: str, *, attached: bool) -> str:
    return content_disposition_header(attached, name) or "attachment"


def _back(request: DeskRequest, otherwise: str) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/desk/")
    return target if safe else otherwise
