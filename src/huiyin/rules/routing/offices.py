"""The offices of Sichuan: a petition bureau and the competent offices for every division.

A demonstration seed with regular names; an installation corrects it by import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import DivisionCode, OfficeId
from huiyin.rules.routing.divisions import SEATS, Division, Level, lineage, seat_of, seats
from huiyin.rules.routing.kinds import (
    BUREAU,
    DISCIPLINE,
    OfficeKind,
    OfficeRole,
    exists_at,
    kinds,
    name_en_of,
    name_of,
)
from huiyin.rules.routing.topics import TopicId, topic, topics

_IDS_PER_DIVISION = 1000


@dataclass(frozen=True, kw_only=True)
class OfficeSeed:
    """One office. `parent` is the next-higher office of its kind, `topics` those it is competent for."""

    id: OfficeId
    name: str
    name_en: str
    kind: str
    role: OfficeRole
    division: DivisionCode
    level: Level
    parent: OfficeId | None
    topics: tuple[TopicId, ...]


@lru_cache(maxsize=1)
def offices() -> tuple[OfficeSeed, ...]:
    """Return every office, by id: division code * 1000 + the sequence of its kind."""
    return tuple(
        _seed(kind, place)
        for place in sorted(seats(), key=lambda seat: seat.code)
        for kind in kinds().values()
        if exists_at(kind, place.level)
    )


def office(number: int) -> OfficeSeed:
    """Return the office of this id, or raise Unknown ``office.unknown``."""
    found = _by_id().get(number)
    if found is None:
        raise Unknown("office.unknown", office=number)
    return found


def division_of(number: int) -> DivisionCode:
    """Return the division of an office, known or not, by the way ids are built; 0 is the whole country."""
    return DivisionCode(number // _IDS_PER_DIVISION)


def offices_at(code: int) -> tuple[OfficeSeed, ...]:
    """Return the offices that serve a division, a town by its county's; or raise Unknown."""
    seat = seat_of(code)
    return tuple(each for each in offices() if each.division == seat)


def serving(kind: str, code: int) -> OfficeId:
    """Return the office of this kind, or what stands in for it, that serves a division or the next above it.

    Raises Unknown for an unknown kind or division, and when nobody up to the province serves.
    """
    for place in reversed(lineage(seat_of(code))):
        found = _serving_at(_kind(kind), place)
        if found is not None:
            return found
    raise Unknown("office.none_serving", kind=kind, division=code)


@lru_cache(maxsize=4096)
def competent_office(name: str, code: int) -> OfficeId:
    """Return the office that handles a topic of a division by itself (信访工作条例 第五条, 第二十二条).

    The county's office of the place, a prefecture's where only the prefecture is known, or a higher one
    where the topic's table says so. Raises Unknown for an unknown topic or division.
    """
    matter, line = topic(name), lineage(seat_of(code))
    depth = min(len(line), SEATS.index(matter.lowest) + 1)
    return serving(matter.office, line[depth - 1].code)


def responsible_bureau(code: int) -> OfficeId:
    """Return the petition bureau of a division, a town's being its county's; or raise Unknown."""
    return _office_id(_kind(BUREAU), seat_of(code))


def discipline_organ(code: int) -> OfficeId:
    """Return the discipline inspection and supervision organ of a division; or raise Unknown."""
    return _office_id(_kind(DISCIPLINE), seat_of(code))


def _seed(kind: OfficeKind, place: Division) -> OfficeSeed:
    return OfficeSeed(
        id=_office_id(kind, place.code),
        name=name_of(kind, place),
        name_en=name_en_of(kind, place),
        kind=kind.id,
        role=kind.role,
        division=place.code,
        level=place.level,
        parent=serving(kind.id, place.parent) if place.parent is not None else None,
        topics=_competence(kind.id, place.level),
    )


def _serving_at(kind: OfficeKind, place: Division) -> OfficeId | None:
    if exists_at(kind, place.level):
        return _office_id(kind, place.code)
    other = kind.stand_in.get(place.level)
    return _office_id(_kind(other), place.code) if other is not None else None


def _kind(name: str) -> OfficeKind:
    found = kinds().get(name)
    if found is None:
        raise Unknown("office.unknown_kind", kind=name)
    return found


@lru_cache(maxsize=256)
def _competence(kind: str, level: Level) -> tuple[TopicId, ...]:
    """Return the topics, not classes, of this kind and of those it stands in for at this level."""
    served = {kind} | {each.id for each in kinds().values() if each.stand_in.get(level) == kind}
    return tuple(each.id for each in topics() if each.parent is not None and each.office in served)


def _office_id(kind: OfficeKind, seat: int) -> OfficeId:
    return OfficeId(seat * _IDS_PER_DIVISION + kind.sequence)


@lru_cache(maxsize=1)
def _by_id() -> Mapping[int, OfficeSeed]:
    return {each.id: each for each in offices()}
