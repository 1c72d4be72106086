"""One page for every action: the form, a look at the document, the deed; nothing typed is ever lost.

A form carries the stamp of the matter it was made on. When somebody else acted meanwhile, the one who
comes second is told what changed, and keeps what was typed.
"""

import base64
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.door import door
from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict, Invalid, Refused, Unlawful
from huiyin.prepare import papers, unfinished
from huiyin.prepare.work import Work
from huiyin.queries.handling.story import Story
from huiyin.rules.access.require import require
from huiyin.rules.lifecycle.steps import STEPS, Obstacle, obstacle
from huiyin.web.desk.actions.action import Action, ActionForm
from huiyin.web.desk.actions.all import ACTIONS
from huiyin.web.desk.here import DeskRequest, at_desk, keep_typed, signature, typed_in
from huiyin.web.desk.matters import find_page, open_story, work_on
from huiyin.web.desk.petition import facts
from huiyin.web.desk.timeline import Step, since
from huiyin.web.desk.words import CONFLICTS, INVALID, UNLAWFUL
from huiyin.web.shared.words import say


@dataclass(frozen=True)
class Acting:
    """An official before the form of one action."""

    request: DeskRequest
    action: Action
    slug: str
    work: Work
    story: Story | None
    typed: dict[str, Any]
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The page of the matter."""
        return reverse("desk-petition", args=[self.work.matter.number])

    @property
    def obstacle(self) -> Obstacle | None:
        """What hinders the step now, if anything."""
        return obstacle(self.work.matter, STEPS[self.action.step])

    def form(self, *, checked: bool = False) -> ActionForm:
        """Return the form with what was typed."""
        made = self.action.form_for(self.work)
        return made(self.typed, work=self.work, story=self.story, checked=checked)

    def noting(self, **notes: Any) -> "Acting":
        """Return the same with more to show."""
        return replace(self, notes={**self.notes, **notes})

    def shown(self, form: ActionForm | None = None, status: int = HTTPStatus.OK) -> HttpResponse:
        """Return the page."""
        context = {
            **facts(self.request, self.work.page),
            "action": self.action,
            "slug": self.slug,
            "form": form or self.form(),
            "story": self.story,
            "work": self.work,
            "since": self.work.at.isoformat(),
            "by": signature(self.request),
            "typed": self.typed,
            **self.action.beside(self.typed),
            **self.notes,
        }
        return render(self.request, self.action.template, context, status=status)


@require_http_methods(["GET", "POST"])
@at_desk
def act(request: DeskRequest, number: str, slug: str) -> HttpResponse:
    """Show the form of an action, or carry it out."""
    acting = _acting(request, number, slug)
    if request.method == "POST" and request.POST.get("go") == "later":
        keep_typed(request, request.at)
        messages.info(request, _("What you typed is kept for a week. You find it again in the same form."))
        return HttpResponseRedirect(acting.address)
    # Before the question who may: somebody else may have closed the office's part meanwhile.
    changed = _changed(acting)
    if changed is not None:
        return changed
    require(request.actor, STEPS[acting.action.step].permission, acting.work.matter.standing)
    if acting.obstacle is not None:
        return acting.noting(obstacle=_hindered(acting.obstacle)).shown(status=HTTPStatus.CONFLICT)
    if acting.action.needs_story and acting.story is None:
        return _open_first(acting)
    return _done(acting) if request.method == "POST" else _look(acting)


def act_again(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """Keep what was typed when the form was too old to act on, and show it again."""
    keep_typed(request, clock.now())
    return HttpResponseRedirect(reverse("desk-act", args=[number, slug]))


@require_POST
@at_desk
def keep(request: DeskRequest, number: str, slug: str) -> HttpResponse:
    """Keep what is typed so far, without judging it (called by a script)."""
    if slug not in ACTIONS:
        raise Http404
    form = reverse("desk-act", args=[number, slug])
    unfinished.keep(request.account, form, typed_in(request), at=request.at)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _acting(request: DeskRequest, number: str, slug: str) -> Acting:
    action = ACTIONS.get(slug)
    if action is None:
        raise Http404
    page = find_page(request, number)
    work, story = work_on(request, page), open_story(request, page)
    acting = Acting(request=request, action=action, slug=slug, work=work, story=story, typed={})
    if request.method == "POST":
        return replace(acting, typed=typed_in(request))
    kept = unfinished.find(request.account, request.path, at=request.at)
    if kept is not None:
        return replace(acting, typed=dict(kept)).noting(restored=True)
    ready = acting.obstacle is None and (story is not None or not action.needs_story)
    return replace(acting, typed=action.beginning(work, story)) if ready else acting


def _changed(acting: Acting) -> HttpResponse | None:
    """Return the form with what changed, when it was made on the matter as it stood before."""
    seen = acting.request.POST.get("seen")
    if acting.request.method != "POST" or seen in {None, acting.work.seen}:
        return None
    return _told(acting, str(CONFLICTS["petition.changed_meanwhile"]))


def _told(acting: Acting, words: str) -> HttpResponse:
    hindered = _hindered(acting.obstacle) if acting.obstacle else None
    noted = acting.noting(changed=words, changes=_steps_since(acting), obstacle=hindered)
    return noted.shown(status=HTTPStatus.CONFLICT)


def _steps_since(acting: Acting) -> list[Step]:
    try:
        moment = datetime.fromisoformat(acting.request.POST.get("since", ""))
    except ValueError:
        return []
    return since(acting.work.page, moment) if moment.tzinfo else []


def _look(acting: Acting) -> HttpResponse:
    # What is signed is read first: it stands on the page from the beginning.
    ready = acting.action.issues and not acting.form().fields
    return (_with_pages(acting, {}) if ready else acting).shown()


def _done(acting: Acting) -> HttpResponse:
    go = acting.request.POST.get("go", "do")
    if go in {"add", "look_up"}:
        grown = {**acting.typed, "count": str(getattr(acting.form(), "count", 0) + (go == "add"))}
        return replace(acting, typed=grown).shown()
    moved = acting.action.moved(acting.typed, go)
    if moved is not None:
        return replace(acting, typed=moved).shown()
    form = acting.form(checked=True)
    if not form.is_valid():
        return acting.shown(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if go == "preview":
            return _with_pages(acting, form.said()).shown()
        return _carried_out(acting, form)
    except Invalid as fault:
        _blame(form, fault)
        return acting.shown(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except (Unlawful, Conflict, Refused) as fault:
        return _overtaken(acting, fault)


def _carried_out(acting: Acting, form: ActionForm) -> HttpResponse:
    request = acting.request
    command = acting.action.command(acting.work, acting.story, form.said())
    outcome = door.execute(command, actor=request.actor, at=request.at)
    unfinished.drop(request.account, request.path)
    messages.success(request, acting.action.done(outcome))
    return HttpResponseRedirect(acting.address)


def _overtaken(acting: Acting, fault: Unlawful | Conflict | Refused) -> HttpResponse:
    """Show the matter as it stands now, and why the deed did not go through; what was typed stays."""
    page = find_page(acting.request, acting.work.matter.number)
    now = replace(acting, work=work_on(acting.request, page), story=open_story(acting.request, page))
    if isinstance(fault, Refused) and now.work.seen == acting.work.seen:
        raise fault
    if not isinstance(fault, Unlawful):
        return _told(now, str(CONFLICTS.get(fault.code, CONFLICTS["petition.changed_meanwhile"])))
    words = str(UNLAWFUL.get(fault.code, fault.code)) % fault.facts
    hindered = {"words": words, "article": fault.article}
    if now.work.seen != acting.work.seen:
        return _told(now.noting(obstacle=hindered), str(CONFLICTS["petition.changed_meanwhile"]))
    return now.noting(obstacle=hindered).shown(status=HTTPStatus.CONFLICT)


def _open_first(acting: Acting) -> HttpResponse:
    if acting.request.method == "POST":
        keep_typed(acting.request, acting.request.at)
    context = {**facts(acting.request, acting.work.page), "action": acting.action}
    return render(acting.request, "desk/open_first.html", context)


def _with_pages(acting: Acting, said: dict[str, Any]) -> Acting:
    if acting.story is None or not acting.action.issues:
        return acting
    content = acting.action.content(acting.work, acting.story, said)
    drawn = papers.draw_draft(content, on=acting.work.today)
    return acting.noting(pages=[base64.b64encode(page).decode() for page in drawn])


def _hindered(found: Obstacle) -> dict[str, str]:
    return {"words": str(UNLAWFUL.get(found.code, found.code)), "article": found.article}


def _blame(form: ActionForm, fault: Invalid) -> None:
    words = INVALID.get(fault.code)
    form.add_error(fault.field if fault.field in form.fields else None, str(words) if words else say(fault))


act.when_expired = act_again  # type: ignore[attr-defined]
