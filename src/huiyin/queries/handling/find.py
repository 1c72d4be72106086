"""Matters found by number, place, topic, office, state and date, open or closed, the latest first.

Nothing here looks for a person: that is a purpose of its own, with its own trace.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.handling.lines import SHOWN, Line, lines_of
from huiyin.queries.handling.queue import LEAD, PAGE, STATE, division_range
from huiyin.queries.reading import reading
from huiyin.records.sql import Row
from huiyin.rules.lifecycle.states import State

_NUMBER = "SELECT id FROM petition WHERE number = %s"
_LAST = UUID(int=(1 << 128) - 1)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is looked for; nothing given means everything."""

    state: State | None = None
    topic: str = ""
    division: int | None = None
    office: OfficeId | None = None  # that handles it
    since: date | None = None  # received at this office, both days included
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Before:
    """Where the page before ended."""

    received_at: datetime
    petition: UUID


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of what was found; `more` is where the next one begins."""

    lines: tuple[Line, ...]
    more: Before | None


def numbered(reader: Reader, number: str) -> PetitionId | None:
    """Return the petition of a number in canonical form, when this reader may know of it."""
    with reading(reader) as rows:
        row = rows.one(_NUMBER, (number,))
    return PetitionId(row["id"]) if row else None


def find(reader: Reader, sought: Sought, *, before: Before | None = None) -> Found:
    """Return a page of matters in which the reader's office has or had a part, or which it oversees."""
    overseeing = reader.oversight is not None
    where, values = _conditions(sought, _OF_PETITION if overseeing else _OF_PART)
    start: list[object] = [] if overseeing else [list(reader.offices)]
    limits = [PAGE + 1] if overseeing else [PAGE + 1, PAGE + 1]
    end = before or Before(received_at=datetime.max.replace(tzinfo=LOCAL_ZONE), petition=_LAST)
    query = (_OVERSEEN if overseeing else _TOUCHED).format(where=where) + SHOWN + _ORDER
    with reading(reader) as rows:
        found = rows.all(query, [*start, end.received_at, end.petition, *values, *limits])
        lines = lines_of(rows, found[:PAGE], office=None)
    return Found(lines=tuple(lines), more=_more(found, lines))


_TOUCHED = """
    WITH chosen AS MATERIALIZED (
        SELECT one.* FROM unnest(%s::bigint[]) AS own(office) CROSS JOIN LATERAL (
            SELECT part.petition, part.opened_at AS received_at FROM part
            WHERE part.office = own.office AND (part.opened_at, part.petition) < (%s, %s){where}
            ORDER BY part.opened_at DESC, part.petition DESC LIMIT %s
        ) AS one ORDER BY one.received_at DESC, one.petition DESC LIMIT %s
    )
"""
_OVERSEEN = """
    WITH chosen AS MATERIALIZED (
        SELECT p.id AS petition, p.filed_at AS received_at FROM petition AS p
        WHERE (p.filed_at, p.id) < (%s, %s){where} ORDER BY p.filed_at DESC, p.id DESC LIMIT %s
    )
"""
_ORDER = " ORDER BY chosen.received_at DESC, p.id DESC"
_OF_PART = {"table": "part", "at": "part.opened_at", "state": STATE, "lead": LEAD}
_OF_PETITION = {"table": "p", "at": "p.filed_at", "state": "p.state", "lead": "p.lead"}


def _conditions(sought: Sought, columns: Mapping[str, str]) -> tuple[str, list[object]]:
    asked: list[tuple[str, tuple[object, ...]]] = []
    if sought.topic:
        asked.append(("({table}.topic = %s OR {table}.topic LIKE %s)", (sought.topic, f"{sought.topic}.%")))
    if sought.division is not None:
        asked.append(("{table}.county BETWEEN %s AND %s", division_range(sought.division)))
    if sought.since is not None:
        asked.append(("{at} >= %s", (_midnight(sought.since),)))
    if sought.until is not None:
        asked.append(("{at} < %s", (_midnight(sought.until + timedelta(days=1)),)))
    if sought.state is not None:
        asked.append(("{state} = %s", (sought.state.value,)))
    if sought.office is not None:
        asked.append(("{lead} = %s", (sought.office,)))
    where = "".join(f" AND {clause.format(**columns)}" for clause, _ in asked)
    return where, [value for _, values in asked for value in values]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_ZONE)


def _more(found: list[Row], lines: list[Line]) -> Before | None:
    if len(found) <= PAGE:
        return None
    return Before(received_at=found[PAGE - 1]["received_at"], petition=lines[-1].petition)
