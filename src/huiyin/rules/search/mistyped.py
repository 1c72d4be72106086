"""What a word that nobody wrote may have been meant to be: other signs of the same sound or look.

Most slips are of the way in: another sign of the same sound was taken, or of a sound that is spoken alike in
Sichuan (l and n, zh and z, ing and in). Latin words miss a letter, have one too many, or two changed round.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import product

from huiyin.rules.routing.lexicon import lexicon
from huiyin.rules.search.folding import alike

SHORTEST_LATIN = 4  # of fewer letters nearly every word lies beside another one
LONGEST = 6  # signs of a Chinese word
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PAIR = 2

_CHINESE = "\u4e00"
_EVERYDAY = 0xD8  # GB 2312 begins its seldom signs here; nobody meant those
_SPOKEN_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
_ENDING_ALIKE = (("ing", "in"), ("eng", "en"))


def likely(word: str) -> Iterator[str]:
    """Yield what a folded word may have been meant to be, each once, not the word itself.

    >>> "工资" in set(likely("工姿")), "contract" in set(likely("contarct"))
    (True, True)
    """
    found = _chinese(word) if word[:1] >= _CHINESE else _latin(word)
    yield from dict.fromkeys(one for one in found if one != word)


@lru_cache(maxsize=1 << 16)
def surely(pair: str) -> tuple[str, ...]:
    """Return the words of petitions that two signs which make no word were meant to be: one of them is wrong.

    >>> surely("工姿"), surely("污水")
    (('工资',), ('污水',))
    """
    head, last = pair[:1], pair[1:]
    found = (head + one for one in (last, *_homophones(last), *alike(last)))
    others = (one + last for one in (*_homophones(head), *alike(head)))
    return tuple(sorted({*found, *others} & lexicon().keys()))


def _chinese(word: str) -> Iterator[str]:
    if len(word) > LONGEST:
        return
    for place, sign in enumerate(word):
        others = (*(one for each in sorted(_alike_sounds(sign)) for one in _of_sound()[each]), *alike(sign))
        yield from (word[:place] + one + word[place + 1 :] for one in others)
    if len(word) == PAIR:
        first, second = ([*_homophones(sign)] for sign in word)
        yield from (one + other for one, other in product(first, second))


def _latin(word: str) -> Iterator[str]:
    if len(word) < SHORTEST_LATIN or not word.isascii() or not word.isalpha():
        return
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + letter + tail[1:] for head, tail in cuts if tail for letter in LETTERS)
    yield from (head + letter + tail for head, tail in cuts for letter in LETTERS)


def _homophones(sign: str) -> Iterator[str]:
    """Yield everyday signs of exactly the same sound."""
    for one in _sounds().get(sign, ()):
        yield from (other for other in _of_plain_sound()[one] if _is_everyday(other))


def _alike_sounds(sign: str) -> frozenset[str]:
    return frozenset(map(_blurred, _sounds().get(sign, ())))


def _blurred(one: str) -> str:
    for said, meant in _SPOKEN_ALIKE:
        if one.startswith(said):
            one = meant + one.removeprefix(said)
            break
    for said, meant in _ENDING_ALIKE:
        if one.endswith(said):
            return one.removesuffix(said) + meant
    return one


def _is_everyday(sign: str) -> bool:
    return sign.encode("gb2312")[0] < _EVERYDAY


@lru_cache(maxsize=1)
def _of_plain_sound() -> Mapping[str, str]:
    lines = files(__package__).joinpath("data/sounds.txt").read_text("utf-8").splitlines()
    return {name: signs for name, _, signs in (line.partition(" ") for line in lines)}


@lru_cache(maxsize=1)
def _sounds() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, signs in _of_plain_sound().items():
        for sign in signs:
            found[sign] = (*found.get(sign, ()), name)
    return found


@lru_cache(maxsize=1)
def _of_sound() -> Mapping[str, tuple[str, ...]]:
    """Return the everyday signs of each sound as it is spoken in Sichuan."""
    found: dict[str, dict[str, None]] = {}
    for name, signs in _of_plain_sound().items():
        found.setdefault(_blurred(name), {}).update(dict.fromkeys(filter(_is_everyday, signs)))
    return {name: tuple(signs) for name, signs in found.items()}
