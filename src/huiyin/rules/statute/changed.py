"""What adopting a file changes: which days of which place, which packs; only such matters are looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.rules.statute.calendars.calendar import ONE_DAY, Calendar
from huiyin.rules.statute.calendars.reading import jurisdictions
from huiyin.rules.statute.counting import Unit
from huiyin.rules.statute.law import Law, RuleFile
from huiyin.rules.statute.packs.shape import Pack
from huiyin.rules.statute.proposed import CALENDAR, parsed_calendar, parsed_pack

ROLLING = timedelta(days=15)  # longer than any stretch of rest days: a date before it cannot roll into a year
EVERYWHERE = (0, 999999)
CODE_DIGITS = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Neighbouring days that became rest days or working days, or whose year became known."""

    first: date
    last: date


@dataclass(frozen=True, kw_only=True)
class Touched:
    """Which clocks a change may move: of counties `low` to `high`, running over one of the stretches.

    Or, for a pack: those of the pack itself, and the matters to which one of `starting` happened on or after
    `since`.
    """

    low: int
    high: int
    stretches: tuple[Stretch, ...] = ()
    pack: str = ""
    starting: tuple[str, ...] = ()
    since: date = date.max


def touched(file: RuleFile, *, befores: Iterable[Law], after: Law) -> Touched:
    """Return what a file touches: clocks stand by one of the laws before, and will by that after."""
    if file.kind == CALENDAR:
        low, high = counties(parsed_calendar(file.content).jurisdiction)
        becomes = after.calendar_of(file.name)
        found = (changed_days(before.calendar_of(file.name), becomes) for before in befores)
        stretches = dict.fromkeys(stretch for one in found for stretch in one)
        return Touched(low=low, high=high, stretches=tuple(stretches))
    return _touched_by_pack(after.shelf.pack(parsed_pack(file.content).id))


def shipped_touches(kind: str, name: str, version: str, *, after: Law) -> Touched:
    """Return what a file touches that came with a new release: a whole year, or all of a pack."""
    if kind != CALENDAR:
        return _touched_by_pack(after.shelf.pack(name))
    low, high = counties(name)
    return Touched(low=low, high=high, stretches=(_whole(int(version)),))


def _touched_by_pack(pack: Pack) -> Touched:
    low, high = counties(pack.jurisdiction)
    starting = tuple(sorted(name.value for name in pack.started_by))
    return Touched(low=low, high=high, pack=pack.id, starting=starting, since=pack.starts_on)


def counties(jurisdiction: str) -> tuple[int, int]:
    """Return the first and the last six-digit code of a jurisdiction: ``cn-5132`` is 513200 to 513299.

    Of a country other than the one that the codes belong to no county is touched.

    >>> counties("cn-51"), counties("cn"), counties("gb")
    ((510000, 519999), (0, 999999), (1, 0))
    """
    country, _, digits = jurisdiction.partition("-")
    if country != jurisdictions(0)[0]:
        return 1, 0
    if not digits:
        return EVERYWHERE
    width = CODE_DIGITS - len(digits)
    low = int(digits) * 10**width
    return low, low + 10**width - 1


def changed_days(before: Calendar, after: Calendar) -> list[Stretch]:
    """Return the days on which the calendars differ; a year that one alone knows differs as a whole."""
    found: list[Stretch] = []
    for year in sorted({*before.years, *after.years}):
        if before.known(year) != after.known(year):
            found.append(_whole(year))
        elif before.years[year] is not after.years[year]:
            found += _stretches(on for on in _days(year) if before.is_rest_day(on) != after.is_rest_day(on))
    return found


def counted_in_working_days(packs: Iterable[Pack]) -> list[str]:
    """Return the rules in which every day between counts, not only the last: of these packs, sorted."""
    return sorted(
        rule.id
        for pack in packs
        for rule in pack.rules.values()
        if rule.unit is Unit.WORKING_DAYS or rule.unit_setting
    )


def extensions(packs: Iterable[Pack]) -> list[str]:
    """Return the events that extend a clock of these packs: such a clock has had an earlier end."""
    terms = (rule.extension for pack in packs for rule in pack.rules.values())
    return sorted({one.event.value for one in terms if one is not None})


def _whole(year: int) -> Stretch:
    return Stretch(first=date(year, 1, 1) - ROLLING, last=date(year, 12, 31))


def _days(year: int) -> Iterable[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return (date.fromordinal(ordinal) for ordinal in range(first, last + 1))


def _stretches(days: Iterable[date]) -> list[Stretch]:
    found: list[Stretch] = []
    for on in days:
        if found and found[-1].last + ONE_DAY == on:
            found[-1] = Stretch(first=found[-1].first, last=on)
        else:
            found.append(Stretch(first=on, last=on))
    return found
