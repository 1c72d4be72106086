"""The queue: the home of the desk. Next due first, one line a matter, details beside it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import parse_number
from huiyin.queries.handling.find import find, numbered
from huiyin.queries.handling.queue import Counts, Due, Queue, Wanted, overseen, queue
from huiyin.rules.lifecycle.states import State
from huiyin.web.desk import audits, filters
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.lines import shown
from huiyin.web.desk.reminders import reminders_shown
from huiyin.web.desk.words import STATES

NOTHING = Wanted()


@dataclass(frozen=True)
class Tile:
    """A count with the filter that shows what was counted."""

    due: str
    count: int
    chosen: bool
    query: str
    whole: bool  # False: there are at least so many


@require_safe
@at_desk
def home(request: DeskRequest) -> HttpResponse:
    """Show a page of the queue; who handles nothing is led to the audits."""
    if audits.may_see(request.post):
        return HttpResponseRedirect(reverse("desk-audits"))
    typed = request.GET.dict()
    today = local_date(request.at)
    wanted, overseeing = filters.wanted(typed), _overseeing(request)
    asked = (request.reader, wanted) if overseeing else (request.reader, request.post.office, wanted)
    look = overseen if overseeing else queue
    found: Queue = look(*asked, on=today, after=filters.after(typed))
    context = {
        "lines": [shown(line, today, dispatching=_dispatching(request)) for line in found.lines],
        "more": filters.with_more(typed, after=filters.after_text(found.more)) if found.more else "",
        "first": "after" not in typed,
        "restart": filters.with_more(typed),
        "tiles": _tiles(found.counts, typed),
        "reminders": reminders_shown(request) if not typed else None,
        "filtered": wanted != NOTHING,
        "waiting": wanted.waiting,
        "overseeing": overseeing,
        "may_oversee": request.reader.oversight is not None,
        **choices(request, typed),
    }
    return render(request, "desk/queue.html", context)


@require_safe
@at_desk
def search(request: DeskRequest) -> HttpResponse:
    """Find matters by number, place, topic, office, state and date."""
    typed = request.GET.dict()
    number = parse_number(typed.get("number", ""))
    if number is not None and numbered(request.reader, number) is not None:
        return HttpResponseRedirect(reverse("desk-petition", args=[number]))
    today = local_date(request.at)
    context: dict[str, Any] = {"typed": typed, "unknown_number": bool(typed.get("number")), "today": today}
    if "go" in typed and not typed.get("number"):
        found = find(request.reader, filters.sought(typed), before=filters.before(typed))
        context["lines"] = [shown(line, today, with_office=True) for line in found.lines]
        context["more"] = (
            filters.with_more(typed, before=filters.before_text(found.more)) if found.more else ""
        )
        context["looked"] = True
    offices = filters.office_choices(request.post, typed.get("office", ""))
    return render(request, "desk/find.html", {**context, **choices(request, typed), "offices": offices})


def choices(request: DeskRequest, typed: filters.Typed) -> dict[str, Any]:
    """Return what the filters offer."""
    return {
        "typed": typed,
        "states": [
            filters.Choice(one.value, str(STATES[one]), one.value == typed.get("state")) for one in State
        ],
        "topics": filters.topic_options(typed.get("topic", "")),
        "places": filters.place_choices(request.post, typed.get("place", "")),
    }


def _overseeing(request: DeskRequest) -> bool:
    return request.reader.oversight is not None and request.GET.get("scope") != "office"


def _dispatching(request: DeskRequest) -> bool:
    return request.post.at_bureau and not _overseeing(request)


def _tiles(counts: Counts, typed: filters.Typed) -> list[Tile]:
    chosen = typed.get("due", "")
    return [
        Tile(
            due=due.value,
            count=counts.of(due),
            chosen=due == chosen,
            query=filters.with_more(typed, due="" if due == chosen else due.value),
            whole=counts.is_whole(due),
        )
        for due in Due
    ]
