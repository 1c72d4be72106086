"""Every way a place is written, and the divisions it may mean."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from huiyin.kernel.ids import DivisionCode
from huiyin.rules.routing.divisions import Division, Level, divisions, seats
from huiyin.rules.routing.kinds import bare_name, short_name
from huiyin.rules.routing.scan import Scanner


@dataclass(frozen=True, kw_only=True)
class Written:
    """What one written name may mean: the divisions, and how far it may be trusted when read in a text."""

    codes: tuple[DivisionCode, ...]
    ordinary: bool = False  # an ordinary word too: a place only behind the place above it
    short: bool = False  # without suffix: a street or a firm may be called so


@dataclass(frozen=True, kw_only=True)
class Gazetteer:
    """The names made ready for reading texts (`scanner`, `names`) and place fields (`exact`, `codes`)."""

    names: Mapping[str, Written]
    exact: Mapping[str, tuple[DivisionCode, ...]]
    codes: frozenset[DivisionCode]
    scanner: Scanner
    not_before: tuple[str, ...]


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer of Sichuan."""
    bounds = tomllib.loads(files(__package__).joinpath("data/places.toml").read_text("utf-8"))
    full, short = _full_names(bounds["other_names"]), _short_names()
    ordinary = frozenset(bounds["ordinary"].split())
    names = {
        name: Written(
            codes=tuple(sorted(full.get(name, set()) | short.get(name, set()))),
            ordinary=name in ordinary,
            short=name not in full,
        )
        for name in full.keys() | short.keys()
    }
    return Gazetteer(
        names=MappingProxyType(names),
        exact=MappingProxyType(_exact(names)),
        codes=frozenset(place.code for place in divisions()),
        scanner=Scanner(names),
        not_before=tuple(bounds["not_before"].split()),
    )


def _full_names(other_names: Mapping[str, str]) -> dict[str, set[DivisionCode]]:
    names: dict[str, set[DivisionCode]] = {}
    for place in divisions():
        names.setdefault(place.name, set()).add(place.code)
        if place.level is not Level.TOWN:
            names.setdefault(short_name(place.name), set()).add(place.code)
    for code, written in other_names.items():
        for name in written.split():
            names.setdefault(name, set()).add(DivisionCode(int(code)))
    return names


def _short_names() -> dict[str, set[DivisionCode]]:
    names: dict[str, set[DivisionCode]] = {}
    for place in seats():
        names.setdefault(bare_name(place.name), set()).add(place.code)
    return names


def _exact(names: Mapping[str, Written]) -> dict[str, tuple[DivisionCode, ...]]:
    found: dict[str, set[DivisionCode]] = {name: set(written.codes) for name, written in names.items()}
    for place in divisions():
        for name in _english(place):
            found.setdefault(name, set()).add(place.code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


def _english(place: Division) -> set[str]:
    full = place.name_en.lower()
    if place.level is Level.TOWN or bare_name(place.name) == place.name:
        return {full}
    return {full, full.partition(" ")[0]}
