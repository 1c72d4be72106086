"""A page of the wizard: its question, what was typed, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from huiyin.kernel.clock import local_date
from huiyin.prepare import drafts
from huiyin.web.portal.questions.fields import Question
from huiyin.web.portal.steps import SLUGS, TOTAL, Step, before, place_of
from huiyin.web.portal.writing import Writing
from huiyin.web.shared.tus.shown import under_way


@dataclass(frozen=True)
class Trouble:
    """What is wrong, and where on the page."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Page:
    """One step for one person."""

    request: HttpRequest
    step: Step
    writing: Writing
    notes: Mapping[str, Any] = field(default_factory=dict)

    def question(self, *, checked: bool = False) -> Question:
        """Return the question with what is in the draft."""
        today = local_date(self.writing.at)
        return self.step.question(self.writing.draft.answers, today=today, checked=checked)

    def kept(self, **more: Any) -> "Page":
        """Keep what was posted, as typed, and return the page with it."""
        draft = self.typed().writing.draft
        return replace(self, writing=self.writing.saved(draft.answered(**more)))

    def typed(self) -> "Page":
        """Return the page with what was posted, without keeping it."""
        taken = self.question().take(self.request.POST)
        return replace(self, writing=replace(self.writing, draft=self.writing.draft.answered(**taken)))

    def noting(self, **notes: Any) -> "Page":
        """Return the page with more to show."""
        return replace(self, notes={**self.notes, **notes})

    def shown(self, *, checked: bool = False, status: int = HTTPStatus.OK) -> HttpResponse:
        """Return the page; with `checked` it says what is wrong."""
        question = self.question(checked=checked)
        troubles = (
            [*troubles_of(question), *self.notes.get("troubles", [])]
            if checked
            else self.notes.get("troubles")
        )
        context = {**self.notes, **surroundings(self.step.slug), "step": self.step, "form": question}
        context["keep_address"] = reverse("keep", args=[self.step.slug])
        context["under_way"] = partial(under_way, drafts.giver(self.writing.draft), self.writing.at)
        context |= {"writing": self.writing, "draft": self.writing.draft, "troubles": troubles}
        return self.writing.remembered(render(self.request, question.template, context, status=status))

    def gone_to(self, slug: str) -> HttpResponse:
        """Return the way to another page of the wizard."""
        return self.writing.remembered(HttpResponseRedirect(address(slug)))


def address(slug: str) -> str:
    """Return the address of a page of the wizard."""
    return reverse("check") if slug == SLUGS[-1] else reverse("step", args=[slug])


def surroundings(slug: str) -> dict[str, Any]:
    """Return where a page stands in the wizard."""
    back = before(slug)
    return {
        "slug": slug,
        "place": place_of(slug),
        "total": TOTAL,
        "dots": [index < place_of(slug) for index in range(TOTAL)],
        "back": address(back) if back else reverse("file"),
        "step_form": True,
    }


def troubles_of(question: Question) -> list[Trouble]:
    """Return what is wrong on a page, each with the field it belongs to."""
    return [
        Trouble(_anchor(question[name]), str(text))
        for name, texts in question.errors.items()
        for text in texts
    ]


def _anchor(bound: BoundField) -> str:
    return bound.auto_id
