"""Tells routing reasons in plain sentences, in Chinese or English, from ``data/words.toml``."""

import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from huiyin.kernel.errors import Unknown
from huiyin.rules.routing.decision import AskHuman, Reason
from huiyin.rules.routing.divisions import lineage, path_name
from huiyin.rules.routing.offices import office
from huiyin.rules.routing.topics import topic

LANGUAGES = ("zh-hans", "en")

_Table = Mapping[str, Mapping[str, str]]


def reason_text(reason: Reason | AskHuman, language: str) -> str:
    """Return the sentence of a reason, or of why a person decides; language is ``zh-hans`` or ``en``.

    Raises Unknown for another language.
    """
    table = word_table(language)
    code = reason.reason if isinstance(reason, AskHuman) else reason.code
    group, _, name = code.partition(".")
    facts = {
        key: _TELL[key](value, language) if key in _TELL else value for key, value in reason.facts.items()
    }
    return table[group][name].format(**facts)


@lru_cache
def word_table(language: str) -> _Table:
    """Return the sentences of a language; Unknown for one that has none."""
    if language not in LANGUAGES:
        raise Unknown("language.unknown", language=language)
    table: _Table = tomllib.loads(files(__package__).joinpath("data/words.toml").read_text("utf-8"))[language]
    return table


def _list(values: list[str], language: str) -> str:
    return word_table(language)["list"]["between"].join(values)


def _words(words: list[str], language: str) -> str:
    quote = word_table(language)["list"]["quoted"]
    return _list([quote.format(word=word) for word in words], language)


def _topic(name: str, language: str) -> str:
    return topic(name).zh if language == "zh-hans" else topic(name).en


def _division(code: int, language: str) -> str:
    if language == "zh-hans":
        return path_name(code)
    return ", ".join(place.name_en for place in reversed(lineage(code)[1:])) or lineage(code)[0].name_en


def _divisions(codes: list[int], language: str) -> str:
    return _list([_division(code, language) for code in codes], language)


def _office(number: int, language: str) -> str:
    return office(number).name if language == "zh-hans" else office(number).name_en


def _hold(hold: str, language: str) -> str:
    return word_table(language)["hold"][hold]


def _why(why: str, language: str) -> str:
    return word_table(language)["why"][why]


_TELL: Mapping[str, Callable[[Any, str], str]] = MappingProxyType(
    {
        "words": _words,
        "topic": _topic,
        "division": _division,
        "divisions": _divisions,
        "office": _office,
        "hold": _hold,
        "why": _why,
    }
)
