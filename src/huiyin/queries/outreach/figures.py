"""The public figures as they were published: for everybody, suppressed cells without a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.command import PUBLIC
from huiyin.queries.reading import reading
from huiyin.records import sql
from huiyin.rules.disclosure.measures import ALL_TOPICS, COUNTS, CROSSED, FAMILIES, PROVINCE, Measure
from huiyin.rules.disclosure.periods import Period
from huiyin.rules.disclosure.publishing import Before, Published, Where

_PERIODS = "SELECT DISTINCT first_on, last_on FROM figure WHERE demo = %s ORDER BY 1 DESC, 2 DESC"
_OF_PERIOD = """
    SELECT measure, place, topic, value, base, as_of FROM figure
    WHERE demo = %s AND first_on = %s AND last_on = %s
          AND (measure = ANY(%s) OR place = 510000 OR topic = '')
"""
_OVER_TIME = """
    SELECT first_on, last_on, measure, place, value, base FROM figure
    WHERE demo = %s AND topic = '' AND place = %s ORDER BY first_on
"""
_COUNTED = """
    SELECT measure, place, topic, base, counted FROM figure WHERE demo = %s AND first_on = %s AND last_on = %s
"""

_CROSSED = [measure.value for family in CROSSED for measure in FAMILIES[family]]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One published number; both are None when it is suppressed, the value alone when it is of nothing."""

    value: int | None
    base: int | None

    @property
    def suppressed(self) -> bool:
        """True when the number is too small to be shown, or would give away one that is."""
        return self.base is None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was published of a period. A count that is not there is zero."""

    period: Period
    as_of: datetime
    cells: Mapping[tuple[Measure, int, str], Figure]

    def at(self, measure: Measure, place: int = PROVINCE, topic: str = ALL_TOPICS) -> Figure | None:
        """Return one number: of the province and all topics unless said otherwise; None when unpublished."""
        whole = self.cells.get((measure, PROVINCE, ALL_TOPICS))
        nothing = Figure(value=0 if measure in COUNTS else None, base=0)
        return self.cells.get((measure, place, topic), whole and nothing)


def published_periods(*, demo: bool) -> list[Period]:
    """Return the periods with public figures, the newest first."""
    with reading(PUBLIC) as rows:
        return [Period(row["first_on"], row["last_on"]) for row in rows.all(_PERIODS, (demo,))]


def figures(period: Period, *, demo: bool) -> Figures | None:
    """Return the public figures of a period, or None when there are none."""
    with reading(PUBLIC) as rows:
        found = rows.all(_OF_PERIOD, (demo, period.first_on, period.last_on, _CROSSED))
    if not found:
        return None
    return Figures(
        period=period,
        as_of=max(row["as_of"] for row in found),
        cells={
            (Measure(row["measure"]), row["place"], row["topic"]): Figure(
                value=row["value"], base=row["base"]
            )
            for row in found
        },
    )


def over_time(place: int = PROVINCE, *, demo: bool) -> dict[Measure, list[tuple[Period, Figure]]]:
    """Return every measure of one place over all published periods, oldest first."""
    with reading(PUBLIC) as rows:
        found = rows.all(_OVER_TIME, (demo, place))
    lines: dict[Measure, list[tuple[Period, Figure]]] = {measure: [] for measure in Measure}
    for row in found:
        period = Period(row["first_on"], row["last_on"])
        lines[Measure(row["measure"])].append((period, Figure(value=row["value"], base=row["base"])))
    return lines


def published_before(period: Period, *, demo: bool) -> Before:
    """Return what was counted and hidden when a period was published (for the job, never for a page)."""
    found = sql.fetch(sql.WRITER, _COUNTED, (demo, period.first_on, period.last_on))
    return {
        family: _published([row for row in found if row["measure"] == measures[0]])
        for family, measures in FAMILIES.items()
        if any(row["measure"] == measures[0] for row in found)
    }


def _published(rows: list[sql.Row]) -> Published:
    keys = {_where(row): row for row in rows}
    return Published(
        base={
            (place, topic): row["counted"]
            for (place, topic), row in keys.items()
            if place is not None and topic is not None
        },
        secret=frozenset(key for key, row in keys.items() if row["base"] is None),
    )


def _where(row: sql.Row) -> Where:
    place = None if row["place"] == PROVINCE else row["place"]
    return place, None if row["topic"] == ALL_TOPICS else row["topic"]
