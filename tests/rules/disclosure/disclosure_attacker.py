"""Somebody who adds and subtracts: all that the shown numbers tell about the hidden ones, the slow way."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

Key = tuple[Any, Any]
Equation = tuple[dict[Hashable, int], int]


def equations(whole: Mapping[Key, int], secret: frozenset[Key], name: Hashable = "") -> list[Equation]:
    """Return every sum that the table states, with what is shown put in: unknowns and their sum."""
    rows = {row for row, _ in whole if row is not None}
    columns = {column for _, column in whole if column is not None}
    sums = [
        *(((row, None), [(row, column) for column in columns]) for row in rows),
        *(((None, column), [(row, column) for row in rows]) for column in columns),
        ((None, None), [(row, None) for row in rows]),
        ((None, None), [(None, column) for column in columns]),
    ]
    found: list[Equation] = []
    for total, parts in sums:
        unknown: dict[Hashable, int] = {}
        known = 0
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in secret:
                unknown[name, key] = sign
            else:
                known -= sign * whole.get(key, 0)
        found.append((unknown, known))
    return found


def solved(system: Sequence[Equation]) -> dict[Hashable, Fraction]:
    """Return every unknown that the equations fix, by Gauss and Jordan with fractions."""
    names = sorted({name for unknown, _ in system for name in unknown}, key=repr)
    rows = [
        [*(Fraction(unknown.get(name, 0)) for name in names), Fraction(value)] for unknown, value in system
    ]
    done = 0
    for column in range(len(names)):
        done += _eliminated(rows, done, column)
    fixed = {}
    for row in rows[:done]:
        named = [i for i, value in enumerate(row[:-1]) if value]
        if len(named) == 1:
            fixed[names[named[0]]] = row[-1]
    return fixed


def _eliminated(rows: list[list[Fraction]], done: int, column: int) -> bool:
    pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
    if pivot is None:
        return False
    rows[done], rows[pivot] = rows[pivot], rows[done]
    rows[done] = [value / rows[done][column] for value in rows[done]]
    for i, row in enumerate(rows):
        if i != done and row[column]:
            rows[i] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
    return True


def most_by_trying(cells: Mapping[Key, int], secret: Iterable[Key], key: Key, *, limit: int) -> int:
    """Return the greatest value of a hidden inner cell, by trying every table up to `limit` a cell."""
    secret = frozenset(secret)
    inner = sorted(cells)
    free = [one for one in inner if one in secret and cells[one] > 0]
    shown = {one: value for one, value in _whole(cells).items() if one not in secret}
    greatest = -1
    for values in product(range(limit + 1), repeat=len(free)):
        tried = {**cells, **dict(zip(free, values, strict=True))}
        if tried[key] > greatest and _agrees(_whole(tried), shown):
            greatest = tried[key]
    return greatest


def _agrees(whole: Mapping[Key, int], shown: Mapping[Key, int]) -> bool:
    return all(whole[key] == value for key, value in shown.items())


def _whole(cells: Mapping[Key, int]) -> dict[Key, int]:
    found: dict[Key, int] = {(None, None): 0}
    for (row, column), value in cells.items():
        for key in ((row, column), (row, None), (None, column), (None, None)):
            found[key] = found.get(key, 0) + value
    return found
