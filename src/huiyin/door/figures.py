"""Public figures written down: a period is published as a whole, and replaced as a whole or not at all."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huiyin.records import sql
from huiyin.rules.disclosure.measures import ALL_TOPICS, PROVINCE, Measure
from huiyin.rules.disclosure.periods import Period
from huiyin.rules.disclosure.publishing import Cell

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('public figures', 0))"
_FORGET = """
    DELETE FROM figure WHERE demo = %s AND measure = ANY(%s) AND first_on <= %s AND last_on >= %s
"""
_WRITE = """
    INSERT INTO figure (first_on, last_on, demo, measure, place, topic, value, base, counted, as_of)
    SELECT %s, %s, %s, c.*, %s
    FROM unnest(%s::text[], %s::int[], %s::text[], %s::int[], %s::int[], %s::int[]) AS c
"""


def write_figures(cells: Sequence[Cell], period: Period, *, demo: bool, at: datetime) -> None:
    """Write the measures of a period; what stood there of these measures on the same days is replaced."""
    measures = sorted({cell.measure.value for cell in cells})
    columns = zip(*(_row(cell) for cell in cells), strict=True)
    with transaction.atomic(using=sql.WRITER), sql.cursor(sql.WRITER) as cursor:
        cursor.execute(_LOCK)
        cursor.execute(_FORGET, (demo, measures, period.last_on, period.first_on))
        cursor.execute(
            _WRITE, (period.first_on, period.last_on, demo, at, *(list(column) for column in columns))
        )


def _row(cell: Cell) -> tuple[Measure, int, str, int | None, int | None, int]:
    place, topic = cell.where
    return (
        cell.measure,
        PROVINCE if place is None else place,
        ALL_TOPICS if topic is None else topic,
        cell.value,
        cell.base,
        cell.counted,
    )
