"""The page of a matter: story left, life right; and its short form beside the queue."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.kernel.clock import local_date
from huiyin.queries.handling.matter import MatterPage, Paper
from huiyin.queries.handling.story import Named
from huiyin.rules.lifecycle.states import OPEN, OpinionState, State
from huiyin.web.desk import erasure
from huiyin.web.desk.dues import ClockShown, clocks_shown
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.keeping import period_shown
from huiyin.web.desk.matters import find_page, may_open, offered, open_story
from huiyin.web.desk.names import office_name, place_name, topic_name
from huiyin.web.desk.routing import suggestion_for
from huiyin.web.desk.shown_files import file_shown
from huiyin.web.desk.silence import silences_shown
from huiyin.web.desk.timeline import timeline
from huiyin.web.desk.words import (
    CHANNELS,
    DRAFT_STATES,
    KLASSES,
    OUTCOMES,
    PAPERS,
    PARTS_PLAYED,
    ROLES,
    ROUTES,
    SERVICE_WAYS,
    STATES,
    WAYS,
)


@require_safe
@at_desk
def petition(request: DeskRequest, number: str) -> HttpResponse:
    """Show a matter; its story, people and files only when they are open to this reader today."""
    page = find_page(request, number)
    shown = facts(request, page)
    kept = period_shown(request, page)
    return render(request, "desk/petition.html", {**shown, **kept, **_opened(request, page, shown["clocks"])})


@require_safe
@at_desk
def panel(request: DeskRequest, number: str) -> HttpResponse:
    """Show a matter in short, beside the queue."""
    page = find_page(request, number)
    dispatching = page.matter.state is State.REGISTERED and page.matter.bureau == request.post.office
    suggestion = suggestion_for(page) if dispatching else None
    return render(request, "desk/panel.html", {**facts(request, page), "suggestion": suggestion})


def facts(request: DeskRequest, page: MatterPage) -> dict[str, Any]:
    """Return what is shown of a matter before its story is opened."""
    matter = page.matter
    lawful, hindered = offered(request, page)
    clocks = clocks_shown(page.clocks, int(request.post.office), local_date(request.at))
    return {
        "page": page,
        "matter": matter,
        "stage": STATES[matter.state],
        "klass": KLASSES[matter.klass or matter.declared_klass],
        "route": ROUTES[matter.route] if matter.route else "",
        "topic": topic_name(matter.topic),
        "place": place_name(matter.division),
        "channel": CHANNELS.get(page.channel, page.channel),
        "bureau": office_name(matter.bureau),
        "lead": office_name(matter.lead),
        "next_due": next((clock for clock in clocks if clock.is_open and clock.mine), None),
        "clocks": clocks,
        "done_clocks": [clock for clock in clocks if not clock.is_open],
        "lawful": lawful,
        "hindered": hindered,
        "steps": timeline(page, clocks),
        "papers": [_paper(paper) for paper in page.papers],
        "draft": _draft(page),
        "silences": silences_shown(request, page),
        "openings": _openings(page),
        "may_open": may_open(request, page),
        **_erasure(request, page),
    }


def _erasure(request: DeskRequest, page: MatterPage) -> dict[str, Any]:
    """Return who erased it, or where its erasure is proposed and decided: once the matter is closed."""
    if page.matter.erased:
        return {"erased_by": office_name(page.erasure.office) if page.erasure else ""}
    offered_here = page.matter.state not in OPEN and erasure.may_see(request, page)
    return {
        "erasure_address": reverse("desk-erasure", args=[page.matter.number]) if offered_here else "",
    }


def _opened(request: DeskRequest, page: MatterPage, clocks: list[ClockShown]) -> dict[str, Any]:
    story = open_story(request, page)
    if story is None:
        return {"contacts": _contacts(page, {})}
    return {
        "story": story,
        "steps": timeline(page, clocks, story.findings, story.statements),
        "people": [_person(one) for one in story.people],
        "respondents": [{"one": one, "office": office_name(one.office)} for one in story.respondents],
        "files": [file_shown(file, page.matter.number) for file in story.files],
        "statements": [{"one": one, "by": office_name(one.office)} for one in story.statements],
        "findings": [{"one": one, "office": office_name(one.office)} for one in story.findings],
        "executions": [{"one": one, "office": office_name(one.office)} for one in story.executions],
        "contacts": _contacts(page, story.notes),
    }


def _person(one: Named) -> dict[str, Any]:
    ways = [way for way in (one.phone, one.email, one.address, one.note) if way]
    return {"one": one, "played": PARTS_PLAYED.get(one.part_played, ""), "ways": ways}


def _paper(paper: Paper) -> dict[str, Any]:
    return {
        "paper": paper,
        "name": PAPERS.get(paper.kind, paper.kind),
        "office": office_name(paper.office),
        "way": SERVICE_WAYS.get(paper.way or "", ""),
    }


def _draft(page: MatterPage) -> dict[str, Any] | None:
    draft = page.draft()
    if draft is None or draft.state is OpinionState.SIGNED:
        return None
    return {
        "one": draft,
        "name": PAPERS.get(draft.kind.value, ""),
        "state": DRAFT_STATES[draft.state.value],
        "outcome": OUTCOMES.get(draft.outcome, draft.outcome),
    }


def _contacts(page: MatterPage, notes: Any) -> list[dict[str, Any]]:
    return [
        {
            "one": one,
            "way": WAYS.get(one.way, one.way),
            "office": office_name(one.office),
            "note": notes.get(one.id, ""),
        }
        for one in page.contacts
    ]


def _openings(page: MatterPage) -> list[dict[str, Any]]:
    return [
        {"one": one, "office": office_name(one.office), "role": ROLES.get(one.role, one.role)}
        for one in page.openings
    ]
