"""Chooses the rule pack that applies to an event: the one in force on its day, where it happened."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.reading import jurisdictions
from huiyin.rules.statute.packs import load_pack, pack_ids
from huiyin.rules.statute.packs.shape import Pack, Status

PETITIONS = "petitions"


@dataclass(frozen=True, kw_only=True, slots=True)
class PackRef:
    """What a petition stores about its pack."""

    id: str
    version: str


@lru_cache(maxsize=65536)
def choose_pack(*, on: date, demo: bool = False, division: int = 0, family: str = PETITIONS) -> PackRef:
    """Return the pack in force for an event of that day in that division, the most local first.

    Demonstration packs are chosen only when asked for, and packs not in use by default never. Invalid
    ``statute.before_first_pack`` or ``statute.no_pack`` when nothing is in force.
    """
    fitting = [pack for pack in _family(family, demo=demo) if pack.jurisdiction in jurisdictions(division)]
    found = [pack for pack in fitting if pack.in_force(on)]
    if found:
        pack = max(found, key=lambda pack: (len(pack.jurisdiction), pack.starts_on))
        return PackRef(id=pack.id, version=pack.version)
    first = min((pack.starts_on for pack in fitting), default=None)
    if first is not None and on < first:
        raise Invalid("statute.before_first_pack", field="on", on=on.isoformat(), first=first.isoformat())
    raise Invalid("statute.no_pack", field="on", on=on.isoformat(), family=family, division=division)


def choose_packs(*, first: date, last: date, demo: bool = False, division: int = 0) -> tuple[PackRef, ...]:
    """Return every pack under which events of this stretch of days may start clocks, oldest first.

    A matter received under the regulations of 2005 and accepted under those of 2022 has clocks of both.
    """
    fitting = [p for p in _family(PETITIONS, demo=demo) if p.jurisdiction in jurisdictions(division)]
    days = sorted({first, *(pack.starts_on for pack in fitting if first < pack.starts_on <= last)})
    chosen = [choose_pack(on=on, demo=demo, division=division) for on in days]
    return tuple(dict.fromkeys(chosen))


@lru_cache
def _family(family: str, *, demo: bool) -> tuple[Pack, ...]:
    packs = [pack for pack in map(load_pack, pack_ids()) if pack.family == family and pack.by_default]
    return tuple(pack for pack in packs if (pack.status is Status.DEMONSTRATION) is demo)
