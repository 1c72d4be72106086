"""Offices named in a text, by their full names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from huiyin.kernel.ids import OfficeId
from huiyin.rules.routing.offices import offices
from huiyin.rules.routing.scan import Scanner


@dataclass(frozen=True, kw_only=True)
class OfficeMention:
    """An office and where its name stands in the text."""

    office: OfficeId
    start: int
    end: int


def named_offices(text: str) -> tuple[OfficeMention, ...]:
    """Return the offices whose full name stands in a text, from left to right.

    A name found decides nothing: it holds the matter for a person to see who is meant
    (信访工作条例 第三十条第三款).
    """
    return tuple(
        OfficeMention(office=_ids()[hit.word], start=hit.start, end=hit.end) for hit in _scanner().find(text)
    )


@lru_cache(maxsize=1)
def _ids() -> Mapping[str, OfficeId]:
    return {each.name: each.id for each in offices()}


@lru_cache(maxsize=1)
def _scanner() -> Scanner:
    return Scanner(_ids())
