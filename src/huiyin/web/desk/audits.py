"""Audits at the desk, for auditors: the list, the reports as they were signed, and their signatures."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.kernel.errors import Unknown
from huiyin.queries.oversight.audits import Recorded, recorded_audits, report_of
from huiyin.queries.people.posts import Post
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import NOWHERE, may
from huiyin.web.desk.here import DeskRequest, at_desk


@require_safe
@at_desk
def listed(request: DeskRequest) -> HttpResponse:
    """List the audits, the latest quarter first."""
    _require_auditor(request)
    return render(request, "desk/audits.html", {"audits": recorded_audits()})


@require_safe
@at_desk
def report(request: DeskRequest, audit: UUID) -> HttpResponse:
    """Give a report, the very file that was signed."""
    one = _one(request, audit)
    content = report_of(one.id)
    return _file(content or b"", f"{_name(one)}.pdf", "application/pdf")


@require_safe
@at_desk
def note(request: DeskRequest, audit: UUID) -> HttpResponse:
    """Give the signed note that belongs beside a report."""
    one = _one(request, audit)
    return _file(one.note.encode(), f"{_name(one)}.pdf.note", "text/plain; charset=utf-8")


def may_see(post: Post) -> bool:
    """True for the posts that read audits and handle nothing."""
    return may(post.actor, Permission.OVERSIGHT_AUDIT_READ, NOWHERE)


def _require_auditor(request: DeskRequest) -> None:
    if not may_see(request.post):
        raise Unknown("audit.no_such_audit")


def _one(request: DeskRequest, audit: UUID) -> Recorded:
    _require_auditor(request)
    for one in recorded_audits():
        if one.id == audit:
            return one
    raise Unknown("audit.no_such_audit")


def _name(one: Recorded) -> str:
    return f"audit-{one.quarter}-{one.at:%Y%m%d}{'-interim' if one.interim else ''}"


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
