"""Retention at the desk of a bureau: what is due when, its destruction lists, and its own schedule."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.commands.evidence.draw_up_destruction import DrawUpDestruction
from huiyin.commands.evidence.set_schedule import SetSchedule
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Unknown, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.queries.evidence.destructions import ListLine, destruction_lists
from huiyin.queries.evidence.retention import DueTable, due_table
from huiyin.queries.people.posts import Post
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing, may
from huiyin.rules.retention.lists import MOST, ItemState
from huiyin.rules.retention.schedule import (
    PERIODS,
    Adopted,
    RunsFrom,
    Schedule,
    about_schedule,
    floors,
    shipped_schedule,
)
from huiyin.rules.retention.wording import fact_text, years_text
from huiyin.rules.statute.packs.shape import Words
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.names import spoken
from huiyin.web.desk.retention_words import CERTAINTIES, LISTS, LOOKS, RUNS, said

_ONE_DAY = timedelta(days=1)


def may_see(post: Post) -> bool:
    """True for the posts of a bureau that draw up destruction lists."""
    return may(post.actor, Permission.EVIDENCE_DESTRUCTION_DRAW, standing_of(post))


def standing_of(post: Post) -> Standing:
    """Return what decides who may act on the archive of a post's office: only bureaus have one."""
    return Standing(bureau=post.office if post.at_bureau else None)


def require_keeper(request: DeskRequest) -> None:
    """Raise Unknown for a post that keeps no archive."""
    if not may_see(request.post):
        raise Unknown("destruction.unknown")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def retention(request: DeskRequest) -> HttpResponse:
    """Show what is due by year and class, and the lists; draw up another."""
    require_keeper(request)
    if request.method != "POST":
        return _overview(request)
    try:
        command = DrawUpDestruction(
            id=new_id(request.at),
            office=request.post.office,
            up_to=_day(request.POST.get("up_to", ""), "destruction.day"),
            on=local_date(request.at),
        )
        door.execute(command, actor=request.actor, at=request.at)
    except (Conflict, Invalid, Unlawful) as refusal:
        return _overview(request, wrong=said(refusal))
    messages.success(request, _("Drawn up. Another person approves it; until then nothing is destroyed."))
    return HttpResponseRedirect(reverse("desk-destruction", args=[command.id]))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def schedule(request: DeskRequest) -> HttpResponse:
    """Show the office's schedule, or the draft that is shipped; set it anew."""
    require_keeper(request)
    if request.method != "POST":
        return _schedule(request)
    table = due_table(request.reader, request.post.office, on=local_date(request.at))
    try:
        command = SetSchedule(
            id=new_id(request.at),
            office=request.post.office,
            effective_on=_day(request.POST.get("effective_on", ""), "schedule.day"),
            settings=_settings(request, _stands(table)),
            approval=request.POST.get("approval", ""),
        )
        door.execute(command, actor=request.actor, at=request.at)
    except (Conflict, Invalid) as refusal:
        return _schedule(request, wrong=said(refusal))
    messages.success(request, _("The schedule is set. What was closed under an earlier one is kept by that."))
    return HttpResponseRedirect(reverse("desk-retention"))


def _overview(request: DeskRequest, *, wrong: str = "") -> HttpResponse:
    today = local_date(request.at)
    table = due_table(request.reader, request.post.office, on=today)
    lists = destruction_lists(request.reader, request.post.office)
    shown = {
        "table": table,
        "columns": [word(one.name) for one in _stands(table).classes],
        "rows": _rows(table),
        "lists": [_list(one) for one in lists],
        "up_to": request.POST.get("up_to") or (today - _ONE_DAY).isoformat(),
        "most": MOST,
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/retention.html", shown, status=status)


def _schedule(request: DeskRequest, *, wrong: str = "") -> HttpResponse:
    today = local_date(request.at)
    table = due_table(request.reader, request.post.office, on=today)
    about = about_schedule()
    stands = _stands(table)
    shown = {
        "adopted": table.schedule,
        "coming": table.coming,
        "draft": table.schedule is None,
        "note": word(about["note"]),
        "sources": [word(about[one]) for one in ("own", "periods", "runs_from", "shortest", "unlawful")],
        "runs_from": RUNS[stands.runs_from],
        "classes": [_class(one, request) for one in stands.classes],
        "starts": [
            {"id": one.value, "name": RUNS[one], "chosen": one.value == _runs(request, stands)}
            for one in RunsFrom
        ],
        "floors": [
            {
                "name": word(one.name),
                "keep": word(one.keep),
                "article": word(one.article),
                "here": word(one.here),
                "certainty": CERTAINTIES[one.certainty],
            }
            for one in floors()
        ],
        "may_set": may(request.actor, Permission.EVIDENCE_SCHEDULE_SET, standing_of(request.post)),
        "effective_on": request.POST.get("effective_on") or today.isoformat(),
        "approval": request.POST.get("approval", ""),
        "wrong": wrong,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/retention_schedule.html", shown, status=status)


def word(both: Words) -> str:
    """Return words in the reader's language."""
    return both.en if spoken() == "en" else both.zh


def _stands(table: DueTable) -> Schedule:
    """Return the schedule in force, else the one to come, else the draft."""
    adopted: Adopted | None = table.schedule or table.coming
    return adopted.schedule if adopted else shipped_schedule()


def _rows(table: DueTable) -> list[dict[str, Any]]:
    known = [one.id for one in _stands(table).classes]
    counted = [(_("due now"), table.due, True), *((str(y), c, False) for y, c in table.by_year.items())]
    lines = [*counted, (_("kept for ever"), table.ever, False)]
    return [
        {
            "name": name,
            "now": now,
            "cells": [cells.get(one, 0) for one in known],
            "total": sum(cells.values()),
        }
        for name, cells, now in lines
        if now or cells
    ]


def _list(one: ListLine) -> dict[str, Any]:
    return {
        "line": one,
        "state": LISTS[one.state],
        "drawn": LOOKS[one.state],
        "matters": one.count(ItemState.LISTED, ItemState.DESTROYED),
        "off": one.count(ItemState.TAKEN_OFF, ItemState.LEFT_OUT),
    }


def _class(one: Any, request: DeskRequest) -> dict[str, Any]:
    chosen = request.POST.get(f"years_{one.id}", str(one.years))
    facts = [fact_text(fact, spoken()) for fact in one.when]
    return {
        "id": one.id,
        "name": word(one.name),
        "years": years_text(one.years, spoken()),
        "by_hand": one.by_hand,
        "when": facts,
        "certainty": CERTAINTIES[one.certainty],
        "periods": [
            {"value": years, "name": years_text(years, spoken()), "chosen": str(years) == chosen}
            for years in PERIODS
        ],
    }


def _runs(request: DeskRequest, stands: Schedule) -> str:
    return request.POST.get("runs_from", stands.runs_from.value)


def _settings(request: DeskRequest, stands: Schedule) -> dict[str, Any]:
    plain = stands.plain
    for one in plain["classes"]:
        typed = request.POST.get(f"years_{one['id']}", "")
        one["years"] = int(typed) if typed.isdecimal() else None
    return {**plain, "runs_from": _runs(request, stands)}


def _day(typed: str, code: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as fault:
        wrong: HuiyinError = Invalid(code)
        raise wrong from fault
