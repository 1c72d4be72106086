"""What is typed into the search, read: words, "exact phrases", and -words that must not occur."""

import re
from dataclasses import dataclass

from huiyin.kernel.errors import Invalid
from huiyin.rules.search.folding import folded
from huiyin.rules.search.persons import names_a_person

LONGEST = 100  # signs
_PIECES = re.compile(r'(-?)(?:"([^"]*)"|“([^”]*)”|「([^」]*)」|([^\s"“”「」]+))')


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, folded: all `words` must occur, every phrase as it stands, nothing of `without`."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """What must occur, phrases included."""
        return (*self.words, *self.phrases)

    @property
    def written(self) -> str:
        """The question as it could have been typed."""
        phrases = (f"“{one}”" for one in self.phrases)
        return " ".join((*self.words, *phrases, *(f"-“{one}”" for one in self.without)))


def read(typed: str) -> Asked:
    """Return the question.

    Raises Invalid ``search.too_long``, ``search.nothing_asked`` or ``search.names_a_person``.

    >>> read('污水 "排放口" -噪声')
    Asked(words=('污水',), phrases=('排放口',), without=('噪声',))
    """
    text = folded(typed).strip()
    if len(text) > LONGEST:
        raise Invalid("search.too_long", field="q", limit=LONGEST)
    if names_a_person(text):
        raise Invalid("search.names_a_person", field="q")
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    for minus, *quoted, bare in _PIECES.findall(text):
        phrase = "".join(quoted).strip()
        if minus:
            without.append(phrase or bare)
        elif phrase:
            phrases.append(phrase)
        elif bare:
            words.append(bare)
    asked = Asked(words=tuple(words), phrases=tuple(phrases), without=tuple(one for one in without if one))
    if not asked.wanted:
        raise Invalid("search.nothing_asked", field="q")
    return asked
