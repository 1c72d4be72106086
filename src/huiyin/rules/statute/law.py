"""The law in force: the packs and calendars shipped, and those that two people adopted beside them.

Set-up adopts what ships; what was adopted later stands before it. The same law object gives the same clocks
for ever: what changes is which one is in force.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache, reduce

from huiyin.rules.statute.calendars import WIDER, shipped_years
from huiyin.rules.statute.calendars import calendar_of as shipped_calendar
from huiyin.rules.statute.calendars.calendar import Calendar, Year, blank, make_calendar
from huiyin.rules.statute.calendars.reading import jurisdictions
from huiyin.rules.statute.packs import Shelf, shipped
from huiyin.rules.statute.packs.shape import Pack, Rule
from huiyin.rules.statute.proposed import CALENDAR, parsed_calendar, parsed_pack

Years = Mapping[int, Year]


@dataclass(frozen=True, kw_only=True)
class RuleFile:
    """A pack or a year of a calendar that was adopted or is proposed: its exact bytes and from when on."""

    id: str  # kind:name:version
    kind: str
    name: str
    effective_on: date
    content: bytes


@dataclass(frozen=True, kw_only=True, eq=False)
class Law:
    """Packs to choose from, the ids of those adopted, and the years of calendars that were adopted."""

    shelf: Shelf
    adopted: frozenset[str] = frozenset()
    years: Mapping[str, Years] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    _calendars: dict[tuple[str, ...], Calendar] = field(default_factory=dict, repr=False)

    def calendar(self, division: int) -> Calendar:
        """Return the calendar that holds in a division (six or twelve digits; 0 for the whole country)."""
        return self._calendar(jurisdictions(division))

    def calendar_of(self, jurisdiction: str) -> Calendar:
        """Return the calendar of a jurisdiction such as ``cn-5132``; blank when no day of it is on file."""
        return self._calendar(tuple(dict.fromkeys(jurisdiction[:end] for end in WIDER)))

    def rule(self, rule_id: str) -> Rule | None:
        """Return a rule by its id, whichever pack holds it; None when none does any longer."""
        held = (pack.rules[rule_id] for pack in self.shelf.packs.values() if rule_id in pack.rules)
        return next(held, None)

    def plus(self, file: RuleFile) -> "Law":
        """Return the law with one file more, the latest: it prevails over what stood of the same name."""
        add = _with_calendar if file.kind == CALENDAR else _with_pack
        return add(self, file)

    def _calendar(self, places: tuple[str, ...]) -> Calendar:
        own = tuple(place for place in places if place in self.years or shipped_years(place))
        if not own:
            return blank(places[-1])
        if own not in self._calendars:
            # Where nothing was adopted it is the shipped calendar itself: what it counted stays kept.
            adopted = any(place in self.years for place in own)
            years = [year for place in own for year in self._years(place)]
            self._calendars[own] = make_calendar(own[-1], years) if adopted else shipped_calendar(own[-1])
        return self._calendars[own]

    def _years(self, place: str) -> list[Year]:
        found = {year.year: year for year in shipped_years(place)} | dict(self.years.get(place, {}))
        return [found[year] for year in sorted(found)]


@lru_cache
def shipped_law() -> Law:
    """Return the law as shipped, with nothing adopted beside it."""
    return Law(shelf=shipped())


def law_of(files: Sequence[RuleFile], *, on: date, without: Iterable[str] = ()) -> Law:
    """Return the law of a day: what ships, and the files in effect by then, in the order of adoption."""
    left_out = set(without)
    effective = (file for file in files if file.effective_on <= on and file.id not in left_out)
    return reduce(Law.plus, effective, shipped_law())


def _with_calendar(law: Law, file: RuleFile) -> Law:
    year = parsed_calendar(file.content).year
    own = {**law.years.get(file.name, {}), year.year: year}
    years = {**law.years, file.name: own}
    return replace(law, years=years, files=(*law.files, file.id), _calendars={})


def _with_pack(law: Law, file: RuleFile) -> Law:
    pack = _as_adopted(parsed_pack(file.content), law, file.effective_on)
    return replace(
        law,
        shelf=law.shelf.plus(pack),
        adopted=law.adopted | {pack.id},
        files=(*law.files, file.id),
        _calendars={},
    )


def _as_adopted(pack: Pack, law: Law, effective_on: date) -> Pack:
    """Return a pack as it applies once adopted.

    A pack that did not apply before starts clocks from its effective day on: nobody gets a new duty for what
    happened earlier. A new version of one that applies corrects it, for every day on which it was in force.
    """
    standing = law.shelf.packs.get(pack.id)
    if standing is not None and standing.by_default:
        return pack
    first = standing.starts_on if standing is not None and pack.id in law.adopted else effective_on
    return replace(pack, starts_on=max(pack.starts_on, first))


Source = Callable[[datetime], Law]

_source: list[Source] = []


def use(source: Source | None) -> None:
    """Say where the law in force comes from (start-up, and tests); None for that shipped."""
    _source[:] = [] if source is None else [source]


def in_force(at: datetime) -> Law:
    """Return the law in force at an instant, as this process knows it: see `records.shelf` for how old."""
    return _source[0](at) if _source else shipped_law()
