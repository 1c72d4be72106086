"""The queue of an office: its open parts, next due first; and what an inspector oversees, the same way.

A page is one walk along an index from where the page before ended; nothing is filtered in Python.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId
from huiyin.queries.handling.lines import SHOWN, Line, lines_of
from huiyin.queries.reading import reading
from huiyin.records.sql import Row
from huiyin.rules.lifecycle.states import PartRole, State
from huiyin.rules.routing.divisions import Level, level_of, seats

PAGE = 30
SOON_DAYS = 5
COUNT_LIMIT = (
    10_000  # so many are counted, the most urgent first: the cost stays the same however many there are
)

# Asked row by row on purpose: joined, the petitions would be read first and all sorted.
STATE = "(SELECT p.state FROM petition AS p WHERE p.id = part.petition)"
LEAD = "(SELECT p.lead FROM petition AS p WHERE p.id = part.petition)"

_FIRST = UUID(int=0)
_ENDING = {Level.PROVINCE: 9999, Level.PREFECTURE: 99}


class Due(StrEnum):
    """Which part of the queue, by the day of the next duty."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the queue shall show; nothing given means everything open."""

    state: State | None = None
    topic: str = ""  # a topic, or a class with all its topics
    division: int | None = None  # a county, or a prefecture with all its counties
    due: Due | None = None
    waiting: bool = False  # for a person at the bureau


@dataclass(frozen=True, kw_only=True)
class After:
    """Where the page before ended."""

    due_on: date | None
    petition: UUID


START = After(due_on=date.min, petition=_FIRST)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many open parts stand where; beyond `COUNT_LIMIT` in all, the least urgent are not counted."""

    overdue: int = 0
    soon: int = 0
    later: int = 0
    undated: int = 0

    def is_whole(self, due: Due) -> bool:
        """True when every part of this kind was counted."""
        following = list(Due)[list(Due).index(due) + 1 :]
        total = self.overdue + self.soon + self.later + self.undated
        return total < COUNT_LIMIT or any(self.of(one) for one in following)

    def of(self, due: Due) -> int:
        """Return one of the counts."""
        counts: dict[Due, int] = {one: getattr(self, one.value) for one in Due}
        return counts[due]


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One page of the queue; `more` is where the next one begins, None at the end."""

    lines: tuple[Line, ...]
    more: After | None
    counts: Counts


_Conditions = tuple[list[str], list[object]]


def queue(reader: Reader, office: OfficeId, wanted: Wanted, *, on: date, after: After = START) -> Queue:
    """Return a page of the office's open parts as of a day: three statements, whatever is asked."""
    with reading(reader) as rows:
        counted = rows.all(*_counts(office, on))[0]
        found = rows.all(*_page(office, wanted, on, after))
        lines = lines_of(rows, found[:PAGE], office=office)
    return Queue(lines=tuple(lines), more=_more(found, lines), counts=Counts(**counted))


def overseen(reader: Reader, wanted: Wanted, *, on: date, after: After = START) -> Queue:
    """Return a page of all open matters in the divisions that the reader oversees, whoever has them."""
    if reader.oversight is None:
        return Queue(lines=(), more=None, counts=Counts())
    low, high = reader.oversight
    codes = [int(seat.code) for seat in seats() if low <= seat.code <= high]
    with reading(reader) as rows:
        counted = rows.all(*_overseen_counts(codes, on))[0]
        found = rows.all(*_overseen_page(codes, wanted, on, after))
        lines = lines_of(rows, found[:PAGE], office=None)
    return Queue(lines=tuple(lines), more=_more(found, lines), counts=Counts(**counted))


def _more(found: list[Row], lines: list[Line]) -> After | None:
    if len(found) <= PAGE:
        return None
    return After(due_on=lines[-1].due_on, petition=lines[-1].petition)


def _page(office: OfficeId, wanted: Wanted, on: date, after: After) -> tuple[str, list[object]]:
    where, values = _of_part(wanted, on)
    from_where = f"FROM part WHERE part.office = %s AND part.state = 'open' {where}"
    # Two walks, dated and undated: one row comparison cannot step over the nulls. The second runs only
    # when the first has not filled the page.
    query = f"""
        WITH chosen AS MATERIALIZED (
            (SELECT part.petition, part.next_due_on AS due_on {from_where}
             AND part.next_due_on IS NOT NULL AND (part.next_due_on, part.petition) > (%s, %s)
             ORDER BY part.next_due_on, part.petition LIMIT %s)
            UNION ALL
            (SELECT part.petition, NULL {from_where}
             AND part.next_due_on IS NULL AND part.petition > %s ORDER BY part.petition LIMIT %s)
            LIMIT %s
        ) {SHOWN} ORDER BY chosen.due_on, p.id
    """
    dated = after.due_on or date.max
    undated = after.petition if after.due_on is None else _FIRST
    limit = PAGE + 1
    parameters = [office, *values, dated, after.petition, limit, office, *values, undated, limit, limit]
    return query, parameters


def _of_part(wanted: Wanted, on: date) -> tuple[str, list[object]]:
    clauses, values = _of_place_and_topic(wanted, "part")
    if wanted.state is not None:
        clauses.append(f"{STATE} = %s")
        values.append(wanted.state.value)
    if wanted.waiting:
        clauses.append(f"part.role = %s AND part.next_due_on IS NOT NULL AND {STATE} = %s")
        values += [PartRole.BUREAU.value, State.REGISTERED.value]
    due_clauses, due_values = _of_due(wanted.due, "part", on)
    return _joined(clauses + due_clauses), values + due_values


def _of_place_and_topic(wanted: Wanted, table: str) -> _Conditions:
    clauses: list[str] = []
    values: list[object] = []
    if wanted.division is not None:
        clauses.append(f"{table}.county BETWEEN %s AND %s")
        values += division_range(wanted.division)
    if wanted.topic:
        clauses.append(f"({table}.topic = %s OR starts_with({table}.topic, %s))")
        values += [wanted.topic, f"{wanted.topic}."]
    return clauses, values


def division_range(code: int) -> tuple[int, int]:
    """Return the first and last county code of a division."""
    return code, code + _ENDING.get(level_of(code), 0)


def _of_due(due: Due | None, table: str, on: date) -> _Conditions:
    column, soon = f"{table}.next_due_on", on + timedelta(days=SOON_DAYS)
    conditions: dict[Due | None, _Conditions] = {
        None: ([], []),
        Due.OVERDUE: ([f"{column} < %s"], [on]),
        Due.SOON: ([f"{column} BETWEEN %s AND %s"], [on, soon]),
        Due.LATER: ([f"{column} > %s"], [soon]),
        Due.UNDATED: ([f"{column} IS NULL"], []),
    }
    return conditions[due]


def _joined(clauses: list[str]) -> str:
    return "".join(f" AND {clause}" for clause in clauses)


_COUNTED = """
    SELECT count(*) FILTER (WHERE next_due_on < %s) AS overdue,
           count(*) FILTER (WHERE next_due_on BETWEEN %s AND %s) AS soon,
           count(*) FILTER (WHERE next_due_on > %s) AS later,
           count(*) FILTER (WHERE next_due_on IS NULL) AS undated
    FROM ({source} LIMIT %s) AS open
"""


def _counted(source: str, values: list[object], on: date) -> tuple[str, list[object]]:
    soon = on + timedelta(days=SOON_DAYS)
    return _COUNTED.format(source=source), [on, on, soon, soon, *values, COUNT_LIMIT]


def _counts(office: OfficeId, on: date) -> tuple[str, list[object]]:
    source = """
        SELECT next_due_on FROM part WHERE office = %s AND state = 'open' ORDER BY next_due_on, petition
    """
    return _counted(source, [office], on)


def _overseen_page(codes: list[int], wanted: Wanted, on: date, after: After) -> tuple[str, list[object]]:
    clauses, values = _of_place_and_topic(wanted, "p")
    due_clauses, due_values = _of_due(wanted.due, "p", on)
    clauses, values = clauses + due_clauses, values + due_values
    if wanted.state is not None or wanted.waiting:
        clauses.append("p.state = %s")
        values.append((State.REGISTERED if wanted.waiting else wanted.state or State.REGISTERED).value)
    # A division at a time walks the index; all at once would sort everything.
    query = f"""
        WITH chosen AS MATERIALIZED (
            SELECT one.* FROM unnest(%s::int[]) AS seat(code) CROSS JOIN LATERAL (
                SELECT p.id AS petition, p.next_due_on AS due_on FROM petition AS p
                WHERE p.county = seat.code AND (p.next_due_on, p.id) > (%s, %s){_joined(clauses)}
                ORDER BY p.next_due_on, p.id LIMIT %s
            ) AS one ORDER BY one.due_on, one.petition LIMIT %s
        ) {SHOWN} ORDER BY chosen.due_on, p.id
    """
    limit = PAGE + 1
    return query, [codes, after.due_on or date.max, after.petition, *values, limit, limit]


def _overseen_counts(codes: list[int], on: date) -> tuple[str, list[object]]:
    source = "SELECT next_due_on FROM petition WHERE county = ANY(%s) AND next_due_on IS NOT NULL"
    return _counted(source, [codes], on)
