"""Which cells of a table must be hidden so that small numbers cannot be computed from what is shown.

A cell of 1 to 9 (`THRESHOLD` less one) is hidden, a total of that size too; zero is shown. Then further
cells are hidden until nobody who adds and subtracts the shown cells and totals can tell of a hidden small
cell that it is small: for each of them, what is shown allows `THRESHOLD` or more. The table with its totals
is a circulation (what flows into a row flows out to its columns), so the greatest value that the shown
numbers allow a cell is a maximum flow, and the cells to hide beside it are a cycle through it.
"""

import heapq
from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Key = tuple[R | None, C | None]  # None: the total over all rows, over all columns

THRESHOLD = 10

# What it costs to hide a total, in counted matters: only when no cells will do.
_OF_TOTAL = 10**6
_OF_GRAND_TOTAL = 10**9


@dataclass(frozen=True)
class Table(Generic[R, C]):
    """Counts by row and column; cells not named are zero."""

    cells: Mapping[tuple[R, C], int]

    @property
    def whole(self) -> dict[Key[R, C], int]:
        """The cells and all totals. O(cells)."""
        found: dict[Key[R, C], int] = {(None, None): 0}
        for (row, column), value in self.cells.items():
            for key in ((row, column), (row, None), (None, column), (None, None)):
                found[key] = found.get(key, 0) + value
        return found


def hidden(
    tables: Sequence[Table[R, C]], *, also: Iterable[Key[R, C]] = (), threshold: int = THRESHOLD
) -> frozenset[Key[R, C]]:
    """Return the keys to hide in all of the tables: one pattern for numbers that are shown side by side.

    `also` are keys that are hidden in any case. The same tables always give the same pattern.
    """
    wholes = [table.whole for table in tables]
    secret: set[Key[R, C]] = set(also)
    for whole in wholes:
        secret |= {key for key, value in whole.items() if 0 < value < threshold}
    for whole in wholes:
        flow = _Flow(whole, secret)
        for key in sorted((key for key in whole if 0 < whole[key] < threshold), key=repr):
            secret |= flow.protection(key, threshold)
    return frozenset(secret)


def most(table: Table[R, C], secret: Iterable[Key[R, C]], key: Key[R, C], *, enough: int) -> int:
    """Return the greatest value (cut off at `enough`) that the shown numbers allow a hidden cell."""
    whole = table.whole
    flow = _Flow(whole, set(secret))
    return whole[key] + flow.increase(key, enough - whole[key])


Node = tuple[str, Hashable]
_Step = tuple[Node, Key[R, C], bool] | None  # from where, over which cell, growing or shrinking it


@dataclass
class _Flow(Generic[R, C]):
    """The table as a circulation: rows and columns are nodes, cells and totals are edges.

    ``secret`` is shared with the caller and grows.
    """

    whole: Mapping[Key[R, C], int]
    secret: set[Key[R, C]]
    _at: dict[Node, list[Key[R, C]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in sorted(self.whole, key=repr):
            for node in _ends(key):
                self._at.setdefault(node, []).append(key)

    def protection(self, key: Key[R, C], threshold: int) -> set[Key[R, C]]:
        """Return what must be hidden besides, so that a small cell could be `threshold` or more."""
        need = threshold - self.whole[key]
        if self.increase(key, need) >= need:
            return set()
        return self._cheapest(key, need)

    def increase(self, key: Key[R, C], need: int) -> int:
        """Return by how much the cell can grow (at most `need`) while everything shown stays."""
        source, sink = _ends(key)[1], _ends(key)[0]
        moved: dict[Key[R, C], int] = {}
        grown = 0
        while grown < need:
            path = self._augmenting(source, sink, key, moved)
            if path is None:
                break
            step = min([need - grown, *(self._room(one, forward, moved) for one, forward in path)])
            for one, forward in path:
                moved[one] = moved.get(one, 0) + (step if forward else -step)
            grown += step
        return grown

    def _room(self, key: Key[R, C], forward: bool, moved: Mapping[Key[R, C], int]) -> int:  # noqa: FBT001
        # A cell can grow without end and shrink to zero. A cell that is zero may be known to be so.
        return 10**12 if forward else self.whole[key] + moved.get(key, 0)

    def _augmenting(
        self, source: Node, sink: Node, without: Key[R, C], moved: Mapping[Key[R, C], int]
    ) -> list[tuple[Key[R, C], bool]] | None:
        came: dict[Node, _Step[R, C]] = {source: None}
        queue = deque([source])
        while queue and sink not in came:
            node = queue.popleft()
            for key, forward, other in self._arcs(node, without):
                if key in self.secret and other not in came and self._room(key, forward, moved) > 0:
                    came[other] = (node, key, forward)
                    queue.append(other)
        return _path(came, sink)

    def _cheapest(self, key: Key[R, C], need: int) -> set[Key[R, C]]:
        source, sink = _ends(key)[1], _ends(key)[0]
        came: dict[Node, _Step[R, C]] = {}
        order = count()  # equal costs are taken as they came, and steps are never compared
        queue: list[tuple[int, int, Node, _Step[R, C]]] = [(0, next(order), source, None)]
        # There is a way for certain, over the totals: what holds the cell is itself above zero and can grow.
        while sink not in came:
            cost, _, node, step = heapq.heappop(queue)
            if node in came:
                continue
            came[node] = step
            for one, forward, other in self._arcs(node, key):
                if other not in came and (forward or self.whole[one] >= need):
                    step = (node, one, forward)
                    heapq.heappush(queue, (cost + self._cost(one), next(order), other, step))
        return {one for one, _ in _path(came, sink) or []}

    def _cost(self, key: Key[R, C]) -> int:
        if key in self.secret:
            return 0
        if key == (None, None):
            return _OF_GRAND_TOTAL
        return self.whole[key] + (_OF_TOTAL if None in key else 0)

    def _arcs(self, node: Node, without: Key[R, C]) -> Iterable[tuple[Key[R, C], bool, Node]]:
        for key in self._at[node]:
            if key != without and self.whole[key] > 0:
                tail, head = _ends(key)
                yield (key, True, head) if tail == node else (key, False, tail)


def _ends(key: Key[R, C]) -> tuple[Node, Node]:
    """Return from where to where a number flows: total to row, row to column, column to total."""
    row, column = key
    if row is not None and column is not None:
        return ("row", row), ("column", column)
    if row is not None:
        return ("column", None), ("row", row)
    if column is not None:
        return ("column", column), ("row", None)
    return ("row", None), ("column", None)


def _path(came: Mapping[Node, _Step[R, C]], sink: Node) -> list[tuple[Key[R, C], bool]] | None:
    if sink not in came:
        return None
    path: list[tuple[Key[R, C], bool]] = []
    step = came[sink]
    while step is not None:
        node, key, forward = step
        path.append((key, forward))
        step = came[node]
    return path
