"""Find the words of a fixed list in a text: at each place the longest one, never overlapping."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found; `start` counts characters from 0."""

    start: int
    word: str

    @property
    def end(self) -> int:
        """Position after the last character."""
        return self.start + len(self.word)


class Scanner:
    """A list of words made ready for scanning.

    Words of Latin letters match only as whole words ("bus" is not in "business").
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Take any number of words that are not empty."""
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the hits from left to right."""
        return (Hit(at, word) for at, word in self._found(text))

    def words(self, text: str) -> Iterator[str]:
        """Yield the words of the hits from left to right."""
        return (word for _, word in self._found(text))

    def _found(self, text: str) -> Iterator[tuple[int, str]]:
        words, lengths, at, end = self._words, self._lengths, 0, len(text)
        while at < end:
            step = 1
            for size in lengths.get(text[at], ()):
                word = text[at : at + size]
                if word in words and (not word.isascii() or _stands_alone(text, at, at + size)):
                    yield at, word
                    step = size
                    break
            at += step


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return not _is_latin(before) and not _is_latin(after)


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
