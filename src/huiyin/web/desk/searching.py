"""Searching by words: what was typed is sealed into the address of its answer, so that no log holds it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel.clock import LOCAL_ZONE, local_date
from huiyin.kernel.errors import Conflict, Invalid, Unknown
from huiyin.kernel.ids import parse_number
from huiyin.prepare.searching import asking, keeping, questions
from huiyin.prepare.searching.asking import Found, Page
from huiyin.queries.handling.find import numbered
from huiyin.queries.handling.queue import SOON_DAYS, Due
from huiyin.queries.handling.search import Narrowed
from huiyin.queries.people.kept_searches import kept_searches
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import NOWHERE, may
from huiyin.rules.search import asked
from huiyin.rules.search.excerpts import Piece
from huiyin.web.desk import filters
from huiyin.web.desk.filters import Choice, Typed
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.lines import LineShown, shown
from huiyin.web.desk.queue import choices
from huiyin.web.desk.words import CHANNELS

FIELDS = ("q", "state", "topic", "place", "office", "channel", "due", "since", "until")
LONGEST = 200  # signs of one field
DUES: Mapping[Due, str | Promise] = {
    Due.OVERDUE: _("Overdue"),
    Due.SOON: _("Due within five days"),
    Due.LATER: _("Due later"),
    Due.UNDATED: _("Nothing due"),
}
WRONG: Mapping[str, str | Promise] = {
    "search.nothing_asked": _("Please type at least one word that must occur."),
    "search.too_long": _("Please ask in at most 100 signs."),
    "search.too_little": _("These signs are too few or too common to search by. Please add a word."),
    "search.names_a_person": _(
        "Nobody is searched for by telephone, identity number or e-mail address here. "
        "For the purposes of the law there is the search for a person, which the petitioner sees."
    ),
}


@require_http_methods(["GET", "POST"])
@at_desk
def search(request: DeskRequest) -> HttpResponse:
    """Take a question, or show the answer to the one in the address."""
    if request.method == "POST":
        return _DEEDS.get(request.POST.get("go", ""), _asked)(request)
    sealed = request.GET.get("s", "")
    return _shown(request, _opened(request, sealed) if sealed else {}, sealed)


def _asked(request: DeskRequest) -> HttpResponse:
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in FIELDS}
    return _answer_at(questions.sealed(typed, request.account))


def _kept(request: DeskRequest) -> HttpResponse:
    sealed = request.POST.get("s", "")
    try:
        typed = questions.opened(sealed, request.account)
        keeping.keep(request.actor, typed, at=request.at)
        messages.success(request, _("The search is kept. It stands above the words from now on."))
    except Unknown:
        return HttpResponseRedirect(reverse("desk-search"))
    except Conflict:
        messages.error(
            request, _("Twenty searches are kept already. Please drop one that you no longer use.")
        )
    return _answer_at(sealed)


def _dropped(request: DeskRequest) -> HttpResponse:
    try:
        keeping.drop(request.actor, UUID(request.POST.get("search", "")), at=request.at)
        messages.success(request, _("The search is dropped."))
    except (Unknown, ValueError):
        messages.info(request, _("This search was dropped already."))
    return HttpResponseRedirect(reverse("desk-search"))


_DEEDS = {"keep": _kept, "drop": _dropped}


def _answer_at(sealed: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('desk-search')}?{urlencode({'s': sealed})}")


def _opened(request: DeskRequest, sealed: str) -> dict[str, str]:
    try:
        return questions.opened(sealed, request.account)
    except Unknown:  # another's, or from before the keys changed: an empty form says enough
        return {}


def _shown(request: DeskRequest, typed: dict[str, str], sealed: str) -> HttpResponse:
    number = parse_number(typed.get("q", ""))
    if number is not None and numbered(request.reader, number) is not None:
        return HttpResponseRedirect(reverse("desk-petition", args=[number]))
    today = local_date(request.at)
    context: dict[str, Any] = {"today": today, "wrong": "", "looked": False}
    if typed:
        try:
            page = _found(request, typed)
            context |= {"looked": True, **_page(page, request, typed, sealed)}
        except Invalid as fault:
            context["wrong"] = WRONG[fault.code]
    offices = filters.office_choices(request.post, typed.get("office", ""))
    return render(
        request,
        "desk/search.html",
        {
            **context,
            **choices(request, typed),
            **_choices(typed),
            "offices": offices,
            "sealed": sealed,
            "kept": _kept_shown(request),
            "may_seek": may(request.actor, Permission.INTAKE_PERSON_SEEK, NOWHERE),
        },
    )


def _kept_shown(request: DeskRequest) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "name": one.typed.get("q", ""),
            "narrowed": any(one.typed.get(name) for name in FIELDS[1:]),
            "address": urlencode({"s": questions.sealed(one.typed, request.account)}),
        }
        for one in kept_searches(request.reader, request.post.id)
    ]


def _found(request: DeskRequest, typed: Typed) -> Page:
    question = asked.read(typed.get("q", ""))
    before = filters.before(request.GET.dict())
    today = local_date(request.at)
    return asking.search(request.reader, question, _narrowed(typed, today), on=today, before=before)


def _narrowed(typed: Typed, today: date) -> Narrowed:
    by = filters.sought(typed)
    due = filters.wanted(typed).due
    firsts = {Due.SOON: today, Due.LATER: today + timedelta(days=SOON_DAYS + 1)}
    lasts = {Due.OVERDUE: today - timedelta(days=1), Due.SOON: today + timedelta(days=SOON_DAYS)}
    return Narrowed(
        state=by.state,
        topic=by.topic,
        division=by.division,
        office=by.office,
        channel=typed.get("channel", "") if typed.get("channel") in CHANNELS else "",
        since=_midnight(by.since) if by.since else None,
        until=_midnight(by.until + timedelta(days=1)) if by.until else None,
        due_first=firsts.get(due) if due else None,
        due_last=lasts.get(due) if due else None,
        undated=due is Due.UNDATED,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE)


def _page(page: Page, request: DeskRequest, typed: dict[str, str], sealed: str) -> dict[str, Any]:
    today = local_date(request.at)
    if page.instead:  # what follows, and what is kept, is the question that was answered
        sealed = questions.sealed({**typed, "q": page.instead.written}, request.account)
    more = urlencode({"s": sealed, "before": filters.before_text(page.more)}) if page.more else ""
    first = "before" not in request.GET
    return {
        "lines": [_line(one, today) for one in page.found],
        "more": more,
        "first": first,
        "count": len(page.found),
        "instead": page.instead.written if page.instead else "",
        "answered": sealed,
    }


def _line(one: Found, today: date) -> LineShown:
    line = shown(one.line, today, with_office=True)
    return replace(line, title=_marked(one.title), excerpt=_marked(one.story))


def _marked(pieces: tuple[Piece, ...]) -> SafeString:
    parts = ((format_html("<mark>{}</mark>" if one.hit else "{}", one.text),) for one in pieces)
    return format_html_join("", "{}", parts)


def _choices(typed: Typed) -> dict[str, Any]:
    return {
        "channels": [
            Choice(code, str(name), code == typed.get("channel")) for code, name in CHANNELS.items()
        ],
        "narrowed": any(typed.get(name) for name in FIELDS[1:]),
        "dues": [Choice(due.value, str(name), due.value == typed.get("due")) for due, name in DUES.items()],
    }
