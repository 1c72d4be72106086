"""Supervision items as their reader sees them: by place, by bureau, or an office its own.

A page is one walk along an index for each place and state, longest overdue first; nothing is filtered here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.oversight.advices import SealedAdvice, advices_of_item
from huiyin.queries.reading import Reading, reading
from huiyin.rules.oversight.checks import Check
from huiyin.rules.routing.divisions import seats

PAGE = 30
TOGETHER = 500  # lines of a file fetched at once
COUNT_LIMIT = 10_000
STANDING, CLOSED = ("open", "answered"), ("closed",)

_COLUMNS = """
    i.id, i.petition, i.failed, i.office, i.bureau, i.county, i.rule, i.pack, i.since, i.raised_on, i.article,
    i.state, i.answered_on, i.closed_on, i.closed_by, i.cured_on
"""
_PAGE = f"""
    SELECT {_COLUMNS}, p.number FROM (
        SELECT one.* FROM unnest(%s::bigint[]) AS place(key) CROSS JOIN unnest(%s::text[]) AS s(state)
        CROSS JOIN LATERAL (
            SELECT x.* FROM supervision_item AS x
            WHERE x.{{column}} = place.key AND x.state = s.state AND (x.since, x.id) > (%s, %s){{where}}
            ORDER BY x.since, x.id LIMIT %s
        ) AS one ORDER BY one.since, one.id LIMIT %s
    ) AS i JOIN petition AS p ON p.id = i.petition ORDER BY i.since, i.id
"""
# Place by place here too: over all at once the planner would hash every petition that the reader may see.
_COUNTS = """
    SELECT failed, count(*) AS times FROM (
        SELECT one.failed FROM unnest(%s::bigint[]) AS place(key) CROSS JOIN unnest(%s::text[]) AS s(state)
        CROSS JOIN LATERAL (
            SELECT x.failed FROM supervision_item AS x
            WHERE x.{column} = place.key AND x.state = s.state{where}
        ) AS one LIMIT %s
    ) AS found GROUP BY failed
"""
_ONE = f"""
    SELECT {_COLUMNS}, p.number, p.denied, i.sealed_answer, i.sealed_result, k.wrapped
    FROM supervision_item AS i JOIN petition AS p ON p.id = i.petition
    LEFT JOIN data_key AS k ON k.petition = p.id WHERE i.id = %s
"""
_OF_MATTER = f"SELECT {_COLUMNS} FROM supervision_item AS i WHERE i.petition = %s ORDER BY i.raised_on, i.id"
_LABELS = """
    SELECT name, checks FROM oversight_setting WHERE kind = 'label' AND cardinality(checks) > 0 ORDER BY name
"""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list shall show; nothing given means everything that stands."""

    checks: frozenset[Check] = frozenset()
    office: OfficeId | None = None
    division: int | None = None
    closed: bool = False


@dataclass(frozen=True, kw_only=True)
class After:
    """Where the page before ended."""

    since: date
    id: UUID


START = After(since=date.min, id=UUID(int=0))


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """A supervision item in a list; `number` is its petition's."""

    id: UUID
    petition: PetitionId
    check: Check
    office: OfficeId
    bureau: OfficeId
    county: int
    rule: str
    pack: str
    since: date
    raised_on: date
    article: str
    state: str
    answered_on: date | None
    closed_on: date | None
    closed_by: str | None
    cured_on: date | None
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class SealedItem:
    """One item with its sealed texts, the advice on it, and the wrapped key of its petition."""

    line: ItemLine
    denied: tuple[OfficeId, ...]  # offices that may learn nothing of the matter
    sealed_answer: bytes | None
    sealed_result: bytes | None
    wrapped: bytes | None  # None: erased, and its texts with it
    advices: tuple[SealedAdvice, ...]

    @property
    def waiting(self) -> SealedAdvice | None:
        """The advice that waits for its answer: one at most."""
        return next((one for one in self.advices if one.line.answered_at is None), None)


@dataclass(frozen=True, kw_only=True)
class Items:
    """One page; `counts` are of everything that fits, by check; `whole` is False when there are more."""

    lines: tuple[ItemLine, ...]
    more: After | None
    counts: Mapping[Check, int]
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Label:
    """An administrator's own name for a group of checks."""

    name: str
    checks: frozenset[Check]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Along which column a reader looks: the places overseen, the bureau's matters, or the office's own."""

    column: str
    keys: tuple[int, ...]


def scope_of(reader: Reader, *, at_bureau: bool) -> Scope:
    """Return how far a reader looks."""
    if reader.oversight is not None:
        low, high = reader.oversight
        codes = tuple(int(seat.code) for seat in seats() if low <= seat.code <= high)
        return Scope(column="county", keys=codes)
    return Scope(column="bureau" if at_bureau else "office", keys=tuple(int(one) for one in reader.offices))


def items(reader: Reader, scope: Scope, wanted: Wanted, *, after: After = START) -> Items:
    """Return a page of items, the longest overdue first, and the counts of each check."""
    where, values = _conditions(wanted)
    with reading(reader) as rows:
        found = _page(rows, scope, wanted, after, PAGE + 1)
        counts = _COUNTS.format(column=scope.column, where=where)
        counted = rows.all(counts, [_keys(scope, wanted), list(_states(wanted)), *values, COUNT_LIMIT])
    lines = tuple(found[:PAGE])
    more = After(since=lines[-1].since, id=lines[-1].id) if len(found) > PAGE else None
    times = {Check(row["failed"]): row["times"] for row in counted}
    return Items(lines=lines, more=more, counts=times, whole=sum(times.values()) < COUNT_LIMIT)


def all_items(reader: Reader, scope: Scope, wanted: Wanted) -> Iterator[ItemLine]:
    """Yield every item that fits, in the memory of a few hundred."""
    after = START
    while True:
        with reading(reader) as rows:
            found = _page(rows, scope, wanted, after, TOGETHER)
        yield from found
        if len(found) < TOGETHER:
            return
        after = After(since=found[-1].since, id=found[-1].id)


def item(reader: Reader, identity: UUID) -> SealedItem | None:
    """Return one item, None when there is none or this reader may not know of it."""
    with reading(reader) as rows:
        row = rows.one(_ONE, (identity,))
        if row is None:
            return None
        advices = advices_of_item(rows, identity)
    sealed = {name: row.pop(name) for name in ("sealed_answer", "sealed_result", "wrapped")}
    denied = tuple(OfficeId(office) for office in row.pop("denied"))
    return SealedItem(line=_line(row), denied=denied, advices=advices, **sealed)


def items_of_matter(rows: Reading, petition: PetitionId) -> tuple[ItemLine, ...]:
    """Return the items of a matter that this reader sees, the oldest first."""
    return tuple(_line(row) for row in rows.all(_OF_MATTER, (petition,)))


def labels(reader: Reader) -> tuple[Label, ...]:
    """Return the administrators' labels, by name."""
    with reading(reader) as rows:
        found = rows.all(_LABELS)
    return tuple(
        Label(name=row["name"], checks=frozenset(Check(one) for one in row["checks"])) for row in found
    )


def _page(rows: Reading, scope: Scope, wanted: Wanted, after: After, limit: int) -> list[ItemLine]:
    where, values = _conditions(wanted)
    query = _PAGE.format(column=scope.column, where=where)
    start: list[Any] = [_keys(scope, wanted), list(_states(wanted)), after.since, after.id]
    return [_line(row) for row in rows.all(query, [*start, *values, limit, limit])]


def _keys(scope: Scope, wanted: Wanted) -> list[int]:
    if scope.column != "county" or wanted.division is None:
        return list(scope.keys)
    return [code for code in scope.keys if code in _below(wanted.division)]


def _below(code: int) -> range:
    return range(code, code + (100 if code % 100 == 0 else 1))


def _states(wanted: Wanted) -> tuple[str, ...]:
    return CLOSED if wanted.closed else STANDING


def _conditions(wanted: Wanted) -> tuple[str, list[Any]]:
    clauses: list[str] = []
    values: list[Any] = []
    if wanted.checks:
        clauses.append(" AND x.failed = ANY(%s)")
        values.append(sorted(one.value for one in wanted.checks))
    if wanted.office is not None:
        clauses.append(" AND x.office = %s")
        values.append(wanted.office)
    return "".join(clauses), values


def _line(row: Mapping[str, Any]) -> ItemLine:
    plain = {name: value for name, value in row.items() if name != "failed"}
    return ItemLine(check=Check(row["failed"]), **plain)
