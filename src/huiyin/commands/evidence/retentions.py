"""Retention under lock: an office's archive; a matter with its period and what could still hold it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from huiyin.commands.acting import acting_account
from huiyin.commands.evidence.erasures import Erasable, load_erasables
from huiyin.commands.matter import OnPetition
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Change, insert, update
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.kernel.ids import OfficeId, PetitionId, named_id
from huiyin.records import sql
from huiyin.records.petitions.retained import IMPORTED, KEPT, closed_of, read_schedules
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.retention.leaving import Asked, Hindrance, hindrance
from huiyin.rules.retention.period import Closed, Period, period_of
from huiyin.rules.retention.schedule import Adopted, Category, schedule_of
from huiyin.rules.statute.law import in_force

_BUREAU = "SELECT id FROM office WHERE id = %s AND role = 'bureau'"
_SUPERVISED = "SELECT DISTINCT petition FROM supervision_item WHERE petition = ANY(%s) AND state <> 'closed'"
_PROPOSED = "SELECT petition FROM erasure WHERE petition = ANY(%s) AND state = 'proposed'"


@dataclass(frozen=True, kw_only=True)
class Archive:
    """An office's archive: only a bureau has one, of the matters that it registered."""

    standing: Standing
    adopted: tuple[Adopted, ...]


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What stands of a matter beside its own facts."""

    number: str
    closed: Closed | None
    retention: UUID | None  # the row of what a person set
    imported: bool
    supervised: bool
    proposed: bool
    adopted: tuple[Adopted, ...]

    def adopted_for(self, at: datetime) -> Adopted | None:
        """Return the schedule by which it is kept; None while it is open or its office has none."""
        if self.closed is None:
            return None
        return schedule_of(self.adopted, self.closed.closed_on, on=local_date(at))

    def period(self, at: datetime) -> Period | None:
        """Return how long it is kept; None as above."""
        adopted = self.adopted_for(at)
        return None if adopted is None or self.closed is None else period_of(self.closed, adopted)

    def category(self, name: str, at: datetime) -> Category:
        """Return a class of its schedule; raise Invalid when there is none of this id."""
        adopted = self.adopted_for(at)
        found = adopted.schedule.category(name) if adopted else None
        if found is None:
            raise Invalid("retention.no_such_class", field="category")
        return found


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A matter under lock, what an erasure tells of it, and how long it is kept."""

    erasable: Erasable
    beside: Beside

    @property
    def matter(self) -> Matter:
        """The matter."""
        return self.erasable.matter

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing

    def hindrance(self, at: datetime) -> Hindrance | None:
        """Return why it may not be destroyed now; None when it may."""
        return hindered(self.matter, self.beside, at)


def stream_of(office: OfficeId) -> UUID:
    """Return the history of an office's archive."""
    return named_id(f"stream archive {office}")


def archive_of(office: OfficeId) -> Archive:
    """Return an office's archive, with who may act on it."""
    bureau = sql.fetch(sql.WRITER, _BUREAU, (office,))
    standing = Standing(bureau=OfficeId(bureau[0]["id"]) if bureau else None)
    return Archive(standing=standing, adopted=read_schedules(partial(sql.fetch, sql.WRITER), office))


def hindered(matter: Matter, beside: Beside, at: datetime) -> Hindrance | None:
    """Return why a matter may not be destroyed now, by the law in force; None when it may."""
    law = in_force(at)
    asked = Asked(
        matter=matter,
        clocks=clocks_of(matter, at=at, law=law),
        supervised=beside.supervised,
        imported=beside.imported,
        proposed=beside.proposed,
        period=beside.period(at),
    )
    return hindrance(asked, law=law, on=local_date(at))


def load_kept(commands: Sequence[OnPetition]) -> list[Kept]:
    """Lock the petitions, then read them with all that decides how long they are kept; raise Unknown."""
    erasables = load_erasables(commands)
    beside = beside_of([(one.matter.id, one.matter.bureau) for one in erasables])
    return [Kept(erasable=one, beside=beside[one.matter.id]) for one in erasables]


def beside_of(matters: Iterable[tuple[PetitionId, OfficeId]]) -> dict[PetitionId, Beside]:
    """Return what stands beside matters, given with their bureaus."""
    bureaus = dict(matters)
    wanted = (list(bureaus),)
    found, supervised, proposed = sql.fetch_all(
        sql.WRITER, [(KEPT, wanted), (_SUPERVISED, wanted), (_PROPOSED, wanted)]
    )
    fetch = partial(sql.fetch, sql.WRITER)
    adopted = {office: read_schedules(fetch, office) for office in dict.fromkeys(bureaus.values())}
    stand, wait = ({row["petition"] for row in rows} for rows in (supervised, proposed))
    return {
        row["id"]: Beside(
            number=row["number"],
            closed=closed_of(row) if row["closed_on"] else None,
            retention=row["retention"],
            imported=row["channel"] == IMPORTED,
            supervised=row["id"] in stand,
            proposed=row["id"] in wait,
            adopted=adopted[bureaus[row["id"]]],
        )
        for row in found
    }


def retention_set(subject: Kept, *, actor: Actor, at: datetime, id: UUID, **values: Any) -> Change:  # noqa: A002
    """Return the change that puts what a person set for a matter: class with its years, hold, reason."""
    row = {**values, "set_by": acting_account(actor), "set_at": at}
    if subject.beside.retention is not None:
        return update("retention", id=subject.beside.retention, **row)
    return insert("retention", id=id, petition=subject.matter.id, office=subject.matter.bureau, **row)


def required(rows: Sequence[sql.Row], code: str) -> sql.Row:
    """Return the only row; raise Unknown with this code when there is none."""
    if not rows:
        raise Unknown(code)
    return rows[0]
