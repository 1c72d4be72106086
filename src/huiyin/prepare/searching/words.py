"""Words of a text: Chinese cut by jieba's dictionary, Latin words and numbers as they are.

Words that no dictionary knows, such as 偷排, are found as pairs: where a sign stands alone between the words
around it, it is also taken together with its neighbours. And where two such signs sound or look like a word
of petitions, as 工姿 does, the text is found by that word too.
"""

import re
from collections.abc import Iterator, Sequence

import rjieba

from huiyin.rules.search.folding import lone_signs, stop_words
from huiyin.rules.search.mistyped import surely

SHORTEST = 2  # a single sign stands in nearly every text
LONGEST = 40

# Runs of Chinese signs; and Latin letters and digits with the points and hyphens inside them, so that 3.5 or
# gb-t is one word.
_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{_CHINESE}]+)|([^\W_{_CHINESE}]+(?:[.-][^\W_{_CHINESE}]+)*)")


def words_of(text: str) -> set[str]:
    """Return every word of a folded text that is indexed: all that the dictionary finds, overlapping too.

    So a question finds a text whichever way the same signs were cut there.

    >>> sorted(words_of("纺织厂偷排污水"))
    ['偷排', '厂偷', '排污', '污水', '纺织', '纺织厂']
    """
    found: set[str] = set()
    for chinese, other in _RUNS.findall(text):
        if chinese:
            found.update(rjieba.cut_all(chinese))
            cut = rjieba.cut(chinese, False)
            found.update(_pairs(chinese, cut, both=False))
            found.update(word for pair in _pairs(chinese, cut, both=True) for word in surely(pair))
        else:
            found.add(other)
    return {word for word in found - stop_words() if SHORTEST <= len(word) <= LONGEST}


def asked_words(text: str) -> tuple[str, ...]:
    """Return the words that a text with this folded piece must hold; none when it is too little to go by.

    >>> asked_words("偷排污水"), asked_words("偷排"), asked_words("的")
    (('排污',), ('偷排',), ())
    """
    return tuple(dict.fromkeys(word for run in _RUNS.findall(text) for word in _of_run(*run)))


def _of_run(chinese: str, other: str) -> Iterator[str]:
    cut = rjieba.cut(chinese, False) if chinese else [other]
    yield from (word for word in cut if SHORTEST <= len(word) <= LONGEST and word not in stop_words())
    yield from _pairs(chinese, cut, both=True)


def _pairs(chinese: str, cut: Sequence[str], *, both: bool) -> Iterator[str]:
    """Yield pairs of neighbours of which one, or `both`, stand alone in the cut."""
    lone = lone_signs()
    alone = _places_alone(cut)
    for place in alone:
        for first in (place - 1, place):
            pair = chinese[max(first, 0) : first + 2]
            joined = not both or (first in alone and first + 1 in alone)
            if len(pair) == SHORTEST and joined and lone.isdisjoint(pair):
                yield pair


def _places_alone(cut: Sequence[str]) -> dict[int, None]:
    places: dict[int, None] = {}
    place = 0
    for word in cut:
        if len(word) == 1:
            places[place] = None
        place += len(word)
    return places
