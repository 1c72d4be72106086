"""What the sweep has to do today, found by walking indexes: nothing that is not due is touched.

On the writer's sight: a machine's reading, whose only use is the commands it leads to.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.rules.oversight.breaches import CARRIED_OUT
from huiyin.rules.oversight.checks import checks
from huiyin.rules.oversight.watch import OVER, Stage, Watch, read_watch, shipped_watch

PAGE = 200

_FIRST = UUID(int=0)
_WATCH = "SELECT value FROM oversight_setting WHERE id = 'watch'"
_KINDS = {
    False: "c.kind = 'clock'",
    True: "c.kind = 'window' AND c.duty_of IN ('petitioner', 'applicant')",
}
# Whether a check is made on this last day, and no item says so yet.
_FAILING = """
    c.rule = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM supervision_item AS i
        WHERE i.petition = c.petition AND i.clock = c.id AND i.since = c.binding_on
    ) AND (c.kind = 'clock' OR (EXISTS (
        SELECT 1 FROM event AS e WHERE e.petition = c.petition
        AND e.name = 'opinion.served' AND e.facts ->> 'outcome' = 'support'
    ) AND NOT EXISTS (
        SELECT 1 FROM event AS e WHERE e.petition = c.petition AND e.name = ANY(%s)
    ) AND NOT EXISTS (
        SELECT 1 FROM petition AS p WHERE p.id = c.petition AND p.channel = 'import'
    )))
"""
_PAGE = """
    SELECT c.id, c.petition, c.binding_on, {failing} AS failing FROM clock AS c
    WHERE {kind} AND c.state = 'running' AND c.binding_on IS NOT NULL AND c.told = %s
      AND c.binding_on <= %s AND (c.binding_on, c.id) > (%s, %s)
    ORDER BY c.binding_on, c.id LIMIT %s
"""
_CURED = """
    SELECT id, petition FROM clock WHERE watched = 2 AND id > %s ORDER BY id LIMIT %s
"""
_WAITING = """
    SELECT due_on, id, petition FROM supervision_item
    WHERE state = 'open' AND due_on IS NOT NULL AND due_on < %s AND (due_on, id) > (%s, %s)
    ORDER BY due_on, id LIMIT %s
"""


@dataclass(frozen=True, kw_only=True)
class DueClock:
    """A clock that has reached a stage; `failing` when a check is made on its last day as well."""

    id: UUID
    petition: PetitionId
    binding_on: date
    failing: bool


def watch_in_force() -> Watch:
    """Return the stages of reminders as they stand."""
    row = sql.fetch_one(sql.WRITER, _WATCH)
    return shipped_watch() if row is None else read_watch(row["value"])


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one statement of looking costs: rows read from index and table, and shared buffers."""

    rows: int
    buffers: int


def plans(*, today: date) -> list[Plan]:
    """Run the first page of every statement of looking and return what each cost, by its own plan."""
    watch = watch_in_force()
    asked: list[tuple[str, list[object]]] = [
        (_CURED, [_FIRST, PAGE]),
        (_WAITING, [today, date.min, _FIRST, PAGE]),
    ]
    asked += [
        _statement(stage, told, date.min, _FIRST, window=window, today=today)
        for window in (False, True)
        for stage in watch.stages(window=window)
        for told in watch.told_before(stage, window=window)
    ]
    return [_plan(query, values) for query, values in asked]


def due_clocks(watch: Watch, *, today: date) -> Iterator[tuple[Stage, list[DueClock]]]:
    """Yield pages of the clocks that have reached a stage and were not told of it, the latest stage first.

    So one that several stages have passed by in the meantime is told of the latest only.
    """
    for window in (False, True):
        for stage in reversed(watch.stages(window=window)):
            for told in watch.told_before(stage, window=window):
                for page in _pages(stage, told, window=window, today=today):
                    yield stage, page


def cured() -> Iterator[list[PetitionId]]:
    """Yield pages of the petitions with supervision items in which something happened since."""
    after = _FIRST
    while rows := sql.fetch(sql.WRITER, _CURED, (after, PAGE)):
        yield _petitions(rows)
        after = rows[-1]["id"]


def unsupervised(*, today: date) -> Iterator[list[PetitionId]]:
    """Yield pages of the petitions with an item on which the bureau should have acted by now."""
    after = (date.min, _FIRST)
    while rows := sql.fetch(sql.WRITER, _WAITING, (today, *after, PAGE)):
        yield _petitions(rows)
        after = (rows[-1]["due_on"], rows[-1]["id"])


def _pages(stage: Stage, told: int, *, window: bool, today: date) -> Iterator[list[DueClock]]:
    after, last = date.min, _FIRST
    while True:
        rows = sql.fetch(sql.WRITER, *_statement(stage, told, after, last, window=window, today=today))
        if not rows:
            return
        yield [DueClock(**row) for row in rows]
        after, last = rows[-1]["binding_on"], rows[-1]["id"]


def _statement(
    stage: Stage, told: int, after: date, last: UUID, *, window: bool, today: date
) -> tuple[str, list[object]]:
    over = stage.days_before == OVER
    query = _PAGE.format(kind=_KINDS[window], failing=_FAILING if over else "false")
    rules = sorted({rule for row in checks().values() for rule in row.rules})
    until = date.fromordinal(today.toordinal() + stage.days_before)
    asked = [rules, sorted(CARRIED_OUT)] if over else []
    return query, [*asked, told, until, after, last, PAGE]


def _petitions(rows: Sequence[sql.Row]) -> list[PetitionId]:
    return list(dict.fromkeys(PetitionId(row["petition"]) for row in rows))


def _plan(query: str, values: Sequence[object]) -> Plan:
    [row] = sql.fetch(sql.WRITER, f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", values)
    top = row["QUERY PLAN"][0]["Plan"]
    return Plan(rows=_rows(top), buffers=top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def _rows(node: Mapping[str, Any]) -> int:
    own = 0
    if "Relation Name" in node:  # a scan: what it gave, and what it read in vain
        own = round((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
    return own + sum(_rows(inner) for inner in node.get("Plans", ()))
