"""Records of non-response at the desk: shown with the matter; an office states that it had answered."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.commands.oversight.correct_non_response import CorrectNonResponse
from huiyin.door import door
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unknown
from huiyin.queries.handling.matter import MatterPage, SilenceKept
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may
from huiyin.rules.nonresponse.corrections import Correction
from huiyin.web.desk.actions.fields import DayField
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.matters import find_page
from huiyin.web.desk.names import spoken
from huiyin.web.desk.words import CORRECTIONS

_FAULTS = {
    "nonresponse.day_not_within_limit": gettext_lazy(
        "Only an answer that came by the last day makes the record wrong. For a later one, record the "
        "service: the petitioner then sees on which day it came."
    ),
    "nonresponse.day_before_start": gettext_lazy("On that day the limit had not begun yet."),
}


@dataclass(frozen=True)
class SilenceShown:
    """One record as the desk shows it; `address` is empty when it cannot be corrected here."""

    what: str
    office: str
    last_day: date
    corrected: str
    address: str


class StatementForm(forms.Form):
    """On which day the answer reached the petitioner, outside this system."""

    use_required_attribute = False
    on = DayField(label=gettext_lazy("On which day the answer reached the petitioner"))


def silences_shown(request: DeskRequest, page: MatterPage) -> list[SilenceShown]:
    """Return the records of a matter, the newest first."""
    mine = may(request.actor, Permission.OVERSIGHT_NONRESPONSE_CORRECT, page.matter.standing)
    return [_shown(one, page, mine=mine) for one in reversed(page.silences)]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def correct(request: DeskRequest, number: str, place: int) -> HttpResponse:
    """State that it was answered in time by a way outside this system: recorded as the office's own words."""
    page = find_page(request, number)
    record = next((one for one in page.silences if one.position == place), None)
    if record is None:
        raise Unknown("nonresponse.unknown")
    if not may(request.actor, Permission.OVERSIGHT_NONRESPONSE_CORRECT, page.matter.standing):
        raise Refused("access.refused")
    form = StatementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _stated(request, page, record, form):
        return HttpResponseRedirect(reverse("desk-petition", args=[page.matter.number]))
    context = {"page": page, "matter": page.matter, "record": _shown(record, page, mine=True), "form": form}
    status = 422 if form.errors else 200
    return render(request, "desk/record.html", context, status=status)


def _stated(request: DeskRequest, page: MatterPage, record: SilenceKept, form: StatementForm) -> bool:
    command = CorrectNonResponse(
        petition=page.matter.id,
        record=record.id,
        reason=Correction.OFFICE_STATES_ANSWER,
        on=form.cleaned_data["on"],
    )
    try:
        door.execute(command, actor=request.actor, at=request.at)
    except Invalid as fault:
        form.add_error("on", str(_FAULTS[fault.code]))
        return False
    except Conflict:
        form.add_error(None, _("Somebody corrected this record before you. Nothing was recorded twice."))
        return False
    return True


def _shown(one: SilenceKept, page: MatterPage, *, mine: bool) -> SilenceShown:
    tongue = "en" if spoken() == "en" else "zh"
    office = one.statement["office"]
    open_to_words = mine and one.correction is None
    address = reverse("desk-record", args=[page.matter.number, one.position]) if open_to_words else ""
    return SilenceShown(
        what=one.statement["duty"]["title"][tongue],
        office=office[tongue] if office else "",
        last_day=one.binding_on,
        corrected=str(CORRECTIONS[one.correction["reason"]]) if one.correction else "",
        address=address,
    )
