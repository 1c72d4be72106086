"""The lexicon of topics: what each word of a text says, and how much."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from huiyin.rules.routing.scan import Scanner

WEIGHTS = {"decisive": 6.0, "strong": 3.0, "plain": 1.0, "weak": 0.3}
IGNORED = "ignored"

# A word in the title counts as five in the story, and repeating a word helps ever less.
_TITLE_TIMES = 5
_MOST_TIMES = 9
_FACTORS = tuple(times**0.5 for times in range(_MOST_TIMES + 1))

_SPACE_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a text says: weight by class and by topic, the words that spoke for each, heaviest first.

    `agreed` is false when title and story, each taken alone, point to different classes.
    """

    classes: Mapping[str, float]
    topics: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]
    agreed: bool


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Mapping[str, float]]:
    """Return for each word its weight for each topic or class it speaks for; ignored words have none."""
    entries: dict[str, dict[str, float]] = {}
    for word, name, weight in (*_chinese(), *_english()):
        spoken = entries.setdefault(word, {})
        if name != IGNORED:
            spoken[name] = max(weight, spoken.get(name, 0.0))
    return entries


def evidence(title: str, text: str) -> Evidence:
    """Return what title and text together say; either may be empty."""
    heading, story = _count(title), _count(text)
    times = story + Counter({word: count * _TITLE_TIMES for word, count in heading.items()})
    topics: dict[str, float] = {}
    spoke: dict[str, list[tuple[float, str]]] = {}
    said = _said()
    for word, count in times.items():
        factor = _FACTORS[min(count, _MOST_TIMES)]
        for name, each in said[word].topics:
            weight = each * factor
            topics[name] = topics.get(name, 0.0) + weight
            spoke.setdefault(name, []).append((-weight, word))
    return Evidence(
        classes=_classes(times),
        topics=topics,
        words={name: tuple(word for _, word in sorted(found)) for name, found in spoke.items()},
        agreed=_agree(_classes(heading), _classes(story)),
    )


def normalised(text: str) -> str:
    """Return text in the form the lexicon is written in: NFKC, lower case, no space beside Chinese."""
    return _SPACE_BESIDE_CHINESE.sub("", unicodedata.normalize("NFKC", text).lower())


def _count(text: str) -> Counter[str]:
    return Counter(_scanner().words(normalised(text)))


def _classes(times: Mapping[str, int]) -> dict[str, float]:
    """Return the weight of each class; a word that speaks for several of its topics counts once."""
    said, classes = _said(), dict[str, float]()
    for word, count in times.items():
        factor = _FACTORS[min(count, _MOST_TIMES)]
        for branch, each in said[word].classes:
            classes[branch] = classes.get(branch, 0.0) + each * factor
    return classes


def _agree(heading: Mapping[str, float], story: Mapping[str, float]) -> bool:
    return not (heading and story) or _best(heading) == _best(story)


def _best(classes: Mapping[str, float]) -> str:
    return max(classes, key=lambda branch: (classes[branch], branch))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one word says: its weight for each topic, and the heaviest of them for each class."""

    topics: tuple[tuple[str, float], ...]
    classes: tuple[tuple[str, float], ...]


@lru_cache(maxsize=1)
def _said() -> dict[str, _Said]:
    # Worked out once: every filing waits for this.
    found = {}
    for word, topics in lexicon().items():
        classes: dict[str, float] = {}
        for name, weight in topics.items():
            branch = name.partition(".")[0]
            classes[branch] = max(classes.get(branch, 0.0), weight)
        found[word] = _Said(tuple(topics.items()), tuple(classes.items()))
    return found


@lru_cache(maxsize=1)
def _scanner() -> Scanner:
    return Scanner(lexicon())


def _chinese() -> list[tuple[str, str, float]]:
    return [
        (normalised(word), name, WEIGHTS.get(strength, 0.0))
        for name, groups in _table("lexicon.toml").items()
        for strength, words in groups.items()
        for word in words.split()
    ]


def _english() -> list[tuple[str, str, float]]:
    return [
        (" ".join(phrase.lower().split()), name, WEIGHTS[strength])
        for name, groups in _table("lexicon_en.toml").items()
        for strength, phrases in groups.items()
        for phrase in phrases.split(",")
    ]


def _table(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("data", name).read_text("utf-8"))
