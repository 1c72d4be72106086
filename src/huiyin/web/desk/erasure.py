"""Erasure at the desk: one page on which one person proposes it and another carries it out or turns it down.

It lists what would be lost, says that it cannot be undone here, and what it does not reach.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.commands.evidence.propose_erasure import ProposeErasure
from huiyin.commands.evidence.turn_down_erasure import TurnDownErasure
from huiyin.door import door
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Refused, Unknown, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.prepare import erasing
from huiyin.queries.evidence.erasures import what_is_lost
from huiyin.queries.handling.matter import MatterPage
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may
from huiyin.rules.lifecycle.states import OPEN
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.matters import find_page

Words = str | Promise

LOST: dict[str, Any] = {  # lazy, and of the number given
    "story": gettext_lazy("The title, what happened and what is asked for"),
    "people": ngettext_lazy("%(n)d person with name and address", "%(n)d people with name and address", "n"),
    "files": ngettext_lazy("%(n)d file", "%(n)d files", "n"),
    "documents": ngettext_lazy("The text of %(n)d document", "The text of %(n)d documents", "n"),
    "statements": ngettext_lazy("%(n)d witness statement", "%(n)d witness statements", "n"),
    "copies": ngettext_lazy("%(n)d blacked-out copy", "%(n)d blacked-out copies", "n"),
    "opinions": ngettext_lazy("%(n)d draft", "%(n)d drafts", "n"),
    "findings": ngettext_lazy("%(n)d finding of fact", "%(n)d findings of fact", "n"),
    "contacts": ngettext_lazy("The note of %(n)d contact", "The notes of %(n)d contacts", "n"),
    "executions": ngettext_lazy("%(n)d record of execution", "%(n)d records of execution", "n"),
    "ratings": ngettext_lazy("The words of %(n)d rating", "The words of %(n)d ratings", "n"),
    "reviews": ngettext_lazy("The grounds of %(n)d review", "The grounds of %(n)d reviews", "n"),
    "advices": ngettext_lazy("%(n)d letter of advice", "%(n)d letters of advice", "n"),
}
WRONG: dict[str, Words] = {
    "petition.erased": gettext_lazy("It was erased meanwhile."),
    "erasure.matter_open": gettext_lazy("The matter has to be answered first."),
    "erasure.window_open": gettext_lazy("The petitioner can still contest the answer."),
    "erasure.reconsideration_open": gettext_lazy(
        "The petitioner can still apply for administrative reconsideration."
    ),
    "erasure.supervision_open": gettext_lazy("A supervision item of this matter still stands."),
    "erasure.proposed_already": gettext_lazy("It was proposed meanwhile."),
    "erasure.decided_already": gettext_lazy("This was decided meanwhile."),
    "erasure.same_person": gettext_lazy("You proposed it yourself: another person has to carry it out."),
    "erasure.wrong_number": gettext_lazy("This is not the number of the matter. Nothing was erased."),
    "erasure.basis_missing": gettext_lazy("Please name the provision or decision that you rely on."),
    "erasure.reason_missing": gettext_lazy("Please say why."),
    "erasure.too_long": gettext_lazy("At most 2,000 characters fit here."),
}


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def erasure(request: DeskRequest, number: str) -> HttpResponse:
    """Show what would be lost, and take the proposal, the confirmation or the refusal."""
    page = find_page(request, number)
    if not may_see(request, page):
        raise Unknown("petition.unknown")
    if request.method != "POST":
        return _shown(request, page)
    try:
        told = _done(request, page)
    except (Conflict, Invalid, Refused, Unlawful) as refusal:
        return _shown(request, page, wrong=_said(refusal))
    messages.success(request, told)
    return HttpResponseRedirect(reverse("desk-petition", args=[page.matter.number]))


def may_see(request: DeskRequest, page: MatterPage) -> bool:
    """True for the posts of the matter's bureau that propose or carry out an erasure."""
    return may(request.actor, Permission.EVIDENCE_ERASURE_PROPOSE, page.matter.standing)


def _done(request: DeskRequest, page: MatterPage) -> str:
    """Carry out what was asked; return what to tell."""
    typed, petition, stands = request.POST, page.matter.id, page.erasure
    asked = typed.get("go")
    if stands is None or asked == "propose":
        command = ProposeErasure(
            petition=petition,
            id=new_id(request.at),
            basis=typed.get("basis", ""),
            reason=typed.get("reason", ""),
        )
        door.execute(command, actor=request.actor, at=request.at)
        return _("Proposed. Another person of the bureau carries it out or turns it down.")
    if asked == "erase":
        erasing.erase(
            petition,
            proposal=stands.id,
            number=typed.get("number", ""),
            actor=request.actor,
            at=request.at,
        )
        return _("The content was erased.")
    refusal = TurnDownErasure(petition=petition, proposal=stands.id, reason=typed.get("reason", ""))
    door.execute(refusal, actor=request.actor, at=request.at)
    return _("Turned down.")


def _shown(request: DeskRequest, page: MatterPage, *, wrong: str = "") -> HttpResponse:
    stands = page.erasure
    own = stands is not None and stands.proposed_by == request.account
    shown = {
        "page": page,
        "matter": page.matter,
        "stands": stands,
        "own": own,
        "too_early": "" if stands or page.matter.state not in OPEN else WRONG["erasure.matter_open"],
        "may_erase": stands is not None
        and not own
        and may(request.actor, Permission.EVIDENCE_ERASURE_CONFIRM, page.matter.standing),
        "lost": [str(LOST[name] % {"n": number}) for name, number in what_is_lost(page.matter.id).items()],
        "wrong": wrong,
        "typed": {name: request.POST.get(name, "") for name in ("basis", "reason")},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/erasure.html", shown, status=status)


def _said(refusal: HuiyinError) -> str:
    if refusal.code not in WRONG:
        raise refusal
    return str(WRONG[refusal.code])
