"""The questionnaire beside class and route: it leads, says why, and marks; a person decides."""

from dataclasses import dataclass
from typing import Any

from huiyin.rules.statute.packs.shape import Citation, Words
from huiyin.rules.statute.questionnaire import path_of, read_path, walk
from huiyin.rules.statute.questionnaire.shape import Walk
from huiyin.web.desk.actions.action import Typed
from huiyin.web.desk.names import spoken

ANSWER, BACK = "guide:", "guide-back"


@dataclass(frozen=True)
class Guided:
    """How far the guide was walked: the steps with their reasons, then the next question or the advice."""

    steps: list[tuple[str, str, str, str]]  # question, answer, why, article
    question: str
    answers: list[tuple[str, str]]  # what the button sends, and its words
    advice: str
    follows: str
    is_petition: bool


def guided(typed: Typed) -> Guided:
    """Return the guide as it stands in a form."""
    found = read_path(str(typed.get("guide", "")))
    question, result = found.question, found.result
    return Guided(
        steps=[
            (
                _pick(step.question.words),
                _pick(step.answer.words),
                _pick(step.answer.why),
                _cited(step.answer.article),
            )
            for step in found.steps
        ],
        question=_pick(question.words) if question else "",
        answers=[(f"{ANSWER}{question.id}={one.id}", _pick(one.words)) for one in question.answers]
        if question
        else [],
        advice=_pick(result.words) if result else "",
        follows=_pick(result.follows) if result else "",
        is_petition=result is None or result.klass is not None,
    )


def moved(typed: Typed, go: str) -> dict[str, Any] | None:
    """Return what was typed after a button of the guide; None for another button.

    At its end class and route of the advice are marked in the form, to be confirmed or changed.
    """
    if go == BACK:
        steps = read_path(str(typed.get("guide", ""))).steps[:-1]
        kept = walk({step.question.id: step.answer.id for step in steps})
        return {**typed, "guide": path_of(kept)}
    if not go.startswith(ANSWER):
        return None
    found = read_path(f"{typed.get('guide', '')} {go.removeprefix(ANSWER)}")
    return {**typed, "guide": path_of(found), **_advised(found)}


def _advised(found: Walk) -> dict[str, str]:
    result = found.result
    if result is None or result.klass is None:
        return {}
    return {"klass": result.klass, "route": str(result.route) if result.route else ""}


def _pick(words: Words) -> str:
    return words.en if spoken() == "en" else words.zh


def _cited(article: Citation) -> str:
    return f"{article.instrument.en}, {article.article.en}" if spoken() == "en" else article.text
