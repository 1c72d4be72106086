"""Matters found by a person's name or number, for a search that is recorded and told; and searches kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import PetitionId
from huiyin.queries.handling.lines import SHOWN, Line, lines_of
from huiyin.queries.reading import reading
from huiyin.rules.search.persons import Known, Purpose

_MATCHING = "SELECT petition FROM find_person(%s)"
_SEARCH = """
    SELECT purpose, known, at FROM person_search WHERE id = %s AND account = %s
"""
_FOUND = f"""
    WITH chosen AS MATERIALIZED (
        SELECT petition FROM person_found WHERE search = %s AND "on" = %s
    ) {SHOWN} ORDER BY p.filed_at DESC, p.id DESC
"""


@dataclass(frozen=True, kw_only=True)
class Sought:
    """A search for somebody as it was recorded, and the matters that it was told of in."""

    purpose: Purpose
    known: Known
    at: datetime
    lines: tuple[Line, ...]


def matching(reader: Reader, search: UUID) -> tuple[PetitionId, ...]:
    """Return what a recorded search of the reader's office matches, of what it may list, the newest first."""
    with reading(reader) as rows:
        return tuple(PetitionId(row["petition"]) for row in rows.all(_MATCHING, (search,)))


def sought(reader: Reader, search: UUID, *, on: date) -> Sought | None:
    """Return one's own search with what was told on the day; None for another's."""
    with reading(reader) as rows:
        row = rows.one(_SEARCH, (search, reader.account))
        if row is None:
            return None
        lines = lines_of(rows, rows.all(_FOUND, (search, on)), office=None)
    return Sought(
        purpose=Purpose(row["purpose"]), known=Known(row["known"]), at=row["at"], lines=tuple(lines)
    )
