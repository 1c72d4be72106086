"""The page of one supervision item: what was owed, what office and bureau say, and the forms to say it.

Nothing typed is lost: a form that cannot be carried out is shown again with its text, also after the sign-in.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, Invalid, Unknown
from huiyin.prepare import supervision, unfinished
from huiyin.prepare.supervision import OpenedAdvice
from huiyin.queries.handling.lines import Duty
from huiyin.queries.oversight.items import SealedItem, item
from huiyin.web.desk.dues import duty_title
from huiyin.web.desk.here import DeskRequest, at_desk, keep_typed, signature, typed_in
from huiyin.web.desk.names import office_name
from huiyin.web.desk.supervision import shown
from huiyin.web.desk.supervision_deeds import Deed, open_deeds
from huiyin.web.desk.words import INVALID, OUTCOMES

DEED, TEXT = "deed", "text"


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def supervision_item(request: DeskRequest, identity: UUID) -> HttpResponse:
    """Show an item; take what the office or the bureau says."""
    found = _found(request, identity)
    if request.method == "POST":
        return _taken(request, found)
    kept = unfinished.find(request.account, request.path, at=request.at)
    return _page(request, found, typed=kept or {}, restored=kept is not None)


def supervision_item_again(request: HttpRequest, identity: UUID) -> HttpResponse:
    """Keep what was typed when the form was too old to act on, and show it again."""
    keep_typed(request, clock.now())
    return HttpResponseRedirect(reverse("desk-supervision-item", args=[identity]))


def _found(request: DeskRequest, identity: UUID) -> SealedItem:
    found = item(request.reader, identity)
    if found is None:
        raise Unknown("supervision.unknown")
    return found


def _taken(request: DeskRequest, found: SealedItem) -> HttpResponse:
    typed = typed_in(request)
    deed = next((one for one in open_deeds(request.post, found) if one.name == typed.get(DEED)), None)
    if deed is None:
        return _overtaken(request, found, typed)
    form = _form(deed, typed, checked=True)
    if not form.is_valid():
        return _refused(request, found, typed, form)
    try:
        command = deed.command(found, form.cleaned_data, at=request.at)
        door.execute(command, actor=request.actor, at=request.at)
    except Invalid as fault:
        form.add_error(fault.field, str(INVALID[fault.code]))
        return _refused(request, found, typed, form)
    except Conflict:
        return _overtaken(request, _found(request, found.line.id), typed)
    unfinished.drop(request.account, request.path)
    messages.success(request, str(deed.done))
    return HttpResponseRedirect(request.path)


def _refused(
    request: DeskRequest, found: SealedItem, typed: Mapping[str, str], form: forms.Form
) -> HttpResponse:
    return _page(request, found, typed=typed, faulty=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _overtaken(request: DeskRequest, found: SealedItem, typed: Mapping[str, str]) -> HttpResponse:
    """Show the item as it stands now; what was typed stays."""
    told = _("The item changed meanwhile: this is how it stands now.")
    return _page(request, found, typed=typed, changed=told, status=HTTPStatus.CONFLICT)


def _form(deed: Deed, typed: Mapping[str, str], *, checked: bool = False) -> forms.Form:
    data = dict(typed)
    return deed.form(data=data if checked else None, initial=data, auto_id=f"{deed.name}_%s")


def _page(
    request: DeskRequest,
    found: SealedItem,
    *,
    typed: Mapping[str, str],
    faulty: forms.Form | None = None,
    status: int = HTTPStatus.OK,
    **notes: Any,
) -> HttpResponse:
    line, (answer, result) = found.line, supervision.texts(found)
    deeds = open_deeds(request.post, found)
    still_open = any(one.name == typed.get(DEED) for one in deeds)
    context = {
        "one": shown(line, local_date(request.at)),
        "line": line,
        "late": line.cured_on is not None and line.cured_on > line.since,
        "duty": duty_title(Duty(pack=line.pack, rule=line.rule, due_on=line.since, warn_on=line.since)),
        "bureau": office_name(line.bureau),
        "answer": answer,
        "result": result,
        "advices": [_advice(one) for one in supervision.advices(found)],
        "forms": [(one, _shown_form(one, typed, faulty)) for one in deeds],
        "faulty": faulty,
        "homeless": "" if still_open else typed.get(TEXT, ""),
        "by": signature(request),
        **notes,
    }
    return render(request, "desk/supervision_item.html", context, status=status)


def _shown_form(deed: Deed, typed: Mapping[str, str], faulty: forms.Form | None) -> forms.Form:
    if deed.name != typed.get(DEED):
        return _form(deed, {})
    return faulty or _form(deed, typed)


def _advice(one: OpenedAdvice) -> dict[str, Any]:
    line = one.line
    return {
        "one": one,
        "line": line,
        "sender": office_name(line.sender),
        "office": office_name(line.office),
        "adopted": OUTCOMES.get(line.adopted or "", ""),
    }


supervision_item.when_expired = supervision_item_again  # type: ignore[attr-defined]
