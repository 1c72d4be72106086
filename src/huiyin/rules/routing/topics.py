"""The topic tree, and which of its topics a text is about."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NewType, Protocol

from huiyin.kernel.errors import Unknown
from huiyin.rules.routing.divisions import Level
from huiyin.rules.routing.lexicon import Evidence, evidence

TopicId = NewType("TopicId", str)

MOST_SUGGESTIONS = 12

# Calibrated so that a score of 0.8 is right about the class at least 19 times in 20: see docs/decisions.
_SHARPNESS = 1.75
_DOUBT = 6.0
_DISAGREEMENT = 0.7
_SHARE_SHARPNESS = 2.0


class Hold(StrEnum):
    """Why a topic never moves by itself (信访工作条例 第二十二条第二款, 第三十条)."""

    LITIGATION = "litigation"
    DISCIPLINE = "discipline"


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A class (``environment``) or a topic under it (``environment.water``).

    `office` is the kind of office that is competent; `lowest` the lowest level whose office takes the
    matter by itself.
    """

    id: TopicId
    zh: str
    en: str
    office: str
    lowest: Level = Level.COUNTY
    hold: Hold | None = None

    @property
    def parent(self) -> TopicId | None:
        """The class of a topic; None for a class."""
        branch, _, rest = self.id.partition(".")
        return TopicId(branch) if rest else None


@dataclass(frozen=True, kw_only=True)
class TopicSuggestion:
    """A topic with its score from 0 to 1 and the words of the text that spoke for it, strongest first."""

    topic: TopicId
    score: float
    words: tuple[str, ...]


class Suggester(Protocol):
    """Anything that suggests topics: the lexicon now, a trained model later."""

    def __call__(self, title: str, text: str) -> tuple[TopicSuggestion, ...]:
        """Return suggestions best first; scores lie between 0 and 1 and sum to at most 1."""


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """Return the tree: each class followed by its topics."""
    data = tomllib.loads(files(__package__).joinpath("data/topics.toml").read_text("utf-8"))
    return tuple(
        Topic(
            id=TopicId(row["id"]),
            zh=row["zh"],
            en=row["en"],
            office=row["office"],
            lowest=Level(row.get("lowest", Level.COUNTY)),
            hold=Hold(row["hold"]) if "hold" in row else None,
        )
        for row in data["topic"]
    )


def topic(name: str) -> Topic:
    """Return the topic or class of this id, or raise Unknown ``topic.unknown``."""
    found = _by_id().get(name)
    if found is None:
        raise Unknown("topic.unknown", topic=name)
    return found


def suggest_topics(title: str, text: str) -> tuple[TopicSuggestion, ...]:
    """Return what a matter is about by the lexicon, best first, at most twelve, perhaps none.

    Scores are shares of trust: a class has the trust of its evidence against all other classes and
    against doubt, less when title and story disagree; its topics share it by their own evidence.
    """
    whole = evidence(title, text)
    scored = [
        TopicSuggestion(topic=name, score=trust * share, words=whole.words.get(name) or whole.words[branch])
        for branch, trust in _trust(whole).items()
        for name, share in _shares(branch, whole).items()
    ]
    scored.sort(key=lambda suggestion: (-suggestion.score, suggestion.topic))
    return tuple(scored[:MOST_SUGGESTIONS])


def _trust(whole: Evidence) -> dict[str, float]:
    powers = {branch: weight**_SHARPNESS for branch, weight in whole.classes.items()}
    total = sum(powers.values()) + _DOUBT**_SHARPNESS
    factor = 1.0 if whole.agreed else _DISAGREEMENT
    return {branch: factor * power / total for branch, power in powers.items()}


def _shares(branch: str, whole: Evidence) -> dict[TopicId, float]:
    under = {
        TopicId(name): weight**_SHARE_SHARPNESS
        for name, weight in whole.topics.items()
        if name.startswith(f"{branch}.")
    }
    total = sum(under.values())
    if not total:
        return {TopicId(f"{branch}.other"): 1.0}
    return {name: weight / total for name, weight in under.items()}


@lru_cache(maxsize=1)
def _by_id() -> Mapping[str, Topic]:
    return {entry.id: entry for entry in topics()}
