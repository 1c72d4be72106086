"""Marks of delivery: a notice itself is in the ledger, that it reached its place is noted here."""

from datetime import datetime
from uuid import UUID

from huiyin.records import sql

IN_PAGE = "page"  # shown at the desk of the office, or to the petitioner when following

_MARK = """
    INSERT INTO delivery (notice, way, at)
    SELECT (change->2->>'id')::uuid, %s, %s
    FROM entry, jsonb_array_elements(convert_from(body, 'UTF8')::jsonb->'changes') AS change
    WHERE entry.id = %s AND change->>0 = 'notice'
    ON CONFLICT (notice) DO NOTHING
"""


def mark_delivered(entry: UUID, *, way: str, at: datetime) -> int:
    """Mark the notices of an entry as delivered; return how many were not yet."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_MARK, (way, at, entry), prepare=True)
        return cursor.rowcount
