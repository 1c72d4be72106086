"""Text as searches see it: one form for what is written in several ways.

Full-width signs become plain, letters small and bare of accents, traditional characters simplified, one at a
time, so that the same characters always become the same; and some words that are often mistyped or written in
two ways become one. The folded text is as long as the original where nothing else was changed, which snippets
do not rely on.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
_MARKS = range(0x300, 0x370)


def folded(text: str) -> str:
    """Return the text in the form that is cut and compared.

    >>> folded("ＡＢＣ公司拖欠農民工工資，帐户被凍結"), folded("CAFÉ")
    ('abc公司拖欠农民工工资，账户被冻结', 'cafe')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_simplified())
    return _variants().sub(lambda found: _words()["variants"][found[0]], plain)


def alike(sign: str) -> str:
    """Return the signs that look like this one and are mistaken for it."""
    return _alike().get(sign, "")


def stop_words() -> frozenset[str]:
    """Return the words that are neither indexed nor looked for."""
    return _stop_words()


def lone_signs() -> frozenset[str]:
    """Return the signs that stand alone and join no other to a word."""
    return _lone_signs()


@lru_cache(maxsize=1)
def _lone_signs() -> frozenset[str]:
    return frozenset(_words()["lone"])


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(_words()["stop"].split())


@lru_cache(maxsize=1)
def _alike() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for group in _words()["alike"].split():
        for sign in group:
            found[sign] = found.get(sign, "") + group.replace(sign, "")
    return found


def _bare() -> Mapping[int, str]:
    """Return Latin letters with an accent as the letter alone, and nothing for accents by themselves."""
    letters = {one: unicodedata.normalize("NFKD", chr(one))[0] for one in _LATIN}
    return {one: bare for one, bare in letters.items() if bare.isascii()} | dict.fromkeys(_MARKS, "")


@lru_cache(maxsize=1)
def _simplified() -> Mapping[int, str]:
    lines = files(__package__).joinpath("data/traditional.txt").read_text("utf-8").splitlines()
    return {**_bare()} | {
        ord(one): other
        for many, others in zip(lines[::2], lines[1::2], strict=True)
        for one, other in zip(many, others, strict=True)
    }


@lru_cache(maxsize=1)
def _variants() -> re.Pattern[str]:
    forms = sorted(_words()["variants"], key=len, reverse=True)
    return re.compile("|".join(re.escape(form) for form in forms))


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("data/words.toml").read_text("utf-8"))


def folded_signs(text: str) -> tuple[str, list[int]]:
    """Return the text folded sign by sign, and of each folded sign where it stands in the original.

    Words in two ways of writing stay as they are: this is for showing where a word stands, not for finding
    it.

    >>> folded_signs("ａ㈱農")
    ('a(株)农', [0, 1, 1, 1, 2])
    """
    folds = [unicodedata.normalize("NFKC", sign).casefold().translate(_simplified()) for sign in text]
    return "".join(folds), [place for place, fold in enumerate(folds) for _ in fold]
