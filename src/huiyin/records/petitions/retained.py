"""Rows become the facts of a closed matter and of its office's schedules: for commands, and for queries."""

from collections.abc import Sequence
from datetime import date

from huiyin.kernel.ids import OfficeId
from huiyin.records.petitions.matter import Fetch
from huiyin.records.sql import Row
from huiyin.rules.lifecycle.states import Klass, State
from huiyin.rules.retention.period import Closed, SetPeriod
from huiyin.rules.retention.schedule import Adopted, read_schedule

IMPORTED = "import"

# To be read of petitions `p`: what decides the class of a closed one.
FACTS = """
    p.klass, p.state, p.joint,
    EXISTS (SELECT 1 FROM part AS a WHERE a.petition = p.id AND a.role = 'review') AS reviewed,
    EXISTS (SELECT 1 FROM part AS a WHERE a.petition = p.id AND a.role = 'reexamination') AS reexamined,
    r.category, r.years, COALESCE(r.held, false) AS held, COALESCE(r.reason, '') AS reason
"""
GIVEN = "LEFT JOIN retention AS r ON r.petition = p.id"
KEPT = f"""
    SELECT p.id, p.number, p.closed_on, p.channel, r.id AS retention, {FACTS}
    FROM petition AS p {GIVEN} WHERE p.id = ANY(%s)
"""
# Closed by a bureau until a day. What waits on a list is on no second one. An office that is denied a matter
# learns nothing of it, not even that its period is over.
CLOSED = f"""
    SELECT p.id, p.closed_on, {FACTS} FROM petition AS p {GIVEN}
    WHERE p.bureau = %s AND p.closed_on <= %s AND p.erased_at IS NULL AND NOT p.bureau = ANY(p.denied)
      AND NOT EXISTS (
          SELECT 1 FROM destruction_item AS i JOIN destruction_list AS l ON l.id = i.destruction
          WHERE i.matter = p.id AND i.hindered = '' AND l.state IN ('drawn', 'approved', 'carrying')
            AND NOT EXISTS (
                SELECT 1 FROM destruction_outcome AS o WHERE o.destruction = l.id AND o.petition = p.id
            )
      )
    ORDER BY p.closed_on, p.id
"""
_SCHEDULES = """
    SELECT id, effective_on, approval, settings FROM retention_schedule WHERE office = %s
    ORDER BY effective_on, set_at, id
"""
_ONE = f"SELECT p.closed_on, {FACTS} FROM petition AS p {GIVEN} WHERE p.id = %s"


def read_schedules(fetch: Fetch, office: OfficeId) -> tuple[Adopted, ...]:
    """Return the schedules of an office in the order in which they take effect; of one day the last set."""
    by_day = {row["effective_on"]: row for row in fetch(_SCHEDULES, (office,))}
    return tuple(
        Adopted(
            id=row["id"],
            effective_on=row["effective_on"],
            approval=row["approval"],
            schedule=read_schedule(row["settings"]),
        )
        for row in by_day.values()
    )


def read_closed(fetch: Fetch, petition: object) -> Closed | None:
    """Return what decides how long one matter is kept; None when it is open, or `fetch` does not see it."""
    found: Sequence[Row] = fetch(_ONE, (petition,))
    return closed_of(found[0]) if found and found[0]["closed_on"] is not None else None


def closed_of(row: Row) -> Closed:
    """Return the facts in a row with `FACTS` and `closed_on`."""
    given = SetPeriod(category=row["category"], years=row["years"], held=row["held"], reason=row["reason"])
    closed_on: date = row["closed_on"]
    return Closed(
        closed_on=closed_on,
        klass=Klass(row["klass"]) if row["klass"] else None,
        state=State(row["state"]),
        joint=row["joint"],
        reviewed=row["reviewed"],
        reexamined=row["reexamined"],
        given=given if given.category is not None or given.held else None,
    )
