"""The page on which boxes are drawn or typed, and the copies that come of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Invalid
from huiyin.prepare import opening, redacting
from huiyin.queries.evidence import copies as kept
from huiyin.queries.handling import story as stories
from huiyin.queries.handling.matter import MatterPage
from huiyin.queries.handling.story import File
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may, require
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.matters import find_page
from huiyin.web.desk.shown_files import file_of, pages_shown
from huiyin.web.desk.words import REDACTIONS


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def redact(request: DeskRequest, number: str, file: UUID) -> HttpResponse:
    """Show the pages to draw on, or make the copy."""
    page = find_page(request, number)
    require(request.actor, Permission.EVIDENCE_FILE_REDACT, page.matter.standing)
    found = file_of(request, page, file)
    if request.method != "POST":
        return _asked(request, page, found)
    try:
        _carried_out(request, page, found)
    except Invalid as fault:
        trouble = str(REDACTIONS[fault.code]) % fault.facts
        return _asked(request, page, found, trouble=trouble)
    messages.success(request, _("The copy is kept beside the file. The original is as it was."))
    return HttpResponseRedirect(reverse("desk-file", args=[page.matter.number, file]))


@require_safe
@at_desk
def copy(request: DeskRequest, number: str, file: UUID, which: UUID) -> StreamingHttpResponse:
    """Give a blacked-out copy."""
    matter = find_page(request, number).matter
    found = kept.copy(request.reader, matter.id, file, which, on=local_date(request.at))
    response = StreamingHttpResponse(opening.evidence(found), content_type="application/octet-stream")
    response["Content-Length"] = str(found.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'attachment; filename="{matter.number}-{which.hex[:8]}.pdf"'
    return response


def may_redact(request: DeskRequest, page: MatterPage, file: File) -> bool:
    """Return whether this official can make copies of this file."""
    allowed = may(request.actor, Permission.EVIDENCE_FILE_REDACT, page.matter.standing)
    return allowed and opening.is_open(file.seen.verdict) and redacting.may_redact(file.kind, file.size)


def _asked(request: DeskRequest, page: MatterPage, file: File, *, trouble: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "matter": page.matter,
        "file": file,
        "shown": pages_shown(page.matter.number, file),
        "pages": max(1, file.seen.pages),
        "boxes": request.POST.get("boxes", ""),
        "reason": request.POST.get("reason", ""),
        "trouble": trouble,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK
    return render(request, "desk/redact.html", context, status=status)


def _carried_out(request: DeskRequest, page: MatterPage, file: File) -> None:
    boxes = redacting.read_boxes(request.POST.get("boxes", ""), pages=max(1, file.seen.pages))
    today = local_date(request.at)
    sealed = stories.file(request.reader, page.matter.id, file.id, on=today)
    command = redacting.redact(sealed, boxes, reason=request.POST.get("reason", ""), at=request.at)
    door.execute(command, actor=request.actor, at=request.at)
