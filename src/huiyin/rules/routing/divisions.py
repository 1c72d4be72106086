"""The administrative divisions of Sichuan: province, prefectures, counties and towns, with their codes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import DivisionCode

PROVINCE = DivisionCode(510000)

_PREFECTURE_STEP = 100
_PROVINCE_STEP = 10_000
_TOWN_STEP = 10**6
_FIRST_TOWN = 10**11


class Level(StrEnum):
    """The four levels, highest first."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWN = "town"


SEATS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)  # levels that have offices of their own


@dataclass(frozen=True, kw_only=True)
class Division:
    """One division. `lon` and `lat` are rough, for a map of tiles, and missing for province and towns."""

    code: DivisionCode
    name: str
    name_en: str
    level: Level
    parent: DivisionCode | None
    lon: float | None = None
    lat: float | None = None


@lru_cache(maxsize=1)
def divisions() -> tuple[Division, ...]:
    """Return every division: the province, each prefecture followed by its counties, then all towns.

    GB/T 2260 codes of six digits; towns have the statistical code of twelve digits, whose first six are
    their county's. Names as of 2023-06-30.
    """
    data = json.loads(files(__package__).joinpath("data/sichuan.json").read_text("utf-8"))
    upper = tuple(_upper(row) for row in data["divisions"])
    towns = tuple(
        Division(
            code=DivisionCode(code),
            name=name,
            name_en=name_en,
            level=Level.TOWN,
            parent=DivisionCode(code // _TOWN_STEP),
        )
        for code, name, name_en in data["towns"]
    )
    return upper + towns


@lru_cache(maxsize=1)
def seats() -> tuple[Division, ...]:
    """Return the divisions that have offices: province, prefectures and counties, by code."""
    return tuple(place for place in divisions() if place.level in SEATS)


def division(code: int) -> Division:
    """Return the division of this code, or raise Unknown ``division.unknown``."""
    found = _by_code().get(code)
    if found is None:
        raise Unknown("division.unknown", division=code)
    return found


def children(code: int) -> tuple[Division, ...]:
    """Return the divisions directly below, by code; none below a town. Unknown codes have none."""
    return _by_parent().get(code, ())


def lineage(code: int) -> tuple[Division, ...]:
    """Return the divisions from the province down to this one, or raise Unknown."""
    line = [division(code)]
    while line[-1].parent is not None:
        line.append(division(line[-1].parent))
    return tuple(reversed(line))


def path_name(code: int) -> str:
    """Return the full name from the province down, such as ``四川省成都市锦江区``, or raise Unknown."""
    return "".join(place.name for place in lineage(code))


def seat_of(code: int) -> DivisionCode:
    """Return the division whose offices serve this one: a town's county, else itself; or raise Unknown."""
    place = division(code)
    if place.level is Level.TOWN and place.parent is not None:
        return place.parent
    return place.code


def upwards(code: int) -> tuple[DivisionCode, ...]:
    """Return the code and those above it, nearest first, by the way codes are built."""
    line = [DivisionCode(code)]
    above = parent_of(code)
    while above is not None:
        line.append(above)
        above = parent_of(above)
    return tuple(line)


def contains(outer: int, inner: int) -> bool:
    """True when `inner` lies in `outer` or is the same."""
    return outer in upwards(inner)


def parent_of(code: int) -> DivisionCode | None:
    """Return the code directly above by the way codes are built; None above the province."""
    if code >= _FIRST_TOWN:
        return DivisionCode(code // _TOWN_STEP)
    if code % _PREFECTURE_STEP:
        return DivisionCode(code - code % _PREFECTURE_STEP)
    if code % _PROVINCE_STEP:
        return DivisionCode(code - code % _PROVINCE_STEP)
    return None


def oversees(code: int, county: int) -> bool:
    """Return whether a division has authority over a place: its own, or one below it.

    >>> oversees(510100, 510104), oversees(510700, 510104)
    (True, False)
    """
    steps = {Level.PROVINCE: _PROVINCE_STEP, Level.PREFECTURE: _PREFECTURE_STEP, Level.COUNTY: 1}
    step = steps.get(level_of(code))
    return step is not None and county // step == code // step


def level_of(code: int) -> Level:
    """Return the level of a code by the way codes are built."""
    if code >= _FIRST_TOWN:
        return Level.TOWN
    if code % _PREFECTURE_STEP:
        return Level.COUNTY
    return Level.PREFECTURE if code % _PROVINCE_STEP else Level.PROVINCE


def _upper(row: list[Any]) -> Division:
    code, name, name_en, lon, lat = row
    return Division(
        code=DivisionCode(code),
        name=name,
        name_en=name_en,
        level=level_of(code),
        parent=parent_of(code),
        lon=lon,
        lat=lat,
    )


@lru_cache(maxsize=1)
def _by_code() -> Mapping[int, Division]:
    return {place.code: place for place in divisions()}


@lru_cache(maxsize=1)
def _by_parent() -> Mapping[int, tuple[Division, ...]]:
    below: dict[int, list[Division]] = {}
    for place in divisions():
        if place.parent is not None:
            below.setdefault(place.parent, []).append(place)
    return {code: tuple(places) for code, places in below.items()}
