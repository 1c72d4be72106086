"""Reminders that still hold: for an office at its desk, for a matter's page, for the petitioner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import Reading, reading
from huiyin.rules.oversight.watch import Level

SHOWN = 6
FOR_DAYS = 30  # a reminder older than that has been seen, or the queue tells it better

# The latest of a clock that still runs towards the same day.
_HOLDS = "JOIN clock AS c ON c.id = r.clock AND c.state = 'running' AND c.binding_on = r.due_on"
_OF_OFFICE = f"""
    SELECT one.*, p.number FROM unnest(%s::text[]) AS l(level) CROSS JOIN LATERAL (
        SELECT r.petition, r.rule, r.pack, r.level, r.office, r.days_before, r.due_on, r.at
        FROM reminder AS r {_HOLDS} AND c.told = r.days_before
        WHERE r.office = %s AND r.level = l.level AND r.at > %s
        ORDER BY r.at DESC, r.id DESC LIMIT %s
    ) AS one JOIN petition AS p ON p.id = one.petition ORDER BY one.at DESC, p.number LIMIT %s
"""
_OF_MATTER = """
    SELECT r.petition, r.rule, r.pack, r.level, r.office, r.days_before, r.due_on, r.at FROM reminder AS r
    WHERE r.petition = %s ORDER BY r.at, r.id
"""
_OWN = f"""
    SELECT r.petition, r.rule, r.pack, r.level, r.office, r.days_before, r.due_on, r.at
    FROM reminder AS r {_HOLDS} WHERE r.petition = %s AND r.level = 'petitioner' AND r.due_on >= %s
    ORDER BY r.due_on LIMIT 1
"""


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """Somebody was reminded of a duty or window of a matter, and when."""

    petition: PetitionId
    rule: str
    pack: str
    level: Level
    office: OfficeId | None
    days_before: int
    due_on: date
    at: datetime
    number: str = ""


def reminders_of_office(
    reader: Reader, office: OfficeId, levels: Sequence[Level], *, at: datetime
) -> tuple[Reminder, ...]:
    """Return the newest reminders to these levels of an office that still hold, at most `SHOWN` + 1."""
    if not levels:
        return ()
    limit, since = SHOWN + 1, at - timedelta(days=FOR_DAYS)
    with reading(reader) as rows:
        found = rows.all(_OF_OFFICE, ([one.value for one in levels], office, since, limit, limit))
    return tuple(_reminder(row) for row in found)


def reminders_of_matter(rows: Reading, petition: PetitionId) -> tuple[Reminder, ...]:
    """Return every reminder of a matter, the oldest first."""
    return tuple(_reminder(row) for row in rows.all(_OF_MATTER, (petition,)))


def own_reminder(petition: PetitionId, *, on: date) -> Reminder | None:
    """Return the reminder of the petitioner's window that ends next; None when none is open."""
    with reading(Reader(petition=petition)) as rows:
        row = rows.one(_OWN, (petition, on))
    return _reminder(row) if row else None


def _reminder(row: dict[str, Any]) -> Reminder:
    return Reminder(**{**row, "level": Level(row["level"])})
