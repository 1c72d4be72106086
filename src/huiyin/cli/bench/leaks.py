"""What the index of words tells a thief of the database who has no key: guessed on made texts, and counted.

The thief sees which matters hold the same token, and how many hold each. Two attacks are tried: by
frequency, with a collection of other texts of the same kind; and by texts that the thief knows, because they
were published or are the thief's own.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

from huiyin.cli.bench import population, sealed_texts
from huiyin.prepare.searching.words import words_of
from huiyin.rules.search.folding import folded

MATTERS = 10_000
RANKS = (10, 100, 1_000)
KNOWN = (1, 10, 100, 1_000)
AT = datetime(2026, 11, 1, tzinfo=UTC)


def measure() -> list[dict[str, Any]]:
    """Return what either attack finds out, on made texts."""
    made = _made()
    half = len(made) // 2
    return [*told_by(made[:half], made[half:])]


def told_by(stolen: Sequence[set[str]], others: Sequence[set[str]]) -> list[dict[str, Any]]:
    """Return what is found out of stolen matters, given other such texts, or some of the stolen ones."""
    sizes = Counter(len(words) for words in stolen)
    rows: list[dict[str, Any]] = [
        {
            "attack": "sizes",
            "given": len(stolen),
            "right_percent": _percent(sum(number for number in sizes.values() if number == 1), len(stolen)),
        }
    ]
    rows += [_by_rank(stolen, others, ranks) for ranks in RANKS]
    rows += [_by_known(stolen, known) for known in KNOWN if known < len(stolen)]
    return rows


def _by_rank(stolen: Sequence[set[str]], others: Sequence[set[str]], ranks: int) -> dict[str, Any]:
    """The most frequent token is taken for the most frequent word of the other texts, and so on."""
    true, guess = _ranked(stolen)[:ranks], _ranked(others)[:ranks]
    right = sum(one == other for one, other in zip(true, guess, strict=True))
    return {"attack": "frequency", "given": ranks, "right_percent": _percent(right, ranks)}


def _by_known(stolen: Sequence[set[str]], known: int) -> dict[str, Any]:
    """Which part of the words of an unknown matter stands in those whose text is known."""
    told = set[str]().union(*stolen[:known])
    rest = stolen[known:]
    seen, all_of_them = sum(len(words & told) for words in rest), sum(map(len, rest))
    return {"attack": "known texts", "given": known, "right_percent": _percent(seen, all_of_them)}


def _ranked(texts: Sequence[set[str]]) -> list[str]:
    counts = Counter(word for words in texts for word in words)
    return sorted(counts, key=lambda word: (-counts[word], word))


def _made() -> list[set[str]]:
    texts = []
    for number in range(MATTERS // population.BATCH):
        chance = Random(f"huiyin sealed texts {number}")  # noqa: S311  repeatable on purpose, nothing secret
        for one in population.batch(number, size=population.BATCH, at=AT):
            message = one.message
            text = "\n".join((message.title, message.text, sealed_texts.more_text(chance), message.reply))
            texts.append(words_of(folded(text)))
    Random("huiyin leaks").shuffle(texts)  # noqa: S311  repeatable on purpose
    return texts


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)
