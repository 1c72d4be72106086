"""The queue: the home of the desk. Next due first, one line a matter, details beside it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import parse_number
from huiyin.queries.handling.find import find, numbered
from huiyin.queries.handling.lines import Line
from huiyin.queries.handling.queue import COUNT_LIMIT, Counts, Queue, Wanted, overseen, queue
from huiyin.rules.lifecycle.states import State
from huiyin.web.desk import filters
from huiyin.web.desk.dues import duty_title, state_of
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.names import days_text, office_name, place_name, topic_name
from huiyin.web.desk.routing import Known, Suggestion, suggest
from huiyin.web.desk.words import STATES

NOTHING = Wanted()


@dataclass(frozen=True)
class LineShown:
    """A line in words."""

    line: Line
    state: str  # overdue, soon, running, none
    days: str
    duty: str
    stage: str
    topic: str
    place: str
    lead: str
    suggestion: Suggestion | None  # for a dispatcher, while the matter waits at the bureau

    @property
    def address(self) -> str:
        """The page of the matter."""
        return reverse("desk-petition", args=[self.line.number])


@dataclass(frozen=True)
class Tile:
    """A count with the filter that shows what was counted."""

    due: str
    count: int
    chosen: bool
    query: str

    @property
    def capped(self) -> bool:
        """True when there are at least so many."""
        return self.count >= COUNT_LIMIT


@require_safe
@at_desk
def home(request: DeskRequest) -> HttpResponse:
    """Show a page of the queue."""
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
        context["lines"] = [shown(line, today) for line in found.lines]
        context["more"] = (
            filters.with_more(typed, before=filters.before_text(found.more)) if found.more else ""
        )
        context["looked"] = True
    offices = filters.office_choices(request.post, typed.get("office", ""))
    return render(request, "desk/find.html", {**context, **choices(request, typed), "offices": offices})


def shown(line: Line, today: date, *, dispatching: bool = False) -> LineShown:
    """Return a line in words; with `dispatching` a matter at the bureau has its best offices beside it."""
    waits = dispatching and line.state is State.REGISTERED
    return LineShown(
        line=line,
        state=state_of(line, today),
        days=days_text(line.due_on, today) if line.due_on else "",
        duty=duty_title(line.duty),
        stage=str(STATES[line.state]),
        topic=topic_name(line.topic),
        place=place_name(line.division),
        lead=office_name(line.lead),
        suggestion=suggest(_known(line)) if waits else None,
    )


def choices(request: DeskRequest, typed: filters.Typed) -> dict[str, Any]:
    """Return what the filters offer."""
    return {
        "typed": typed,
        "states": [
            filters.Choice(one.value, str(STATES[one]), one.value == typed.get("state")) for one in State
        ],
        "topics": filters.topic_choices(typed.get("topic", "")),
        "places": filters.place_choices(request.post, typed.get("place", "")),
    }


def _overseeing(request: DeskRequest) -> bool:
    return request.reader.oversight is not None and request.GET.get("scope") != "office"


def _dispatching(request: DeskRequest) -> bool:
    return request.post.at_bureau and not _overseeing(request)


def _known(line: Line) -> Known:
    return Known(
        suggested=line.suggested,
        topic=line.topic,
        division=line.division,
        klass=line.klass or line.declared_klass,
        denied=line.denied,
        taken=(line.bureau,),
    )


def _tiles(counts: Counts, typed: filters.Typed) -> list[Tile]:
    chosen = typed.get("due", "")
    return [
        Tile(due, count, due == chosen, filters.with_more(typed, due="" if due == chosen else due))
        for due, count in vars(counts).items()
    ]
