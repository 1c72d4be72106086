"""Chooses the rule packs for an event: in force on its day, where it happened, for that office and route.

Within a family (petitions, reconsideration, …) one pack applies: the most local one, then the latest. The day
is that of the event that starts the clock; office kind and route are facts that a pack may ask for.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.reading import jurisdictions
from huiyin.rules.statute.events import NO_FACTS, EventName, Facts
from huiyin.rules.statute.packs import Shelf, shipped
from huiyin.rules.statute.packs.shape import Pack, Status

PETITIONS = "petitions"
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class PackRef:
    """What a petition stores about its pack."""

    id: str
    version: str


@lru_cache(maxsize=65536)
def choose_pack(
    *,
    on: date,
    demo: bool = False,
    division: int = 0,
    family: str = PETITIONS,
    adopted: frozenset[str] = NONE,
    shelf: Shelf | None = None,
) -> PackRef:
    """Return the pack in force for an event of that day in that division, the most local first.

    Demonstration packs are chosen only when asked for; packs not in use by default only when their ids are
    in `adopted`. `shelf` holds the packs to choose from, those shipped when left out. Invalid
    ``statute.before_first_pack`` or ``statute.no_pack`` when nothing is in force.
    """
    fitting = _fitting(family, demo=demo, division=division, adopted=adopted, shelf=shelf)
    pack = _on(fitting, on)
    if pack is not None:
        return PackRef(id=pack.id, version=pack.version)
    first = min((pack.starts_on for pack in fitting), default=None)
    if first is not None and on < first:
        raise Invalid("statute.before_first_pack", field="on", on=on.isoformat(), first=first.isoformat())
    raise Invalid("statute.no_pack", field="on", on=on.isoformat(), family=family, division=division)


@lru_cache(maxsize=65536)
def choose_packs(
    *,
    first: date,
    last: date,
    demo: bool = False,
    division: int = 0,
    adopted: frozenset[str] = NONE,
    shelf: Shelf | None = None,
) -> tuple[PackRef, ...]:
    """Return every pack of petitions under which events of these days may start clocks, oldest first.

    A matter received under the regulations of 2005 and accepted under those of 2022 has clocks of both.
    Days before the first pack have none: a matter older than the law it is kept under starts no clock.
    """
    fitting = _fitting(PETITIONS, demo=demo, division=division, adopted=adopted, shelf=shelf)
    ends = [first, *(pack.starts_on for pack in fitting)]
    found = [_on(fitting, on) for on in sorted({on for on in ends if first <= on <= last})]
    return tuple(dict.fromkeys(PackRef(id=pack.id, version=pack.version) for pack in found if pack))


def applicable_packs(
    *,
    on: date,
    division: int = 0,
    facts: Facts = NO_FACTS,
    demo: bool = False,
    adopted: frozenset[str] = NONE,
    shelf: Shelf | None = None,
) -> tuple[PackRef, ...]:
    """Return the pack of every family that applies to an event of that day, of that office kind and route.

    `facts` are those the packs ask for: ``office_kind``, ``class``, ``route``; a fact not given is unknown.
    """
    found: list[PackRef] = []
    for family in families(shelf):
        pack = _on(_fitting(family, demo=demo, division=division, adopted=adopted, shelf=shelf), on)
        if pack is not None and pack.applies.holds(NO_FACTS, facts):
            found.append(PackRef(id=pack.id, version=pack.version))
    return tuple(found)


def other_packs(
    names: Collection[EventName],
    *,
    first: date,
    last: date,
    division: int,
    adopted: frozenset[str] = NONE,
    shelf: Shelf | None = None,
) -> tuple[PackRef, ...]:
    """Return the packs of other families than petitions that these events start clocks of, oldest first."""
    found: list[Pack] = []
    for family in families(shelf):
        fitting = (
            ()
            if family == PETITIONS
            else _fitting(family, demo=False, division=division, adopted=adopted, shelf=shelf)
        )
        found += [
            pack
            for pack in fitting
            if not pack.started_by.keys().isdisjoint(names)
            and pack.starts_on <= last
            and (pack.ends_on is None or first <= pack.ends_on)
        ]
    return tuple(PackRef(id=pack.id, version=pack.version) for pack in found)


def prevailing(
    pack: Pack,
    *,
    on: date,
    division: int,
    adopted: frozenset[str] = NONE,
    shelf: Shelf | None = None,
) -> bool:
    """True when no more local or later pack of the family takes this one's place on the day."""
    demo = pack.status is Status.DEMONSTRATION
    found = _on(_fitting(pack.family, demo=demo, division=division, adopted=adopted, shelf=shelf), on)
    return found is None or found.id == pack.id


@lru_cache
def families(shelf: Shelf | None = None) -> tuple[str, ...]:
    """Return the families of the packs on a shelf, of those shipped when left out, sorted."""
    return tuple(sorted({pack.family for pack in (shelf or shipped()).packs.values()}))


def _on(fitting: Collection[Pack], on: date) -> Pack | None:
    found = [pack for pack in fitting if pack.in_force(on)]
    return max(found, key=lambda pack: (len(pack.jurisdiction), pack.starts_on), default=None)


@lru_cache(maxsize=65536)
def _fitting(
    family: str, *, demo: bool, division: int, adopted: frozenset[str], shelf: Shelf | None
) -> tuple[Pack, ...]:
    places = jurisdictions(division)
    packs = [pack for pack in (shelf or shipped()).packs.values() if pack.family == family]
    packs = [pack for pack in packs if (pack.status is Status.DEMONSTRATION) is demo]
    return tuple(p for p in packs if (p.by_default or p.id in adopted) and p.jurisdiction in places)
