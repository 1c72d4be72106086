"""The guided questionnaire that leads to the class and route of a matter: data, and a function that walks it.

It advises and says why; a person confirms (信访工作条例 第二十九条至第三十一条).
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from huiyin.rules.statute.questionnaire.reading import parse_guide
from huiyin.rules.statute.questionnaire.shape import Guide, Step, Walk

UNSURE = "unsure"


@lru_cache
def guide() -> Guide:
    """Return the questionnaire shipped."""
    return parse_guide((files(__name__) / "guide.toml").read_text("utf-8"), "guide.toml")


def path_of(found: Walk) -> str:
    """Return the answers of a walk as one line of keys: ``aim=claim litigation=no``."""
    return " ".join(f"{step.question.id}={step.answer.id}" for step in found.steps)


def read_path(text: str, *, within: Guide | None = None) -> Walk:
    """Return the walk of such a line; what is no answer of the questionnaire is left out of account."""
    pairs = (part.partition("=") for part in text.split())
    return walk({question: answer for question, _, answer in pairs}, within=within)


def walk(answers: Mapping[str, str], *, within: Guide | None = None) -> Walk:
    """Return how far these answers (question id -> answer id) lead, with the reason of every step.

    Questions are taken from the first on; an answer to a question that is not reached, or that has no such
    answer, is left out of account. Where an answer is missing, `question` is what to ask next; at the end
    `result` is the advice. `unsure` are the questions that the person could not answer.
    """
    held = guide() if within is None else within
    question, steps = held.start, list[Step]()
    while True:
        answer = question.answer(answers.get(question.id, ""))
        if answer is None:
            return Walk(steps=tuple(steps), question=question, result=None)
        steps.append(Step(question=question, answer=answer, unsure=answer.id == UNSURE))
        if answer.result:
            return Walk(steps=tuple(steps), question=None, result=held.results[answer.result])
        question = held.questions[answer.next]
