"""The check page: everything once more, with a way to change each; and the submission."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.kernel import clock
from huiyin.prepare import drafts, submission
from huiyin.web.portal import steps, writing
from huiyin.web.portal.pages import Trouble, address, surroundings, troubles_of
from huiyin.web.portal.questions.fields import Question
from huiyin.web.portal.steps import CHECK, Step
from huiyin.web.portal.writing import Writing
from huiyin.web.shared.context import is_elder
from huiyin.web.shared.switches import enlarge, speak
from huiyin.web.shared.templatetags.dates import day
from huiyin.web.shared.tus.shown import under_way
from huiyin.web.shared.wording import standard

LONG = 200


@dataclass(frozen=True)
class Line:
    """One answer as shown."""

    label: str
    value: str

    @property
    def long(self) -> bool:
        """True when it needs a box of its own."""
        return len(self.value) > LONG


@dataclass(frozen=True)
class Section:
    """One step on the check page."""

    step: Step
    change: str
    lines: list[Line]
    troubles: list[Trouble]

    @property
    def alone(self) -> bool:
        """True when the step asks one thing only, so that its name says enough."""
        return len(self.step.question.base_fields) == 1


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show everything; submit it when it is complete."""
    held = writing.found(request, clock.now())
    if held is None:
        return HttpResponseRedirect(reverse("file"))
    if held.draft.receipt is not None:
        return HttpResponseRedirect(reverse("receipt"))
    return _shown(request, held) if request.method == "GET" else _moved(request, held)


def sections(held: Writing) -> list[Section]:
    """Return every step with its answers and what is wrong with them."""
    today = clock.local_date(held.at)
    return [
        Section(step, f"{address(step.slug)}?return=check", lines(question), troubles_of(question))
        for step, question in steps.questions(held.draft.answers, today=today)
    ]


def lines(question: Question) -> list[Line]:
    """Return what was answered, empty answers left out."""
    question.is_valid()
    shown = [(bound.label, _text(bound.field, question.cleaned_data.get(bound.name))) for bound in question]
    return [Line(str(label), text) for label, text in shown if text]


def _text(field: forms.Field, value: Any) -> str:
    if value in (None, "", False):
        return ""
    if isinstance(field, forms.BooleanField):
        return _("Yes")
    if isinstance(field, forms.DateField):
        return day(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)


def _shown(request: HttpRequest, held: Writing, status: int = 200) -> HttpResponse:
    parts = sections(held)
    context = {
        **surroundings(CHECK),
        "sections": parts,
        "open": [part for part in parts if part.troubles],
        "draft": held.draft,
        "fixed": True,
        "under_way": under_way(drafts.giver(held.draft), held.at),
    }
    return held.remembered(render(request, "portal/check.html", context, status=status))


def _moved(request: HttpRequest, held: Writing) -> HttpResponse:
    name, _sep, argument = request.POST.get("go", "submit").partition(":")
    if name == "submit":
        return _submitted(request, held)
    targets = {"back": address(steps.STEPS[-1].slug), "later": reverse("later")}
    response = HttpResponseRedirect(targets.get(name, reverse("check")))
    if name == "language":
        return speak(response, argument)
    return enlarge(response, on=not is_elder(request)) if name == "elder" else response


def _submitted(request: HttpRequest, held: Writing) -> HttpResponse:
    asked = steps.questions(held.draft.answers, today=clock.local_date(held.at))
    if not all(question.is_valid() for _step, question in asked):
        return _shown(request, held, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    plain = {name: value for _step, question in asked for name, value in question.plain().items()}
    plain["language"] = standard()
    submission.submit(held.draft, held.token, plain, channel="web", moved=clock.is_moved(), at=held.at)
    return held.remembered(HttpResponseRedirect(reverse("receipt")))
