"""Destruction lists as their office sees them: how each stands, its matters, what is left to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import AccountId, OfficeId, PetitionId
from huiyin.queries.reading import reading
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.retention.lists import ItemState, ListState

FIRST = UUID(int=0)

_BECAME = """
    LEFT JOIN destruction_outcome AS o ON o.destruction = i.destruction AND o.petition = i.matter
"""
_STATE = "COALESCE(o.state, CASE WHEN i.hindered = '' THEN 'listed' ELSE 'left_out' END)"
_LIST = """
    SELECT l.id, l.office, l.year, l.serial, l.up_to, l.state, l.approvers, l.drawn_by, l.drawn_role,
           l.drawn_at, l.decided_by, l.decided_role, l.decided_at, l.decided_because, l.ordered_by,
           l.ordered_at, l.done_at
    FROM destruction_list AS l
"""
_ALL = f"{_LIST} WHERE l.office = %s ORDER BY l.drawn_at DESC, l.id DESC"
_ONE = f"{_LIST} WHERE l.id = %s"
# Counted among what this reader may see: a matter of which the office was accused since is not among it.
_COUNTED = f"""
    SELECT i.destruction, {_STATE} AS state, count(*)::int AS matters FROM destruction_item AS i {_BECAME}
    WHERE i.destruction = ANY(%s) GROUP BY 1, 2
"""
_ITEMS = f"""
    SELECT i.id, i.matter AS petition, i.number, i.category, i.years, i.closed_on, i.ended_on,
           {_STATE} AS state, COALESCE(o.why, i.hindered) AS why, o.at
    FROM destruction_item AS i {_BECAME}
    WHERE i.destruction = %s AND (i.closed_on, i.id) > (%s, %s) ORDER BY i.closed_on, i.id LIMIT %s
"""
_ITEM = f"""
    SELECT i.id, i.matter AS petition, i.number, i.category, i.years, i.closed_on, i.ended_on,
           {_STATE} AS state, COALESCE(o.why, i.hindered) AS why, o.at
    FROM destruction_item AS i {_BECAME} WHERE i.destruction = %s AND i.id = %s
"""
_CARRYING = "SELECT id FROM destruction_list WHERE state = 'carrying' ORDER BY ordered_at, id"
_LISTED = f"""
    SELECT i.matter FROM destruction_item AS i {_BECAME}
    WHERE i.destruction = %s AND i.hindered = '' AND o.id IS NULL ORDER BY i.id LIMIT %s
"""
_WAITING = f"""
    SELECT count(*)::int AS matters FROM destruction_list AS l
    JOIN destruction_item AS i ON i.destruction = l.id {_BECAME}
    WHERE l.state = 'carrying' AND i.hindered = '' AND o.id IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class ListLine:
    """A list: how it stands, and how many of its matters, of those its reader sees, are in which state."""

    id: UUID
    office: OfficeId
    year: int
    serial: int
    up_to: date
    state: ListState
    approvers: tuple[str, ...]
    drawn_by: AccountId
    drawn_role: str
    drawn_at: datetime
    decided_by: AccountId | None
    decided_role: str
    decided_at: datetime | None
    decided_because: str
    ordered_by: AccountId | None
    ordered_at: datetime | None
    done_at: datetime | None
    counted: Mapping[ItemState, int]

    @property
    def number(self) -> str:
        """As it is called."""
        return f"{self.year}-{self.serial}"

    @property
    def standing(self) -> Standing:
        """Who may act on it: its office."""
        return Standing(bureau=self.office)

    def count(self, *states: ItemState) -> int:
        """Return how many of its matters are in one of these states; of none given, how many there are."""
        return sum(number for state, number in self.counted.items() if not states or state in states)


@dataclass(frozen=True, kw_only=True)
class After:
    """Where the page before ended."""

    closed_on: date
    id: UUID


START = After(closed_on=date.min, id=FIRST)


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """A matter on a list; `why` is a person's reason, or the code of what hinders."""

    id: UUID
    petition: PetitionId
    number: str
    category: str
    years: int
    closed_on: date
    ended_on: date
    state: ItemState
    why: str
    at: datetime | None  # when that was decided


def destruction_lists(reader: Reader, office: OfficeId) -> tuple[ListLine, ...]:
    """Return the lists of an office, the latest first."""
    with reading(reader) as rows:
        found = rows.all(_ALL, (office,))
        counted = rows.all(_COUNTED, ([row["id"] for row in found],)) if found else []
    return tuple(_line(row, counted) for row in found)


def destruction_list(reader: Reader, identity: UUID) -> ListLine | None:
    """Return one list; None when there is none, or it is another office's."""
    with reading(reader) as rows:
        row = rows.one(_ONE, (identity,))
        return None if row is None else _line(row, rows.all(_COUNTED, ([identity],)))


def items_on(
    reader: Reader, identity: UUID, *, after: After = START, limit: int | None
) -> tuple[tuple[ItemLine, ...], After | None]:
    """Return a page of a list's matters, the longest closed first, and where the next begins.

    Without a limit all of them.
    """
    asked = (identity, after.closed_on, after.id, None if limit is None else limit + 1)
    with reading(reader) as rows:
        found = [_item(row) for row in rows.all(_ITEMS, asked)]
    page = found[:limit]
    more = After(closed_on=page[-1].closed_on, id=page[-1].id) if len(found) > len(page) else None
    return tuple(page), more


def item_on(reader: Reader, identity: UUID, item: UUID) -> ItemLine | None:
    """Return one matter on a list; None when it is not there, or not to be seen."""
    with reading(reader) as rows:
        row = rows.one(_ITEM, (identity, item))
    return None if row is None else _item(row)


def carrying() -> tuple[UUID, ...]:
    """Return the lists that were ordered and are not finished; on the writer's sight, for the job."""
    return tuple(row["id"] for row in sql.fetch(sql.WRITER, _CARRYING))


def listed_on(identity: UUID, *, limit: int) -> tuple[PetitionId, ...]:
    """Return matters of a list that wait to be destroyed; on the writer's sight, for the job."""
    return tuple(PetitionId(row["matter"]) for row in sql.fetch(sql.WRITER, _LISTED, (identity, limit)))


def waiting_in_all() -> int:
    """Return how many matters wait on ordered lists; on the writer's sight, for progress."""
    [row] = sql.fetch(sql.WRITER, _WAITING)
    return int(row["matters"])


def _line(row: sql.Row, counted: Sequence[sql.Row]) -> ListLine:
    own = {ItemState(one["state"]): one["matters"] for one in counted if one["destruction"] == row["id"]}
    typed = {"state": ListState(row["state"]), "approvers": tuple(row["approvers"])}
    return ListLine(**{**row, **typed}, counted=own)


def _item(row: sql.Row) -> ItemLine:
    return ItemLine(**{**row, "state": ItemState(row["state"])})
