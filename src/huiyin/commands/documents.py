"""Documents issued by a command: numbered per office, kind and year, sealed before they come here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.matter import OnPetition, load_matters
from huiyin.kernel.clock import local_date
from huiyin.kernel.ids import OfficeId, new_id
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.answers import SERVED
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.events import Event

PORTAL = "portal"

_LOCK = """
    SELECT pg_advisory_xact_lock(hashtextextended('document ' || office, 0))
    FROM (SELECT office FROM unnest(%s::bigint[]) AS office ORDER BY office) AS wanted
"""
_COUNTS = """
    SELECT office, kind, extract(year FROM issued_on)::int AS year, count(*) AS issued FROM document
    WHERE office = ANY(%s) GROUP BY 1, 2, 3
"""


class Numbers:
    """How many documents of each kind the locked offices issued in each year, counted on as more are.

    Shared by the matters of one call of the door, so that two of them never take the same number.
    """

    def __init__(self, issued: Mapping[tuple[OfficeId, str, int], int]) -> None:
        """`issued` is what stands in the table, read under the offices' locks."""
        self._issued = dict(issued)

    def take(self, office: OfficeId, kind: str, at: datetime) -> str:
        """Return the next number of a kind, such as ``〔2026〕12号``: no gaps, no twins."""
        year = local_date(at).year
        number = self._issued.get((office, kind, year), 0) + 1
        self._issued[office, kind, year] = number
        return f"〔{year}〕{number}号"


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
    rows = sql.fetch_all(sql.WRITER, [(_LOCK, (offices,)), (_COUNTS, (offices,))])[1]
    numbers = Numbers({(OfficeId(row["office"]), row["kind"], row["year"]): row["issued"] for row in rows})
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
    matter = subject.matter
    changes.insert(
        "document",
        id=document.id,
        petition=matter.id,
        office=office,
        kind=kind,
        number=subject.numbers.take(office, kind, at),
        issued_on=local_date(at),
        opinion=opinion,
        sealed_content=document.sealed_content,
    )
    if not (matter.electronic and kind in SERVED_AT_ONCE):
        return []
    today = local_date(at)
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


def served_events(matter: Matter, kind: str, office: OfficeId, *, on: date, at: datetime) -> list[Event]:
    """Return the event that the service of a document is, in the part of `office`, which issued it."""
    if kind not in SERVED:
        return []
    part = matter.latest_part_of(office)
    happened = None if on == local_date(at) else on
    served = Event(
        name=SERVED[kind], at=at, happened_at=happened, office=office, part=str(part.id) if part else None
    )
    return [served]
