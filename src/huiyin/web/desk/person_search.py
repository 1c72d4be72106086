"""Looking for a person: exact, for a stated purpose, and shown to the petitioner."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.prepare.searching import seeking
from huiyin.queries.handling.persons import sought
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import NOWHERE, require
from huiyin.rules.search.persons import Known, Purpose
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.lines import shown

LONGEST = 100
PURPOSES: Mapping[Purpose, str | Promise] = {
    Purpose.AT_THE_COUNTER: _("The person is at the counter and asks about the own matter"),
    Purpose.REPEATED: _("Whether the same matter is being handled already (article 19(3))"),
    Purpose.CONCLUDED: _("Whether the matter is closed to further acceptance (article 36(3))"),
}
KNOWN: Mapping[Known, str | Promise] = {
    Known.NAME: _("Full name"),
    Known.PHONE: _("Telephone number"),
    Known.EMAIL: _("E-mail address"),
}
WRONG = _("Please give a whole name or number, by what it is, and the purpose.")


@require_http_methods(["GET", "POST"])
@at_desk
def seek(request: DeskRequest) -> HttpResponse:
    """Ask for whom and for what; a search is recorded before anything is looked up."""
    require(request.actor, Permission.INTAKE_PERSON_SEEK, NOWHERE)
    if request.method != "POST":
        return _form(request)
    known, purpose = request.POST.get("known", ""), request.POST.get("purpose", "")
    who = request.POST.get("who", "")[:LONGEST]
    try:
        search = seeking.seek(
            request.actor, request.reader, Known(known), who, Purpose(purpose), at=request.at
        )
    except (Invalid, ValueError):
        return _form(request, wrong=WRONG, status=422)
    return HttpResponseRedirect(reverse("desk-person-found", args=[search]))


@require_safe
@at_desk
def found(request: DeskRequest, search: UUID) -> HttpResponse:
    """Show what one's own search of today found, each told to its petitioner."""
    today = local_date(request.at)
    one = sought(request.reader, search, on=today)
    if one is None or one.at < request.at - timedelta(days=1):
        raise Unknown("search.unknown")
    context = {
        "purpose": PURPOSES[one.purpose],
        "known": KNOWN[one.known],
        "lines": [shown(line, today, with_office=True) for line in one.lines],
    }
    return render(request, "desk/person_found.html", context)


def _form(request: DeskRequest, *, wrong: Any = "", status: int = 200) -> HttpResponse:
    context = {
        "wrong": wrong,
        "purposes": [
            (one.value, name, request.POST.get("purpose") == one.value) for one, name in PURPOSES.items()
        ],
        "known": [
            (one.value, name, request.POST.get("known", "name") == one.value) for one, name in KNOWN.items()
        ],
        "who": request.POST.get("who", ""),
    }
    return render(request, "desk/person_search.html", context, status=status)
