"""The list of supervision items: what offices should have done and did not, by check, office, age."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huiyin.kernel.clock import local_date
from huiyin.queries.oversight.items import (
    START,
    After,
    ItemLine,
    Items,
    Label,
    Scope,
    Wanted,
    all_items,
    items,
    labels,
    scope_of,
)
from huiyin.queries.people.posts import Post
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing, may
from huiyin.rules.oversight.checks import Check, checks
from huiyin.web.desk import filters
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.names import days_text, office_name, place_name, spoken

BYTE_ORDER = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that spreadsheets read UTF-8
LABEL = "label:"
STATES: Mapping[str, str | Promise] = {
    "open": gettext_lazy("open"),
    "answered": gettext_lazy("answered by the office"),
    "closed": gettext_lazy("closed"),
}
CLOSED_BY: Mapping[str, str | Promise] = {
    "done": gettext_lazy("done late"),
    "in_time": gettext_lazy("done in time, recorded later"),
    "no_longer_owed": gettext_lazy("no longer owed"),
    "inspector": gettext_lazy("closed by an inspector"),
}
HEADINGS = (
    "number",
    "failed",
    "failed_words",
    "article",
    "office",
    "office_name",
    "place",
    "last_day",
    "raised_on",
    "days_over",
    "state",
    "closed_on",
    "closed_by",
    "done_on",
)


class _Lines:
    """A file that hands back each line as it is written."""

    def write(self, line: str) -> str:
        return line


@dataclass(frozen=True)
class ItemShown:
    """An item in words."""

    line: ItemLine
    address: str
    petition_address: str
    what: str
    office: str
    place: str
    state: str
    age: str
    how: str  # it was closed


@require_safe
@at_desk
def supervision(request: DeskRequest) -> HttpResponse:
    """Show a page of the items that this post may see."""
    typed, today = request.GET.dict(), local_date(request.at)
    named = labels(request.reader)
    wanted = _wanted(typed, named)
    found = items(request.reader, _scope(request), wanted, after=_after(typed))
    context: dict[str, Any] = {
        "lines": [shown(one, today) for one in found.lines],
        "more": filters.with_more(typed, after=_after_text(found.more)) if found.more else "",
        "first": "after" not in typed,
        "restart": filters.with_more(typed),
        "file": filters.with_more(typed),
        "tiles": _tiles(found, typed, wanted),
        "groups": _groups(typed, named),
        "checks": [filters.Choice(one.value, words(one), one == typed.get("check")) for one in Check],
        "closed": wanted.closed,
        "filtered": bool(wanted.checks or wanted.office or wanted.division),
        "typed": typed,
        "places": filters.place_choices(request.post, typed.get("place", "")),
        "offices": filters.office_choices(request.post, typed.get("office", "")),
        "overseeing": request.reader.oversight is not None,
        "may_label": may(request.actor, Permission.OVERSIGHT_LABEL_SET, standing_of(request.post)),
    }
    return render(request, "desk/supervision.html", context)


@require_safe
@at_desk
def supervision_file(request: DeskRequest) -> StreamingHttpResponse:
    """Give everything that fits as CSV, in the memory of a few hundred lines."""
    typed, today = request.GET.dict(), local_date(request.at)
    wanted = _wanted(typed, labels(request.reader))
    found = all_items(request.reader, _scope(request), wanted)
    response = StreamingHttpResponse(_csv(found, today), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="huiyin-supervision-{today}.csv"'
    return response


def standing_of(post: Post) -> Standing:
    """Return what decides who sets labels: a bureau of the province does."""
    sets = post.at_bureau and post.level == 1
    return Standing(overseers=frozenset({post.office} if sets else ()))


def words(check: Check) -> str:
    """Return a check in the reader's language."""
    row = checks()[check]
    return row.en if spoken() == "en" else row.zh


def shown(line: ItemLine, today: date) -> ItemShown:
    """Return an item in words."""
    in_time = line.cured_on is not None and line.cured_on <= line.since
    how = str(CLOSED_BY.get("in_time" if in_time else line.closed_by or "", ""))
    return ItemShown(
        line=line,
        address=reverse("desk-supervision-item", args=[line.id]),
        petition_address=reverse("desk-petition", args=[line.number]) if line.number else "",
        what=words(line.check),
        office=office_name(line.office),
        place=place_name(line.county),
        state=str(STATES[line.state]),
        age=how if in_time else days_text(line.since, until(line, today)),
        how=how,
    )


def until(line: ItemLine, today: date) -> date:
    """Return up to which day it was overdue: done, closed, or still; not at all when done in time."""
    return max(line.cured_on or line.closed_on or today, line.since)


def _scope(request: DeskRequest) -> Scope:
    return scope_of(request.reader, at_bureau=request.post.at_bureau)


def _wanted(typed: filters.Typed, named: tuple[Label, ...]) -> Wanted:
    office, asked = typed.get("office", ""), filters.wanted(typed)
    return Wanted(
        checks=_checks(typed.get("check", ""), named),
        office=filters.sought({"office": office}).office,
        division=asked.division,
        closed=typed.get("state") == "closed",
    )


def _checks(asked: str, named: tuple[Label, ...]) -> frozenset[Check]:
    if asked in list(Check):
        return frozenset({Check(asked)})
    return next((one.checks for one in named if f"{LABEL}{one.name}" == asked), frozenset())


def _groups(typed: filters.Typed, named: tuple[Label, ...]) -> list[filters.Choice]:
    return [
        filters.Choice(f"{LABEL}{one.name}", one.name, f"{LABEL}{one.name}" == typed.get("check"))
        for one in named
    ]


def _tiles(found: Items, typed: filters.Typed, wanted: Wanted) -> list[dict[str, Any]]:
    listed = [one for one in Check if not wanted.checks or one in wanted.checks]
    return [
        {
            "what": words(one),
            "count": found.counts.get(one, 0),
            "whole": found.whole,
            "chosen": typed.get("check") == one,
            "query": filters.with_more(typed, check="" if typed.get("check") == one else one.value),
        }
        for one in listed
    ]


def _after(typed: filters.Typed) -> After:
    day, _sep, identity = typed.get("after", "").partition("_")
    try:
        return After(since=date.fromisoformat(day), id=UUID(identity))
    except ValueError:
        return START


def _after_text(more: After) -> str:
    return f"{more.since.isoformat()}_{more.id}"


def _csv(found: Iterator[ItemLine], today: date) -> Iterator[str]:
    writer = csv.writer(_Lines())
    yield BYTE_ORDER + writer.writerow(HEADINGS)
    for one in found:
        told = shown(one, today)
        days = (until(one, today) - one.since).days
        yield writer.writerow(
            [one.number, one.check.value, told.what, one.article, one.office, told.office, told.place,
             one.since, one.raised_on, days, one.state, one.closed_on or "", one.closed_by or "",
             one.cured_on or ""]
        )  # fmt: skip
