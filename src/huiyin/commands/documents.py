"""Documents issued by a command: numbered per office, kind and year, sealed before they come here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.matter import OnPetition, load_matters
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import OfficeId, new_id
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.answers import SERVED
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.events import NO_FACTS, Event, Facts

PORTAL = "portal"

_LOCK = """
    SELECT pg_advisory_xact_lock(hashtextextended('document ' || office, 0))
    FROM (SELECT office FROM unnest(%s::bigint[]) AS office ORDER BY office) AS wanted
"""
# From one kind and year to the next along the index: an office may have issued a hundred thousand.
_LAST = """
    WITH RECURSIVE last AS (
        SELECT wanted.office, found.* FROM unnest(%s::bigint[]) AS wanted(office) CROSS JOIN LATERAL (
            SELECT kind, year, serial FROM document AS d WHERE d.office = wanted.office
            ORDER BY kind DESC, year DESC, serial DESC LIMIT 1
        ) AS found
        UNION ALL
        SELECT last.office, found.* FROM last CROSS JOIN LATERAL (
            SELECT kind, year, serial FROM document AS d
            WHERE d.office = last.office AND (d.kind, d.year) < (last.kind, last.year)
            ORDER BY kind DESC, year DESC, serial DESC LIMIT 1
        ) AS found
    ) SELECT office, kind, year, serial FROM last
"""


class Numbers:
    """The last number of each kind that the locked offices gave in each year, counted on as more are.

    Shared by the matters of one call of the door, so that two of them never take the same number.
    """

    def __init__(self, last: Mapping[tuple[OfficeId, str, int], int]) -> None:
        """`last` is what stands in the table, read under the offices' locks."""
        self._last = dict(last)

    def take(self, office: OfficeId, kind: str, on: date) -> dict[str, Any]:
        """Return the columns of the next number of a kind in the year of a day: no gaps, no twins."""
        serial = self._last.get((office, kind, on.year), 0) + 1
        self._last[office, kind, on.year] = serial
        return {"number": f"〔{on.year}〕{serial}号", "year": on.year, "serial": serial, "issued_on": on}


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A matter, and the numbers of its offices' documents."""

    matter: Matter
    numbers: Numbers

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


def load_numbered(commands: Sequence[OnPetition], more: Iterable[OfficeId] = ()) -> list[Numbered]:
    """Load matters, and lock the numbers of documents at their offices and at `more` offices."""
    matters = load_matters(commands)
    offices = sorted({office for matter in matters for office in matter.offices} | set(more))
    rows = sql.fetch_all(sql.WRITER, [(_LOCK, (offices,)), (_LAST, (offices,))])[1]
    numbers = Numbers({(OfficeId(row["office"]), row["kind"], row["year"]): row["serial"] for row in rows})
    return [Numbered(matter=matter, numbers=numbers) for matter in matters]


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """A document as prepared: its id and what it is typeset from, sealed."""

    id: UUID
    sealed_content: bytes


def issue(
    changes: Changes,
    subject: Numbered,
    document: NewDocument,
    *,
    office: OfficeId,
    kind: str,
    at: datetime,
    opinion: UUID | None = None,
) -> list[Event]:
    """Record the document as issued today; return the event of its service when served by portal at once."""
    matter, today = subject.matter, local_date(at)
    changes.insert(
        "document",
        id=document.id,
        petition=matter.id,
        office=office,
        kind=kind,
        **subject.numbers.take(office, kind, today),
        opinion=opinion,
        sealed_content=document.sealed_content,
    )
    if not (matter.electronic and kind in SERVED_AT_ONCE):
        return []
    serve(changes, matter, document.id, way=PORTAL, served_on=today, at=at)
    return served_events(matter, kind, office, on=today, at=at)


def serve(
    changes: Changes, matter: Matter, document: UUID, *, way: str, served_on: date, at: datetime
) -> None:
    """Record the service of a document: its day starts the next clock."""
    changes.insert(
        "service",
        id=new_id(at),
        petition=matter.id,
        document=document,
        way=way,
        served_at=at,
        served_on=served_on,
    )


# Notices go out with the decision itself; an opinion is served by a step of its own.
SERVED_AT_ONCE = frozenset({"acceptance", "route_notice", "declination", "extension"})

# What an office says last: once it is served, the office has done its share.
LAST = frozenset({"declination", "route_notice", "opinion", "duty_reply", "reply"})


def served_events(
    matter: Matter, kind: str, office: OfficeId, *, on: date, at: datetime, facts: Facts = NO_FACTS
) -> list[Event]:
    """Return the event that the service of a document is, in the part of `office`, which issued it."""
    if kind not in SERVED:
        return []
    part = matter.latest_part_of(office)
    served = Event(
        name=SERVED[kind],
        at=at,
        happened_at=None if on == local_date(at) else on,
        office=office,
        part=str(part.id) if part else None,
        facts=facts,
    )
    return [served]
