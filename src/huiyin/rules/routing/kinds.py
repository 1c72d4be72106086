"""Kinds of offices: what each is for and how it is named at each level."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from huiyin.rules.routing.divisions import SEATS, Division, Level, division

BUREAU = "petition"
DISCIPLINE = "discipline"


class OfficeRole(StrEnum):
    """What an office is in a petition's life."""

    BUREAU = "bureau"  # 信访局: registers, transfers, supervises
    COMPETENT = "competent"  # handles matters of its field
    POLICE = "police"
    DISCIPLINE = "discipline"
    PROCURATORATE = "procuratorate"
    COURT = "court"


@dataclass(frozen=True, kw_only=True)
class OfficeKind:
    """One kind of office.

    `sequence` makes its office ids and never changes. `patterns` hold the name for each level that has
    such an office (and ``district`` for districts of a city), `patterns_en` the English ones. `stand_in`
    names the kind that serves at a level that has none, `names` the known exceptions by division.
    """

    id: str
    sequence: int
    role: OfficeRole
    patterns: Mapping[str, str]
    patterns_en: Mapping[str, str]
    stand_in: Mapping[str, str]
    names: Mapping[int, str]


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, OfficeKind]:
    """Return all kinds by their id, in the order of their sequence."""
    data = tomllib.loads(files(__package__).joinpath("data/offices.toml").read_text("utf-8"))
    return MappingProxyType({row["id"]: _kind(row) for row in data["kind"]})


def exists_at(kind: OfficeKind, level: Level) -> bool:
    """True when divisions of this level have an office of this kind."""
    return level in kind.patterns


def name_of(kind: OfficeKind, place: Division) -> str:
    """Return the Chinese name of this kind's office at a place whose level has one."""
    known = kind.names.get(place.code)
    if known is not None:
        return known
    pattern = kind.patterns[place.level]
    if _is_district(place):
        pattern = kind.patterns.get("district", pattern)
    return pattern.format(**_words(place))


def name_en_of(kind: OfficeKind, place: Division) -> str:
    """Return the English name of this kind's office at a place."""
    pattern = kind.patterns_en.get(place.level, kind.patterns_en["any"])
    return pattern.format(place=_place_en(place))


def bare_name(name: str) -> str:
    """Return a division's name without its level (成都, 北川, 阿坝); unchanged if one letter is left."""
    for ending in ("藏族羌族自治州", "藏族自治州", "彝族自治州", "藏族自治县", "彝族自治县", "羌族自治县"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name[:-1] if len(name) > len("理县") else name


def short_name(name: str) -> str:
    """Return the everyday name: 阿坝州 for an autonomous prefecture, else the name itself."""
    return f"{bare_name(name)}州" if name.endswith("自治州") else name


def _kind(row: Mapping[str, Any]) -> OfficeKind:
    patterns = {level: row[level] for level in (*SEATS, "district") if level in row}
    english: dict[str, str] = {level: row[f"en_{level}"] for level in SEATS if f"en_{level}" in row}
    return OfficeKind(
        id=row["id"],
        sequence=row["sequence"],
        role=OfficeRole(row["role"]),
        patterns=MappingProxyType(patterns),
        patterns_en=MappingProxyType({"any": row["en"], **english}),
        stand_in=MappingProxyType(row.get("stand_in", {})),
        names=MappingProxyType({int(code): name for code, name in row.get("names", {}).items()}),
    )


def _is_district(place: Division) -> bool:
    return place.level is Level.COUNTY and place.name.endswith("区")


def _words(place: Division) -> dict[str, str]:
    above = division(place.parent).name if place.parent is not None else ""
    full = above + place.name if _is_district(place) else place.name
    return {
        "place": full,
        "short": short_name(full),
        "name": place.name,
        "bare": bare_name(place.name),
        "above": above,
        "above_short": short_name(above),
    }


def _place_en(place: Division) -> str:
    if place.parent is not None and _is_district(place):
        return f"{division(place.parent).name_en} {place.name_en}"
    return place.name_en.removesuffix(" Province")
