"""What is shown of a text that was found: a piece of it, the words that were asked for marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huiyin.rules.search.folding import folded_signs

AROUND = 36  # signs before the first word
LENGTH = 110


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `hit`: it is what was asked for."""

    text: str
    hit: bool = False


def marked(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return the whole text in pieces, joined they are the text.

    >>> [piece.text for piece in marked("河里的污水發臭", ["污水", "发臭"]) if piece.hit]
    ['污水', '發臭']
    """
    return tuple(_pieces(text, _places(text, words)))


def excerpt(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return the piece of a text around the first word that occurs, in pieces; nothing when none does."""
    places = _places(text, words)
    if not places:
        return ()
    start = max(0, places[0][0] - AROUND)
    end = min(len(text), start + LENGTH)
    shifted = [(first - start, min(last, end) - start) for first, last in places if first < end]
    pieces = list(_pieces(text[start:end], shifted))
    before, after = [Piece("…")] * (start > 0), [Piece("…")] * (end < len(text))
    return (*before, *pieces, *after)


def _places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where words stand in the text, in its order and without overlaps."""
    longest_first = sorted({word for word in words if word}, key=len, reverse=True)
    if not longest_first:
        return []
    folds, places = folded_signs(text)
    pattern = re.compile("|".join(re.escape(word) for word in longest_first))
    return [(places[found.start()], places[found.end() - 1] + 1) for found in pattern.finditer(folds)]


def _pieces(text: str, places: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for first, last in places:
        if first > done:
            yield Piece(text[done:first])
        yield Piece(text[max(first, done) : last], hit=True)
        done = last
    if done < len(text):
        yield Piece(text[done:])
