"""One destruction list at the desk: approved by a second person, ordered, carried out; matters taken off."""

from contextlib import suppress
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.commands.evidence.destruction_carrying import OrderDestruction
from huiyin.commands.evidence.destruction_decisions import ApproveDestruction, TurnDownDestruction
from huiyin.commands.evidence.take_off_destruction import TakeOffDestruction
from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.kernel.ids import new_id
from huiyin.prepare import destroying
from huiyin.queries.evidence.destructions import (
    START,
    After,
    ItemLine,
    ListLine,
    destruction_list,
    item_on,
    items_on,
)
from huiyin.queries.evidence.retention import kept_matter, schedules
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may
from huiyin.rules.retention.lists import ItemState, ListState
from huiyin.rules.retention.wording import years_text
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.keeping import choices
from huiyin.web.desk.names import office_name, spoken
from huiyin.web.desk.retention import require_keeper, standing_of, word
from huiyin.web.desk.retention_words import ITEMS, LISTS, LOOKS, said, why
from huiyin.web.desk.words import ROLES

LINES = 200  # of a page; all of them to print
AT_ONCE = timedelta(seconds=3)  # what fits is destroyed before the answer; the worker goes on with the rest
_OPEN = frozenset({ListState.DRAWN, ListState.APPROVED})
TURNED_DOWN = frozenset({ListState.WITHDRAWN, ListState.REJECTED})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def destruction(request: DeskRequest, identity: UUID) -> HttpResponse:
    """Show the list; take the approval, the refusal or the order."""
    found = _found(request, identity)
    if request.method != "POST":
        return _shown(request, found)
    try:
        told = _done(request, found)
    except (Conflict, Invalid, Refused) as refusal:
        return _shown(request, found, wrong=said(refusal))
    messages.success(request, told)
    return HttpResponseRedirect(reverse("desk-destruction", args=[found.id]))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def take_off(request: DeskRequest, identity: UUID, item: UUID) -> HttpResponse:
    """Take one matter off the list: it gets another period, or a hold."""
    found = _found(request, identity)
    line = item_on(request.reader, identity, item)
    if line is None or not may(request.actor, Permission.EVIDENCE_RETENTION_SET, found.standing):
        raise Unknown("destruction.unknown")
    if request.method != "POST":
        return _taking(request, found, line)
    command = TakeOffDestruction(
        petition=line.petition,
        destruction=found.id,
        id=new_id(request.at),
        category=request.POST.get("category") or None,
        held="held" in request.POST,
        reason=request.POST.get("reason", ""),
    )
    try:
        door.execute(command, actor=request.actor, at=request.at)
    except (Conflict, Invalid) as refusal:
        return _taking(request, found, line, wrong=said(refusal))
    messages.success(request, _("Taken off. It stands on the list as taken off, with your reason."))
    return HttpResponseRedirect(reverse("desk-destruction", args=[found.id]))


def _found(request: DeskRequest, identity: UUID) -> ListLine:
    require_keeper(request)
    found = destruction_list(request.reader, identity)
    if found is None or found.office != request.post.office:
        raise Unknown("destruction.unknown")
    return found


def _done(request: DeskRequest, found: ListLine) -> str:
    """Carry out what was asked; return what to tell."""
    asked = request.POST.get("go")
    if asked == "approve":
        typed = request.POST.get("matters", "").strip()
        command = ApproveDestruction(destruction=found.id, matters=int(typed) if typed.isdecimal() else -1)
        door.execute(command, actor=request.actor, at=request.at)
        return _("Approved. Nothing is destroyed before it is ordered.")
    if asked == "order":
        door.execute(OrderDestruction(destruction=found.id), actor=request.actor, at=request.at)
        with suppress(Conflict):  # the worker was first, and goes on
            destroying.carry_out(clock.now, within=AT_ONCE)
        if _found(request, found.id).state is ListState.DONE:
            return _("Carried out. What could go is destroyed; what was left out says why.")
        return _("Ordered. It is carried out now, matter by matter, and goes on by itself.")
    refusal = TurnDownDestruction(destruction=found.id, reason=request.POST.get("reason", ""))
    door.execute(refusal, actor=request.actor, at=request.at)
    return _("Turned down. Nothing on it is destroyed.")


def _shown(request: DeskRequest, found: ListLine, *, wrong: str = "") -> HttpResponse:
    whole = "all" in request.GET
    limit = None if whole else LINES
    page, more = items_on(request.reader, found.id, after=_after(request), limit=limit)
    names = _names(request)
    own = found.drawn_by == request.account
    gone, waiting = found.count(ItemState.DESTROYED), found.count(ItemState.LISTED)
    shown = {
        "one": found,
        "office": office_name(found.office),
        "state": LISTS[found.state],
        "drawn": LOOKS[found.state],
        "items": [_item(one, names) for one in page],
        "more": f"after={more.closed_on.isoformat()}_{more.id}" if more else "",
        "first": "after" not in request.GET,
        "whole": whole,
        "own": own,
        "drawn_role": ROLES.get(found.drawn_role, found.drawn_role),
        "decided": LISTS[found.state] if found.state in TURNED_DOWN else _("Approved"),
        "decided_role": ROLES.get(found.decided_role, found.decided_role),
        "total": found.count(),
        "waiting": waiting,
        "gone": gone,
        "goal": gone + waiting,
        "off": found.count(ItemState.TAKEN_OFF),
        "left": found.count(ItemState.LEFT_OUT),
        "open": found.state in _OPEN,
        "may_take_off": found.state is ListState.DRAWN,
        "may_approve": found.state is ListState.DRAWN and not own and _approves(request, found),
        "may_order": found.state is ListState.APPROVED,
        "may_turn_down": found.state in _OPEN and (own or _approves(request, found)),
        "reason": request.POST.get("reason", ""),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/destruction.html", shown, status=status)


def _approves(request: DeskRequest, found: ListLine) -> bool:
    allowed = may(request.actor, Permission.EVIDENCE_DESTRUCTION_APPROVE, standing_of(request.post))
    return allowed and request.actor.role in found.approvers


def _taking(request: DeskRequest, found: ListLine, line: ItemLine, *, wrong: str = "") -> HttpResponse:
    today = local_date(request.at)
    kept = kept_matter(request.reader, line.petition, found.office, on=today)
    classes = kept.adopted.schedule.classes if kept and kept.adopted else ()
    shown = {
        "one": found,
        "item": _item(line, _names(request)),
        "classes": choices(classes, request.POST.get("category", "")),
        "held": "held" in request.POST,
        "reason": request.POST.get("reason", ""),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/take_off.html", shown, status=status)


def _names(request: DeskRequest) -> dict[str, str]:
    """Return what the classes of the office are called; of one id, as the latest schedule calls it."""
    adopted = schedules(request.reader, request.post.office)
    return {one.id: word(one.name) for each in adopted for one in each.schedule.classes}


def _item(one: ItemLine, names: dict[str, str]) -> dict[str, Any]:
    return {
        "line": one,
        "name": names.get(one.category, one.category),
        "years": years_text(one.years, spoken()),
        "state": ITEMS[one.state],
        "listed": one.state is ItemState.LISTED,
        "why": why(one.why),
    }


def _after(request: DeskRequest) -> After:
    day, _sep, identity = request.GET.get("after", "").partition("_")
    try:
        return After(closed_on=date.fromisoformat(day), id=UUID(identity))
    except ValueError:
        return START
