"""Rules and calendars at the desk of the province's bureau: looked at, confirmed by another, or turned down.

A file is proposed at the terminal, where it lies; here a second person looks at it and decides.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.commands.learning.confirm_rules import ConfirmRules
from huiyin.commands.learning.move_clocks import Moved
from huiyin.commands.learning.turn_down_rules import TurnDownRules
from huiyin.door import door
from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Refused, Unknown
from huiyin.prepare.moving import would_move
from huiyin.queries.learning.proposals import ProposalLine, file_of, proposals, standing
from huiyin.queries.people.posts import Post
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import may
from huiyin.rules.statute.law import in_force
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.names import spoken

LOOK_SECONDS = 2.0  # longer nobody waits for a page; the terminal counts them all
FIRST = 20
Words = str | Promise

STATES: dict[str, Words] = {
    "proposed": gettext_lazy("waits for a second person"),
    "confirmed": pgettext_lazy("rules", "in force"),
    "withdrawn": gettext_lazy("withdrawn"),
    "rejected": gettext_lazy("rejected"),
}
KINDS: dict[str, Words] = {
    "calendar": gettext_lazy("Days off of a year"),
    "pack": gettext_lazy("Rule pack"),
}
WRONG: dict[str, Words] = {
    "rules.same_person": gettext_lazy("You proposed it yourself: another person has to confirm it."),
    "rules.decided_already": gettext_lazy("This was decided meanwhile."),
    "rules.reason_missing": gettext_lazy("Please say why."),
    "rules.wrong_digest": gettext_lazy("The file is not the one that was shown. Please look at it again."),
    "rules.stands_already": gettext_lazy("This is in force already."),
    "rules.version_stands": gettext_lazy("This version is in force with other content."),
}


@dataclass(kw_only=True)
class Look:
    """What a file would move, as far as was seen in the time of a page."""

    petitions: int = 0
    whole: bool = True
    first: list[tuple[str, str, Moved]] = field(default_factory=list)


@require_safe
@at_desk
def listed(request: DeskRequest) -> HttpResponse:
    """List what was proposed, the latest first."""
    _require_bureau(request)
    return render(request, "desk/rules.html", {"lines": [_shown(one) for one in proposals()]})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def one(request: DeskRequest, proposal: UUID) -> HttpResponse:
    """Show one proposal with what it would move; take the decision."""
    _require_bureau(request)
    line = next((found for found in proposals() if found.id == proposal), None)
    if line is None:
        raise Unknown("rules.no_such_proposal")
    wrong = ""
    if request.method == "POST":
        wrong = _decide(request, line)
        if not wrong:
            return HttpResponseRedirect(reverse("desk-rules"))
    waits = line.state == "proposed"
    own = line.proposed_by == request.account
    shown = {
        "one": _shown(line),
        "text": file_of(line, today=local_date(request.at)).content.decode(),
        "look": _look(line, request.at) if waits else None,
        "may_confirm": waits
        and not own
        and may(request.actor, Permission.LEARNING_RULES_CONFIRM, standing()),
        "may_turn_down": waits,
        "own": own,
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "desk/rule.html", shown, status=422 if wrong else 200)


def _require_bureau(request: DeskRequest) -> None:
    if not may_see(request.post):
        raise Unknown("rules.no_such_proposal")


def may_see(post: Post) -> bool:
    """True for the posts of the province's bureau that propose or confirm."""
    return may(post.actor, Permission.LEARNING_RULES_PROPOSE, standing())


def _decide(request: DeskRequest, line: ProposalLine) -> str:
    """Carry out what was asked; return what is wrong with it, or nothing."""
    confirming = request.POST.get("go") == "confirm"
    command = (
        ConfirmRules(proposal=line.id, digest=_digest(request.POST.get("digest", "")))
        if confirming
        else TurnDownRules(proposal=line.id, reason=request.POST.get("reason", ""))
    )
    try:
        door.execute(command, actor=request.actor, at=request.at)
    except (Conflict, Invalid, Refused) as refusal:
        return _said(refusal)
    told = (
        _("It is in force. Clocks that it moves are moved within minutes.")
        if confirming
        else _("Turned down.")
    )
    messages.success(request, told)
    return ""


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _said(refusal: HuiyinError) -> str:
    if refusal.code not in WRONG:
        raise refusal
    return str(WRONG[refusal.code])


def _shown(line: ProposalLine) -> dict[str, object]:
    return {
        "line": line,
        "kind": KINDS.get(line.kind, line.kind),
        "state": STATES.get(line.state, line.state),
        "drawn": {"proposed": "soon", "confirmed": "met"}.get(line.state, "done"),
        "digest": line.digest.hex(),
        "day": line.in_force_on or line.effective_on,
    }


def _dated(moved: tuple[Moved, ...]) -> Iterator[Moved]:
    """Yield those whose day becomes another: with a new version of a pack some change in nothing else."""
    return (one for one in moved if one.bound_on != one.binding_on)


def _look(line: ProposalLine, at: datetime) -> Look:
    look, until = Look(), time.monotonic() + LOOK_SECONDS
    law = in_force(at)
    for one in would_move(file_of(line, today=local_date(at)), at=at):
        look.petitions += 1
        number = "" if one.matter.denied else one.matter.number
        for moved in _dated(one.moved) if len(look.first) < FIRST else ():
            rule = law.rule(moved.rule)
            title = moved.rule if rule is None else rule.title.en if spoken() == "en" else rule.title.zh
            look.first.append((number, title, moved))
        if time.monotonic() > until:
            look.whole = False
            break
    return look
