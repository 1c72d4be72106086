"""Where nothing was found: words that hardly a matter holds, read as others that sound or look alike.

No list of words is kept for it. What a word may have been meant to be is hashed and looked up like any other
word; what is told about counts leaves out every matter that some office may not see, and another reading is
shown only where it finds something for this very reader.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import rjieba

from huiyin.prepare.searching.tokens import tokens
from huiyin.prepare.searching.words import asked_words
from huiyin.queries.handling.search import known_tokens, versions
from huiyin.rules.routing.lexicon import lexicon
from huiyin.rules.search.asked import Asked
from huiyin.rules.search.mistyped import likely

SELDOM = 2  # a word of so many matters may be a slip in those
READ_OTHERWISE = 3  # words of one question at most
TRIES = 3


def other_readings(asked: Asked) -> Iterator[Asked]:
    """Yield up to three other readings of a question, the likeliest first; phrases stay as they stand."""
    words = [*dict.fromkeys(word for piece in asked.words for word in asked_words(piece))]
    held = _held(words)
    seldom = [word for word in words if held.get(word, 0) <= SELDOM][:READ_OTHERWISE]
    meant = {word: found for word in seldom if (found := _meant(word, held.get(word, 0)))}
    told = {asked}
    for attempt in range(TRIES):
        chosen = {word: found[min(attempt, len(found) - 1)] for word, found in meant.items()}
        reading = replace(asked, words=tuple(_corrected(piece, chosen) for piece in asked.words))
        if reading not in told:
            told.add(reading)
            yield reading


def _corrected(piece: str, chosen: Mapping[str, str]) -> str:
    for word, other in chosen.items():
        piece = piece.replace(word, other)
    return piece


def _meant(word: str, number: int) -> Sequence[str]:
    """Return what stands in more matters than the word: words of petitions first, then by frequency."""
    others = [one for one in likely(word) if one.isascii() or rjieba.cut(one, False) == [one]]
    held = {one: count for one, count in _held(others).items() if count > number}
    everyday = lexicon()
    return sorted(held, key=lambda one: (one not in everyday, -held[one], one))[:TRIES]


def _held(words: Iterable[str]) -> dict[str, int]:
    asked = [*words]
    of = {token: word for one in versions() for word in asked for token in tokens([word], version=one)}
    held: dict[str, int] = {}
    for token, number in known_tokens([*of]).items():
        held[of[token]] = held.get(of[token], 0) + number
    return held
