"""How long matters are kept, as their office sees it: its schedules, what is due when, one matter."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import reading
from huiyin.records.petitions.retained import FACTS, GIVEN, closed_of, read_closed, read_schedules
from huiyin.rules.retention.period import Closed, Period, period_of
from huiyin.rules.retention.schedule import Adopted, schedule_of

# Those closed on the same day, of which the same is recorded, are kept equally long: counted at once.
_COUNTED = f"""
    SELECT m.*, count(*)::int AS matters FROM (
        SELECT p.closed_on, {FACTS} FROM petition AS p {GIVEN}
        WHERE p.bureau = %s AND p.closed_on IS NOT NULL AND p.erased_at IS NULL
    ) AS m GROUP BY m.closed_on, m.klass, m.state, m.joint, m.reviewed, m.reexamined, m.category, m.years,
        m.held, m.reason
"""


@dataclass(frozen=True, kw_only=True)
class DueTable:
    """How many matters are due in which year, by class; `years` in their order.

    `due`: whose last day has passed. `ever` are kept for ever, `held` by a hold: neither is ever due.
    """

    schedule: Adopted | None  # in force now
    coming: Adopted | None  # set, and not in force yet
    due: Mapping[str, int]
    by_year: Mapping[int, Mapping[str, int]]
    ever: Mapping[str, int]
    held: int
    unscheduled: int  # closed, while the office has no schedule in force


def due_table(reader: Reader, office: OfficeId, *, on: date) -> DueTable:
    """Return what is due when in the archive of an office, as this reader sees its matters."""
    with reading(reader) as rows:
        adopted = read_schedules(rows.all, office)
        found = rows.all(_COUNTED, (office,))
    due: Counter[str] = Counter()
    ever: Counter[str] = Counter()
    years: dict[int, Counter[str]] = {}
    held = unscheduled = 0
    for row in found:
        period = _period(closed_of(row), adopted, on)
        if period is None:
            unscheduled += row["matters"]
        elif period.held:
            held += row["matters"]
        elif period.ends_on is None:
            ever[period.category] += row["matters"]
        elif period.is_over(on):
            due[period.category] += row["matters"]
        else:
            years.setdefault(period.ends_on.year + 1, Counter())[period.category] += row["matters"]
    return DueTable(
        schedule=schedule_of(adopted, on, on=on),
        coming=next((one for one in adopted if one.effective_on > on), None),
        due=due,
        by_year=dict(sorted(years.items())),
        ever=ever,
        held=held,
        unscheduled=unscheduled,
    )


def schedules(reader: Reader, office: OfficeId) -> tuple[Adopted, ...]:
    """Return the schedules that an office has set, in the order in which they take effect."""
    with reading(reader) as rows:
        return read_schedules(rows.all, office)


@dataclass(frozen=True, kw_only=True)
class KeptMatter:
    """How long a matter is kept: facts, schedule and period; the last two None without a schedule."""

    closed: Closed
    adopted: Adopted | None
    period: Period | None


def kept_matter(reader: Reader, petition: PetitionId, office: OfficeId, *, on: date) -> KeptMatter | None:
    """Return how long a matter of this bureau is kept; None while it is open or not to be seen."""
    with reading(reader) as rows:
        closed = read_closed(rows.all, petition)
        adopted = read_schedules(rows.all, office) if closed else ()
    if closed is None:
        return None
    return KeptMatter(
        closed=closed,
        adopted=schedule_of(adopted, closed.closed_on, on=on),
        period=_period(closed, adopted, on),
    )


def _period(closed: Closed, adopted: tuple[Adopted, ...], on: date) -> Period | None:
    by = schedule_of(adopted, closed.closed_on, on=on)
    return None if by is None else period_of(closed, by)
