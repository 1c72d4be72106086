"""From what was counted in a period to what may be shown of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huiyin.rules.disclosure.measures import (
    COUNTS,
    CROSSED,
    DAYS,
    FAMILIES,
    OF_CONCLUDED,
    RESPONSES,
    Family,
    Measure,
)
from huiyin.rules.disclosure.suppression import Key, Table, hidden

Cells = Mapping[tuple[int, str], int]
Where = Key[int, str]
Pattern = frozenset[Where]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One family in one period: of how many, by place and topic.

    `hits` are those in time, or satisfied; `days` the measures in whole days, by place, by topic and over
    all, for they do not add up.
    """

    family: Family
    base: Cells
    hits: Cells = field(default_factory=dict)
    days: Mapping[tuple[Measure, Where], int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell as published: a hidden one has neither value nor base. `counted` is never shown."""

    measure: Measure
    where: Where
    value: int | None
    base: int | None
    counted: int


@dataclass(frozen=True, kw_only=True)
class Published:
    """What was shown of a family earlier: what was counted then, and what was hidden."""

    base: Cells
    secret: Pattern


Before = Mapping[Family, Published]


def publish(tallies: Sequence[Tally], before: Before | None = None) -> list[Cell]:
    """Return the cells of a period as they may be shown.

    With `before`, the same period was shown already: then what was hidden stays hidden, and what came in
    since is protected like a table of its own, for anybody can subtract. `may_replace` says when.
    """
    earlier = before or {}
    by_family = {tally.family: tally for tally in tallies}
    crossed = [by_family[one] for one in sorted(CROSSED) if one in by_family]
    shared = _pattern(crossed, earlier) if crossed else earlier[Family.CONCLUDED].secret
    cells: list[Cell] = []
    for tally in tallies:
        if tally.family in CROSSED:
            cells += _cells(tally, shared, {})
        else:
            above = {key for key in shared if None in key} if tally.family in OF_CONCLUDED else set()
            secret = _pattern([tally], earlier, also=frozenset({*tally.base, *above}))
            cells += _cells(tally, secret, _concluded(by_family, earlier))
    return cells


def _concluded(tallies: Mapping[Family, Tally], earlier: Before) -> Cells:
    """Return what was concluded, as it is shown beside: now, or when it was published."""
    if Family.CONCLUDED in tallies:
        return tallies[Family.CONCLUDED].base
    return earlier[Family.CONCLUDED].base if Family.CONCLUDED in earlier else {}


def may_replace(tallies: Sequence[Tally], before: Before) -> bool:
    """Return whether a period may be shown anew: nothing was taken away, and it at least doubled.

    That is what an import of old matters does. What trickles in late, or moves from one topic to another,
    does not change what was shown: the difference would be a small number.
    """
    now = {tally.family: tally.base for tally in tallies}
    if any(_less(now.get(family, {}), was.base) is None for family, was in before.items()):
        return False
    was = sum(before[Family.RECEIVED].base.values()) if Family.RECEIVED in before else 0
    return sum(now.get(Family.RECEIVED, {}).values()) >= 2 * max(was, 1)


def _pattern(tallies: Sequence[Tally], earlier: Before, also: Pattern = frozenset()) -> Pattern:
    tables = [Table(tally.base) for tally in tallies]
    kept = set(also)
    for tally in tallies:
        if tally.family in earlier:
            kept |= earlier[tally.family].secret
            tables.append(Table(_less(tally.base, earlier[tally.family].base) or {}))
    return hidden(tables, also=kept)


def _less(now: Cells, was: Cells) -> Cells | None:
    """Return what came in since, or None when something was taken away."""
    more = {key: now.get(key, 0) - was.get(key, 0) for key in {*now, *was}}
    return None if any(value < 0 for value in more.values()) else more


def _cells(tally: Tally, secret: Pattern, concluded: Cells) -> list[Cell]:
    base, hits, of = Table(tally.base).whole, Table(tally.hits).whole, Table(concluded).whole
    if tally.family in OF_CONCLUDED:  # where nobody rated, that is said
        base = {**{key: 0 for key in of if None in key}, **base}
    found = []
    for measure in FAMILIES[tally.family]:
        for where, counted in base.items():
            shown = _shown(measure, counted, hits.get(where, 0), of.get(where, 0))
            if measure in DAYS:
                shown = (tally.days.get((measure, where)), counted)
            value, number = shown if where not in secret else (None, None)
            found.append(Cell(measure=measure, where=where, value=value, base=number, counted=counted))
    return found


def _shown(measure: Measure, counted: int, hits: int, asked: int) -> tuple[int | None, int]:
    if measure in COUNTS:
        return counted, counted
    if measure in RESPONSES:
        return _percent(min(counted, asked), asked), asked
    return _percent(hits, counted), counted


def _percent(part: int, whole: int) -> int | None:
    """Return whole percent, halves up, or None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None
