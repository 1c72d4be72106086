"""Marks of delivery: a notice itself is in the ledger, that it reached its place is noted here."""

from datetime import datetime
from uuid import UUID

from huiyin.records import sql

IN_PAGE = "page"  # shown at the desk of the office, or to the petitioner when following

AT_ONCE = 500  # entries

_NOTICES = """
    INSERT INTO delivery (notice, way, at)
    SELECT (change->2->>'id')::uuid, %s, %s
    FROM entry, jsonb_array_elements(convert_from(body, 'UTF8')::jsonb->'changes') AS change
    WHERE entry.id {which} AND change->>0 = 'notice'
    ON CONFLICT (notice) DO NOTHING
"""
_MARK = _NOTICES.format(which="= %s")
# The jobs that wait go with what they ask for, all in one statement: none is lost, none is done twice.
_TAKEN = """
    WITH waiting AS (
        SELECT id FROM procrastinate_jobs
        WHERE task_name = %s AND status = 'todo' AND scheduled_at IS NULL
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    ), taken AS (
        DELETE FROM procrastinate_jobs USING waiting WHERE procrastinate_jobs.id = waiting.id
        RETURNING (args->>'entry')::uuid AS entry
    )
"""
_MARK_WAITING = "".join((_TAKEN, _NOTICES.format(which="IN (SELECT entry FROM taken)")))


def mark_delivered(entry: UUID, *, way: str, at: datetime) -> int:
    """Mark the notices of an entry as delivered; return how many were not yet."""
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_MARK, (way, at, entry), prepare=True)
        return cursor.rowcount


def mark_waiting(task: str, *, way: str, at: datetime) -> int:
    """Mark the notices that waiting jobs of this task are about, and end these jobs; return how many.

    When much is filed a job for each entry would cost more than the filing; so one does the work of
    those behind it, at most `AT_ONCE`.
    """
    with sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_MARK_WAITING, (task, AT_ONCE, way, at), prepare=True)
        return cursor.rowcount
