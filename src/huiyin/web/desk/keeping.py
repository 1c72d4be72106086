"""How long one matter is kept, at the desk: its class, its days and why; another class, or a hold."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.commands.evidence.set_retention import SetRetention
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, Invalid, Unknown
from huiyin.kernel.ids import new_id
from huiyin.queries.evidence.retention import KeptMatter, kept_matter
from huiyin.queries.handling.matter import MatterPage
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may
from huiyin.rules.retention.schedule import Category
from huiyin.rules.retention.wording import explain, years_text
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.matters import find_page
from huiyin.web.desk.names import spoken
from huiyin.web.desk.retention_words import said


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def period(request: DeskRequest, number: str) -> HttpResponse:
    """Show how long the matter is kept, and set it otherwise."""
    page = find_page(request, number)
    if not _may_set(request, page) or page.matter.erased:
        raise Unknown("petition.unknown")
    if request.method != "POST":
        return _shown(request, page)
    command = SetRetention(
        petition=page.matter.id,
        id=new_id(request.at),
        category=request.POST.get("category") or None,
        held="held" in request.POST,
        reason=request.POST.get("reason", ""),
    )
    try:
        door.execute(command, actor=request.actor, at=request.at)
    except (Conflict, Invalid) as refusal:
        return _shown(request, page, wrong=said(refusal))
    messages.success(request, _("Set. Who set it, when and why stands in the ledger."))
    return HttpResponseRedirect(reverse("desk-petition", args=[page.matter.number]))


def period_shown(request: DeskRequest, page: MatterPage) -> dict[str, Any]:
    """Return what the page of a matter tells of its period; nothing to posts that do not keep it."""
    if not _may_set(request, page) or page.matter.erased:
        return {}
    kept = _kept(request, page)
    return {
        "kept": explain(kept.period, spoken()) if kept and kept.period else (),
        "kept_open": kept is None,
        "kept_address": reverse("desk-period", args=[page.matter.number]),
    }


def choices(categories: tuple[Category, ...], chosen: str) -> list[dict[str, Any]]:
    """Return classes as options: id, name with the period, and whether it is chosen."""
    english = spoken() == "en"
    return [
        {
            "id": one.id,
            "name": one.name.en if english else one.name.zh,
            "years": years_text(one.years, spoken()),
            "chosen": one.id == chosen,
        }
        for one in categories
    ]


def _may_set(request: DeskRequest, page: MatterPage) -> bool:
    return may(request.actor, Permission.EVIDENCE_RETENTION_SET, page.matter.standing)


def _kept(request: DeskRequest, page: MatterPage) -> KeptMatter | None:
    today = local_date(request.at)
    return kept_matter(request.reader, page.matter.id, page.matter.bureau, on=today)


def _shown(request: DeskRequest, page: MatterPage, *, wrong: str = "") -> HttpResponse:
    kept = _kept(request, page)
    given = kept.closed.given if kept else None
    chosen = request.POST.get("category", (given.category if given else "") or "")
    shown = {
        "page": page,
        "matter": page.matter,
        "kept": explain(kept.period, spoken()) if kept and kept.period else (),
        "is_open": kept is None,
        "classes": choices(kept.adopted.schedule.classes, chosen) if kept and kept.adopted else [],
        "derived": not chosen,
        "held": "held" in request.POST if wrong else given is not None and given.held,
        "reason": request.POST.get("reason", ""),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/period.html", shown, status=status)
