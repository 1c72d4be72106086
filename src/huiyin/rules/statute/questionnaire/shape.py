"""What the questionnaire is made of: questions, answers with their reasons, results."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.rules.statute.packs.shape import Citation, Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One answer: why it leads where it does, and on what article. One of `next` and `result` is named."""

    id: str
    words: Words
    article: Citation
    why: Words
    next: str
    result: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question with its answers, in the order in which they are offered."""

    id: str
    words: Words
    answers: tuple[Answer, ...]

    def answer(self, answer_id: str) -> Answer | None:
        """Return the answer of that id, or None."""
        return next((answer for answer in self.answers if answer.id == answer_id), None)

    def plain(self) -> dict[str, Any]:
        """Return JSON-able data."""
        answers = [{"id": answer.id, **_both(answer.words)} for answer in self.answers]
        return {"id": self.id, **_both(self.words), "answers": answers}


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """Where answers lead: class and route (None where there is none), what follows, which rules count.

    `office` is the kind of office that is right for it, `document` what it ends with.
    """

    id: str
    klass: str | None
    route: int | None
    words: Words
    follows: Words
    office: Words
    document: Words
    rules: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {
            "id": self.id,
            "class": self.klass,
            "route": self.route,
            **_both(self.words),
            "follows": _both(self.follows),
            "office": _both(self.office),
            "document": _both(self.document),
            "rules": list(self.rules),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A question answered."""

    question: Question
    answer: Answer
    unsure: bool

    def plain(self) -> dict[str, Any]:
        """Return JSON-able data."""
        answer = self.answer
        return {
            "question": self.question.id,
            "answer": answer.id,
            "article": answer.article.text,
            "why": _both(answer.why),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """How far the answers led: the steps, then either the next question or the result."""

    steps: tuple[Step, ...]
    question: Question | None
    result: Result | None

    @property
    def unsure(self) -> tuple[Question, ...]:
        """The questions on the way that the person could not answer: for the office to look at."""
        return tuple(step.question for step in self.steps if step.unsure)

    def plain(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return {
            "steps": [step.plain() for step in self.steps],
            "question": None if self.question is None else self.question.plain(),
            "result": None if self.result is None else self.result.plain(),
            "unsure": [question.id for question in self.unsure],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Guide:
    """A questionnaire: where it starts, its questions and its results by their ids."""

    digest: str
    start: Question
    questions: Mapping[str, Question]
    results: Mapping[str, Result]


def _both(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
