"""Divisions and offices as the pages need them, in the reader's language."""

import functools
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from django.utils.translation import get_language

PROVINCE = 510000
COUNTY_DIGITS = 10**6


@dataclass(frozen=True)
class Place:
    """A division, called in the reader's language."""

    code: int
    chinese: str
    english: str

    @property
    def name(self) -> str:
        """The name; in English with the Chinese name, which is the one on documents."""
        return f"{self.english} {self.chinese}" if (get_language() or "").startswith("en") else self.chinese


@dataclass(frozen=True)
class FoundOffice:
    """An office that a name may mean."""

    id: int
    name: str


def below(code: Any) -> tuple[Place, ...]:
    """Return the divisions directly under one; none when there is no such division."""
    return _children().get(_code(code), ())


def lies_in(code: Any, above: Any) -> bool:
    """True when a division lies directly under another."""
    number, parent = _code(code), _code(above)
    return number > 0 and parent > 0 and _above(number) == parent and number in _all()


def full_name(*codes: Any) -> str:
    """Return names of divisions one after the other; unknown ones are left out."""
    separator = ", " if (get_language() or "").startswith("en") else ""
    places = [_all()[_code(code)] for code in codes if _code(code) in _all()]
    return separator.join(place.name for place in places)


def tree() -> list[Any]:
    """Return ``[code, name, [[county, name, [[town, name], …]], …]]`` for the script of the picker."""
    return [
        [one.code, one.name, [[two.code, two.name, [[three.code, three.name] for three in below(two.code)]]
                              for two in below(one.code)]]
        for one in below(PROVINCE)
    ]


def offices_like(name: str, near: Any) -> tuple[FoundOffice, ...]:  # noqa: ARG001
    """Return a few offices whose name holds `name`, those near a division first."""
    return ()


def _above(code: int) -> int:
    if code >= COUNTY_DIGITS:
        return code // COUNTY_DIGITS
    return code // 100 * 100 if code % 100 else code // 10000 * 10000


def _code(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) <= 12 else 0


@functools.cache
def _all() -> Mapping[int, Place]:
    data = json.loads((resources.files("huiyin.rules.routing") / "data" / "sichuan.json").read_text("utf-8"))
    rows = [*data["divisions"], *data["towns"]]
    return {row[0]: Place(row[0], row[1], row[2]) for row in rows}


@functools.cache
def _children() -> Mapping[int, tuple[Place, ...]]:
    found: dict[int, list[Place]] = defaultdict(list)
    for code, place in _all().items():
        if code != PROVINCE:
            found[_above(code)].append(place)
    return {code: tuple(places) for code, places in found.items()}
