"""The page of one supervision item: what was owed, the office's answer, the inspector's result."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Command
from huiyin.kernel.errors import Conflict, Unknown
from huiyin.prepare import supervision
from huiyin.queries.handling.lines import Duty
from huiyin.queries.oversight.items import SealedItem, item
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.roles import RIGHTS, Role
from huiyin.rules.oversight.breaches import CLOSED, OPEN
from huiyin.web.desk.actions.fields import TextField
from huiyin.web.desk.dues import duty_title
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.names import office_name
from huiyin.web.desk.supervision import shown


class AnswerForm(forms.Form):
    """What the office that failed says."""

    text = TextField(
        rows=6,
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Why it was late, what is being done, and by when. No names, please."),
    )


class ResultForm(forms.Form):
    """What the inspector found and asked for."""

    text = TextField(
        rows=6,
        label=gettext_lazy("Written result"),
        help_text=gettext_lazy("What was found and what follows from it. No names, please."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def supervision_item(request: DeskRequest, identity: UUID) -> HttpResponse:
    """Show an item; take the answer of the office, or the result of an inspector."""
    found = item(request.reader, identity)
    if found is None:
        raise Unknown("supervision.unknown")
    deed = _deed(request, found)
    form = _form(deed, request)
    if form is not None and request.method == "POST" and form.is_valid():
        _do(request, found, deed, form.cleaned_data["text"])
        return HttpResponseRedirect(reverse("desk-supervision-item", args=[identity]))
    return render(request, "desk/supervision_item.html", _context(request, found, deed, form))


def _deed(request: DeskRequest, found: SealedItem) -> str:
    """Return what the post may do with the item now: answer, close, or nothing."""
    rights, line = RIGHTS[Role(request.post.role)], found.line
    own = line.office == request.post.office
    if own:
        answers = Permission.OVERSIGHT_SUPERVISION_ANSWER in rights and line.state == OPEN
        return "answer" if answers else ""
    closes = Permission.OVERSIGHT_SUPERVISION_CLOSE in rights and line.state != CLOSED
    return "close" if closes else ""


def _form(deed: str, request: DeskRequest) -> forms.Form | None:
    kind = {"answer": AnswerForm, "close": ResultForm}.get(deed)
    return kind(request.POST or None) if kind else None


def _do(request: DeskRequest, found: SealedItem, deed: str, text: str) -> None:
    command: Command = (supervision.answer if deed == "answer" else supervision.close)(found, text)
    try:
        door.execute(command, actor=request.actor, at=request.at)
    except Conflict:
        messages.info(request, _("The item was closed meanwhile: this is how it stands now."))
        return
    told = _("Your answer is recorded; the bureau was told.")
    messages.success(
        request, told if deed == "answer" else _("The item is closed; the office was told the result.")
    )


def _context(request: DeskRequest, found: SealedItem, deed: str, form: forms.Form | None) -> dict[str, Any]:
    line, (answer, result) = found.line, supervision.texts(found)
    return {
        "one": shown(line, local_date(request.at)),
        "line": line,
        "duty": duty_title(Duty(pack=line.pack, rule=line.rule, due_on=line.since, warn_on=line.since)),
        "bureau": office_name(line.bureau),
        "answer": answer,
        "result": result,
        "deed": deed,
        "form": form,
    }
