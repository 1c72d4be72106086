"""Who is right for my matter: one question a page, then class and route with the reasons.

The answers stand in the address as keys of the questionnaire, nothing else; nothing is kept. It advises, a
person of the office confirms (信访工作条例 第二十九条至第三十一条).
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiyin.kernel import clock
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.packs.shape import Citation
from huiyin.rules.statute.question import counts_time, rule_of
from huiyin.rules.statute.questionnaire import guide, walk
from huiyin.rules.statute.questionnaire.shape import Result, Step, Walk
from huiyin.web.portal.calculator import lists
from huiyin.web.portal.calculator.lists import pick
from huiyin.web.portal.due import spoken


@dataclass(frozen=True)
class StepShown:
    """A question answered: what was said, why it leads on, and where it can be changed."""

    question: str
    answer: str
    why: str
    article: str
    address: str


@require_safe
def whom(request: HttpRequest) -> HttpResponse:
    """Ask the next question, or say where the answers lead."""
    asked = guide().questions
    answers = {name: request.GET[name] for name in asked if name in request.GET}
    found = walk(answers)
    steps = _steps(found)
    context: dict[str, Any] = {"steps": steps, "back": steps[-1].address if steps else ""}
    if found.question is not None:
        # Sent with an answer that nobody offered, or with none: the same question again, saying so.
        unanswered = "next" in request.GET
        context |= {"asked": found.question.id, "words": pick(found.question.words), "missing": unanswered}
        context["answers"] = [(one.id, pick(one.words)) for one in found.question.answers]
        context["given"] = _given(found.steps)
        return render(request, "portal/whom_asked.html", context)
    if found.result is None:
        raise TypeError("a walk without question ends in a result")
    context |= _led(found, found.result)
    return render(request, "portal/whom_found.html", context)


def _led(found: Walk, result: Result) -> dict[str, Any]:
    law = in_force(clock.now())
    found_rules = (rule_of({"rule": one}, law=law)[1] for one in result.rules)
    rules = [rule for rule in found_rules if counts_time(rule)]
    return {
        "result": result,
        "title": pick(result.words),
        "follows": pick(result.follows),
        "office": pick(result.office),
        "document": pick(result.document),
        "unsure": [pick(question.words) for question in found.unsure],
        "clocks": [(lists.question(one), lists.cited(one), lists.address_of(one.id)) for one in rules],
        "file_address": f"{reverse('file')}?{urlencode({'klass': result.klass})}" if result.klass else "",
    }


def _steps(found: Walk) -> list[StepShown]:
    return [
        StepShown(
            question=pick(step.question.words),
            answer=pick(step.answer.words),
            why=pick(step.answer.why),
            article=_cited(step.answer.article),
            address=f"{reverse('whom')}?{urlencode(_given(found.steps[:place]))}",
        )
        for place, step in enumerate(found.steps)
    ]


def _given(steps: tuple[Step, ...]) -> list[tuple[str, str]]:
    return [(step.question.id, step.answer.id) for step in steps]


def _cited(article: Citation) -> str:
    return f"{article.instrument.en}, {article.article.en}" if spoken() == "en" else article.text
