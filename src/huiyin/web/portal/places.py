"""Divisions and offices as the pages need them, in the reader's language."""

from typing import Any

from django.utils.translation import get_language

from huiyin.kernel.ids import OfficeId
from huiyin.rules.routing import divisions, offices
from huiyin.rules.routing.divisions import PROVINCE, Division
from huiyin.rules.routing.offices import OfficeSeed

MOST_CODE_DIGITS = 12
SHORTEST_NAME = 2
MOST_OFFICES = 6


def below(code: Any) -> tuple[Division, ...]:
    """Return the divisions directly under one; none when there is no such division."""
    return divisions.children(code_of(code))


def lies_in(code: Any, above: Any) -> bool:
    """True when a division lies directly under another."""
    number = code_of(code)
    return any(one.code == number for one in below(above))


def called(one: Division | OfficeSeed) -> str:
    """Return a name; in English with the Chinese one beside it, for that stands on documents."""
    return f"{one.name_en} {one.name}" if _english() else one.name


def full_name(code: int) -> str:
    """Return the name of a division with those above it, the province left out."""
    line = divisions.lineage(code)
    named = line[1:] or line
    return (
        ", ".join(one.name_en for one in reversed(named))
        if _english()
        else "".join(one.name for one in named)
    )


def office_name(number: int) -> str:
    """Return the name of an office."""
    return called(offices.office(OfficeId(number)))


def bureau_name(code: Any) -> str:
    """Return the name of the petition bureau that receives for a division."""
    known = code_of(code) or PROVINCE
    return office_name(offices.responsible_bureau(known))


def offices_like(name: str, near: Any) -> list[OfficeSeed]:
    """Return a few offices whose name holds `name`, those nearest to a division first."""
    text = name.strip().casefold()
    if len(text) < SHORTEST_NAME:
        return []
    found = [
        one for one in offices.offices() if text in one.name.casefold() or text in one.name_en.casefold()
    ]
    return sorted(found, key=lambda one: (_distance(one.division, code_of(near)), one.id))[:MOST_OFFICES]


def tree() -> list[Any]:
    """Return ``[code, name, [[county, name, [[town, name], …]], …]]`` for the script of the picker."""
    return [_branch(one.code, called(one)) for one in below(PROVINCE)]


def code_of(value: Any) -> int:
    """Return a code from a form field, or 0 when it cannot be one."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_CODE_DIGITS else 0


def _branch(code: int, name: str) -> list[Any]:
    under = [_branch(one.code, called(one)) for one in below(code)]
    return [code, name, under] if under else [code, name]


def _distance(division: int, near: int) -> int:
    if division == near:
        return 0
    if near and divisions.parent_of(near) == division:
        return 1
    return 2 if near and divisions.contains(near, division) else 3


def _english() -> bool:
    return (get_language() or "").startswith("en")
