"""What an adoption still has to move: petitions in windows of their ids, only those it may touch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from huiyin.kernel.clock import LOCAL_ZONE, local_date
from huiyin.kernel.ids import PetitionId
from huiyin.records import shelf, sql
from huiyin.records.petitions.matter import read_matters
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute import changed
from huiyin.rules.statute.changed import EVERYWHERE, Touched, shipped_touches, touched
from huiyin.rules.statute.law import Law, RuleFile, in_force, law_of

FIRST, LAST = UUID(int=0), UUID(int=(1 << 128) - 1)

_WAITING = """
    SELECT a.id, a.kind, a.name, a.version, p.decided_at, m.after, m.begun_at
    FROM adopted AS a LEFT JOIN rule_proposal AS p ON p.id = a.proposal
    LEFT JOIN clocks_moved AS m ON m.adopted = a.id
    WHERE a.effective_on <= %s AND (p.id IS NOT NULL OR m.adopted IS NOT NULL) AND m.ended_at IS NULL
    ORDER BY p.decided_at NULLS FIRST, a.id
"""
_NEXT = "SELECT id FROM petition WHERE id > %s ORDER BY id OFFSET %s LIMIT 1"
_COUNT = "SELECT count(*) AS n FROM petition"
_PLACE = (
    "AND EXISTS (SELECT 1 FROM petition AS o WHERE o.id = {id} AND o.county BETWEEN %(low)s AND %(high)s)"
)

# A day that changed can move a clock only if it lies in what the clock counts: every day after its start for
# rules in working days, else the days over which its end rolls. One that was extended has had an earlier end.
_BY_DAYS = """
    SELECT DISTINCT c.petition AS id FROM clock AS c
    WHERE c.petition > %(after)s AND c.petition <= %(until)s AND c.state = 'running' AND EXISTS (
        SELECT 1 FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) AS s(first, last)
        WHERE c.started_on < s.last AND CASE
            WHEN c.binding_on IS NULL THEN c.warn_on >= s.first - %(rolling)s
            WHEN c.binding_on < s.first THEN false
            ELSE s.last >= c.warn_on OR c.rule = ANY(%(counted)s) OR EXISTS (
                SELECT 1 FROM event AS e WHERE e.petition = c.petition AND e.name = ANY(%(extending)s))
            END
    ) {place} ORDER BY id
"""
_BY_PACK = """
    SELECT p.id FROM petition AS p WHERE p.id > %(after)s AND p.id <= %(until)s AND (
        EXISTS (SELECT 1 FROM event AS e
            WHERE e.petition = p.id AND e."on" >= %(since)s AND e.name = ANY(%(starting)s))
        OR EXISTS (SELECT 1 FROM clock AS c
            WHERE c.petition = p.id AND c.pack = %(pack)s AND c.state = 'running')
    ) {place} ORDER BY p.id
"""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An adoption in effect that has not been carried out to its end; `after` is how far it has come.

    `settled_at`: what begins to look from then on misses nothing that another process did by the old law.
    """

    adopted: str
    touched: Touched
    settled_at: datetime
    after: UUID | None
    begun_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Window:
    """Petitions by their ids: those after `after` up to `until`."""

    after: UUID
    until: UUID


def refresh() -> None:
    """Have this process read anew which law is in force."""
    shelf.kept.forget()


def waiting(*, at: datetime) -> list[Waiting]:
    """Return what still has to be carried out, in the order of adoption; what a new release brought first."""
    rows, today = sql.fetch(sql.WRITER, _WAITING, (local_date(at),)), local_date(at)
    files = shelf.read_files() if rows else ()
    # What stands was computed by the law without any of those that are unfinished, or with some of them.
    unfinished = [row["id"] for row in rows]
    befores = [law_of(files, on=today, without=unfinished[done:]) for done in range(len(unfinished))]
    after, known = law_of(files, on=today), {file.id: file for file in files}
    return [_waiting(row, known.get(row["id"]), befores, after) for row in rows]


def _waiting(row: sql.Row, file: RuleFile | None, befores: Sequence[Law], after: Law) -> Waiting:
    if file is None:  # it shipped: what set-up adopts is known before any process begins
        what = shipped_touches(row["kind"], row["name"], row["version"], after=after)
        settled_at = datetime.min.replace(tzinfo=UTC)
    else:
        what = touched(file, befores=befores, after=after)
        settled_at = max(row["decided_at"], _midnight(file.effective_on)) + shelf.SETTLED
    return Waiting(
        adopted=row["id"],
        touched=what,
        settled_at=settled_at,
        after=row["after"],
        begun_at=row["begun_at"],
    )


def touched_by(file: RuleFile, *, at: datetime) -> tuple[Touched, Law]:
    """Return what a file that is not adopted would touch, and the law with it."""
    before = in_force(at)
    after = before.plus(file)
    return touched(file, befores=[before], after=after), after


def number_of_petitions() -> int:
    """Return how many petitions there are: all are looked at, window by window."""
    row = sql.fetch_one(sql.WRITER, _COUNT)
    return int(row["n"]) if row else 0


def windows(after: UUID | None, *, size: int) -> Iterator[Window]:
    """Yield windows of `size` petitions until none is left; the last one has no end."""
    low = after or FIRST
    while True:
        row = sql.fetch_one(sql.WRITER, _NEXT, (low, size - 1))
        yield Window(after=low, until=row["id"] if row else LAST)
        if row is None:
            return
        low = row["id"]


def candidates(what: Touched, window: Window, *, law: Law) -> list[PetitionId]:
    """Return the petitions of a window with a clock that may move."""
    query = (_BY_PACK if what.pack else _BY_DAYS).format(place=_place(what))
    packs = law.shelf.packs.values()
    values = {
        "after": window.after,
        "until": window.until,
        "low": what.low,
        "high": what.high,
        "firsts": [one.first for one in what.stretches],
        "lasts": [one.last for one in what.stretches],
        "rolling": changed.ROLLING.days,
        "counted": changed.counted_in_working_days(packs),
        "extending": changed.extensions(packs),
        "since": what.since,
        "starting": list(what.starting),
        "pack": what.pack,
    }
    with sql.cursor(sql.WRITER) as cursor:
        return [PetitionId(row["id"]) for row in cursor.execute(query, values, prepare=True).fetchall()]


def matters(petitions: Sequence[PetitionId]) -> list[Matter]:
    """Return these matters as they stand, in the order of their ids."""
    found = read_matters(lambda asked: [sql.fetch(sql.WRITER, *one) for one in asked], petitions)
    return [found[petition] for petition in petitions if petition in found]


def _place(what: Touched) -> str:
    return (
        "" if (what.low, what.high) == EVERYWHERE else _PLACE.format(id="p.id" if what.pack else "c.petition")
    )


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), LOCAL_ZONE).astimezone(UTC)
