"""The steps of the wizard, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.web.portal.questions.ask import Ask
from huiyin.web.portal.questions.evidence import Evidence
from huiyin.web.portal.questions.fields import Question
from huiyin.web.portal.questions.notice import Notice
from huiyin.web.portal.questions.what import What
from huiyin.web.portal.questions.where import Where
from huiyin.web.portal.questions.who import Who
from huiyin.web.portal.questions.whom import Whom

CHECK = "check"


@dataclass(frozen=True)
class Step:
    """One page of the wizard."""

    slug: str
    heading: str | Promise
    short: str | Promise  # on the check page
    question: type[Question]
    lead: str | Promise = ""


STEPS = (
    Step("what", _("What happened?"), _("What happened"), What),
    Step("where", _("When and where?"), _("When and where"), Where),
    Step("ask", _("What do you ask for?"), _("What you ask for"), Ask),
    Step("whom", _("Whom does it concern?"), _("Whom it concerns"), Whom),
    Step(
        "evidence",
        _("Is there anything that shows it?"),
        _("Evidence"),
        Evidence,
        _("Photos, letters, contracts, test reports, recordings. Nothing is needed, everything helps."),
    ),
    Step("who", _("How can we reach you?"), _("How to reach you"), Who),
    Step("notice", _("What happens to your data"), _("Notice and consents"), Notice),
)
SLUGS = (*(step.slug for step in STEPS), CHECK)
TOTAL = len(SLUGS)


def find(slug: str) -> Step | None:
    """Return the step of a slug, or None."""
    return next((step for step in STEPS if step.slug == slug), None)


def place_of(slug: str) -> int:
    """Return the place of a slug, from 1."""
    return SLUGS.index(slug) + 1


def after(slug: str) -> str:
    """Return the slug of the next page."""
    return SLUGS[min(SLUGS.index(slug) + 1, TOTAL - 1)]


def before(slug: str) -> str | None:
    """Return the slug of the page before, or None on the first."""
    index = SLUGS.index(slug)
    return SLUGS[index - 1] if index else None


def questions(typed: Mapping[str, Any], *, today: date) -> list[tuple[Step, Question]]:
    """Return every step with its question, checked against what was typed."""
    return [(step, step.question(typed, today=today, checked=True)) for step in STEPS]
