"""Shows an answer of the statute: sentences for one date, a line for each of many, or JSON."""

import json
from typing import Any

import click

from huiyin.cli.screen import Screen
from huiyin.cli.wording import Language
from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import HuiyinError
from huiyin.rules.statute.asking import told
from huiyin.rules.statute.explanation import Explanation
from huiyin.rules.statute.questionnaire import walk
from huiyin.rules.statute.questionnaire.shape import Walk
from huiyin.rules.statute.wording import explain_text

LANGUAGE = {Language.ZH: "zh-hans", Language.EN: "en"}


def one(explanation: Explanation, asked: str, say: Screen, *, as_json: bool) -> None:
    """Show the answer for one date."""
    if as_json:
        line(explanation, asked, as_json=True)
        return
    say.result(_headline(explanation), binding=_shown(explanation), unrolled=explanation.unrolled_on)
    click.echo(explain_text(explanation, LANGUAGE[say.language]))


def line(explanation: Explanation, asked: str, *, as_json: bool) -> None:
    """Show the answer for one of many dates: date, binding day, unrolled day, parted by tabs."""
    if as_json:
        _json(told(explanation, asked))
    else:
        click.echo(f"{asked}\t{_shown(explanation) or '–'}\t{explanation.unrolled_on or '–'}")


def failed(problem: HuiyinError | click.BadParameter, asked: str, say: Screen, *, as_json: bool) -> None:
    """Show why one of many dates has no answer."""
    if isinstance(problem, HuiyinError):
        code, sentence = problem.code, say.words(problem.code, **problem.facts)
    else:
        code, sentence = "statute.not_a_date", problem.message
    if as_json:
        _json({"from": asked, "error": code, "says": sentence})
    else:
        click.echo(f"{asked}\t✗ {sentence}")


def _headline(explanation: Explanation) -> str:
    if explanation.unrolled_on is None:
        return "statute.no_day"
    if explanation.binding_on is None:
        return "statute.provisional"
    same = explanation.binding_on == explanation.unrolled_on
    return "statute.due_unrolled" if same else "statute.due"


def _shown(explanation: Explanation) -> str:
    if explanation.due_at is not None:
        return explanation.due_at.astimezone(LOCAL_ZONE).isoformat()
    return "" if explanation.binding_on is None else explanation.binding_on.isoformat()


def walked(answers: dict[str, str], say: Screen, *, as_json: bool) -> None:
    """Show how far answers lead in the questionnaire."""
    found = walk(answers)
    if as_json:
        _json(found.plain())
        return
    for sentence in _sentences(found, chinese=say.language is Language.ZH):
        click.echo(sentence)


def _sentences(found: Walk, *, chinese: bool) -> list[str]:
    def pick(words: Any) -> str:
        return str(words.zh if chinese else words.en)

    lines = [f"· {pick(step.answer.why)} ({step.answer.article.text})" for step in found.steps]
    if found.question is not None:
        lines.append(pick(found.question.words))
        lines += [
            f"  {found.question.id}={answer.id}  {pick(answer.words)}" for answer in found.question.answers
        ]
    if found.result is not None:
        lines += [f"→ {pick(found.result.words)}", pick(found.result.follows)]
    return lines


def _json(plain: dict[str, Any]) -> None:
    click.echo(json.dumps(plain, ensure_ascii=False))
