"""Which clocks ran out without an answer and have no record yet, and which records no longer hold.

Asked by the sweep, on the writer's sight: it acts for no reader. Both walk an index in pages and touch only
what is due; nothing is opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import PetitionId
from huiyin.records import sql
from huiyin.records.oversight.settings import transit_in_force
from huiyin.records.petitions.matter import read_matters
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.nonresponse.corrections import Correction, correction_due
from huiyin.rules.nonresponse.permitted import duty_hindrance, may_record
from huiyin.rules.nonresponse.transit import Transit
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.law import in_force
from huiyin.rules.statute.naming import clock_ids

PAGE = 200
FIRST = (date.min, UUID(int=0))

# What was over before the matter was taken in here has no record. An import may bring a million such: the day
# of the first filing bounds the walk from below, so that they are not even passed.
_SINCE = "SELECT (min(filed_at) AT TIME ZONE 'Asia/Shanghai')::date AS day FROM petition"
_EXPIRED = """
    SELECT c.id, c.petition, c.binding_on
    FROM clock AS c JOIN petition AS p ON p.id = c.petition
    WHERE c.state = 'running' AND c.recorded_on IS NULL
      AND c.binding_on < %s AND (c.binding_on, c.id) > (%s, %s)
      AND c.binding_on >= %s
      AND c.pack || ' ' || c.rule = ANY(%s)
      AND (p.filed_at AT TIME ZONE 'Asia/Shanghai')::date <= c.binding_on
    ORDER BY c.binding_on, c.id LIMIT %s
"""
_DOUBTFUL = """
    SELECT n.id, n.petition, n.clock, n.binding_on
    FROM nonresponse AS n LEFT JOIN clock AS c ON c.id = n.clock
    WHERE n.corrected_at IS NULL AND (n.binding_on, n.id) > (%s, %s)
      AND (c.state NOT IN ('running', 'met_late') OR c.binding_on IS DISTINCT FROM n.binding_on)
    ORDER BY n.binding_on, n.id LIMIT %s
"""

Place = tuple[date, UUID]


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A clock whose silence may be recorded now."""

    petition: PetitionId
    clock: UUID


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """A record that no longer holds, and why."""

    petition: PetitionId
    record: UUID
    reason: Correction


@dataclass(frozen=True, kw_only=True)
class ExpiredPage:
    """One page: where it ended (None: nothing is left), how many were looked at, what is to be recorded."""

    last: Place | None
    seen: int
    found: tuple[Silence, ...]


@dataclass(frozen=True, kw_only=True)
class DoubtfulPage:
    """One page of records that facts have changed for."""

    last: Place | None
    seen: int
    found: tuple[Doubt, ...]


def expired(*, at: datetime, after: Place = FIRST, limit: int = PAGE) -> ExpiredPage:
    """Return the next page of clocks that are over at `at`, in the order of their last day."""
    [since] = sql.fetch(sql.WRITER, _SINCE)
    rows = sql.fetch(sql.WRITER, _EXPIRED, (local_date(at), *after, since["day"], recordable(at), limit))
    matters = _matters(rows)
    transit = transit_in_force()
    silent = [
        Silence(petition=row["petition"], clock=row["id"])
        for row in rows
        if _silent(matters[row["petition"]], row["id"], transit, at)
    ]
    return ExpiredPage(last=_last(rows, limit), seen=len(rows), found=tuple(silent))


def doubtful(*, at: datetime, after: Place = FIRST, limit: int = PAGE) -> DoubtfulPage:
    """Return the next page of records whose clock has changed since, and what is to be corrected of them."""
    rows = sql.fetch(sql.WRITER, _DOUBTFUL, (*after, limit))
    matters = _matters(rows)
    found = []
    for row in rows:
        clock = _clock(matters[row["petition"]], row["clock"], at)
        due = correction_due(clock, binding_on=row["binding_on"])
        if due is not None:
            found.append(Doubt(petition=row["petition"], record=row["id"], reason=due.correction))
    return DoubtfulPage(last=_last(rows, limit), seen=len(rows), found=tuple(found))


def recordable(at: datetime) -> list[str]:
    """Return every rule of which a record may be made at all, as ``pack rule``."""
    return [
        f"{pack.id} {rule.id}"
        for pack in in_force(at).shelf.packs.values()
        for rule in pack.rules.values()
        if duty_hindrance(rule, pack, demo=True) is None
    ]


def _silent(matter: Matter, which: UUID, transit: Transit, at: datetime) -> bool:
    clock = _clock(matter, which, at)
    return clock is not None and may_record(clock, matter, at=at, transit=transit)


def _matters(rows: Sequence[sql.Row]) -> Mapping[PetitionId, Matter]:
    wanted = list(dict.fromkeys(PetitionId(row["petition"]) for row in rows))
    return read_matters(lambda asked: sql.fetch_all(sql.WRITER, asked), wanted) if wanted else {}


def _clock(matter: Matter, which: UUID, at: datetime) -> Clock | None:
    found = clock_ids(matter.id, clocks_of(matter, at=at))
    return next((clock for identity, clock in found if identity == which), None)


def _last(rows: Sequence[sql.Row], limit: int) -> Place | None:
    return (rows[-1]["binding_on"], rows[-1]["id"]) if len(rows) == limit else None
