"""How a petition stands, for whoever holds its number and query code: state, clocks, documents."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.command import PUBLIC, Reader
from huiyin.kernel.ids import OfficeId, PetitionId, named_id
from huiyin.queries.reading import Reading, reading
from huiyin.records import sql
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.clocks import Clock, clocks
from huiyin.rules.statute.events import Event, EventName, Facts
from huiyin.rules.statute.packs import load_pack

# Asked in place of a petition that was not found: so that both answers take the same statements.
NOBODY = PetitionId(named_id("no petition"))


@dataclass(frozen=True, kw_only=True)
class IssuedDocument:
    """A document of the matter; `served_on` is None until it has been served."""

    id: UUID
    kind: str
    number: str
    office: OfficeId
    issued_on: date
    served_on: date | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a matter is and what is due."""

    number: str
    state: str
    klass: str | None
    route: int | None
    filed_at: datetime
    bureau: OfficeId
    lead: OfficeId | None
    demo: bool
    closed_on: date | None
    clocks: tuple[Clock, ...]
    documents: tuple[IssuedDocument, ...]


_FIND = "SELECT find_petition(%s, %s) AS id"
_PETITION = """
    SELECT number, state, klass, route, filed_at, bureau, lead, demo, closed_on, pack, county, unreachable
    FROM petition WHERE id = %s
"""
_EVENTS = "SELECT name, at, happened_at, office, part, facts FROM event WHERE petition = %s ORDER BY position"
_DOCUMENTS = """
    SELECT d.id, d.kind, d.number, d.office, d.issued_on, s.served_on
    FROM document AS d LEFT JOIN service AS s ON s.document = d.id
    WHERE d.petition = %s ORDER BY d.issued_on, d.id
"""


def find(number: str, query_hash: bytes) -> PetitionId | None:
    """Return the petition of a number and the keyed hash of its query code, or None."""
    with reading(PUBLIC) as rows:
        row = rows.one(_FIND, (number, query_hash))
    return PetitionId(row["id"]) if row and row["id"] else None


def standing(petition: PetitionId | None, *, at: datetime) -> Standing | None:
    """Return how one's own petition stands at an instant; None, after the same statements, for none."""
    asked = petition or NOBODY
    with reading(Reader(petition=asked)) as rows:
        row = rows.one(_PETITION, (asked,))
        events = [_event(event) for event in rows.all(_EVENTS, (asked,))]
        documents = _documents(rows, asked)
    if row is None:
        return None
    pack, county, unreachable = row.pop("pack"), row.pop("county"), row.pop("unreachable")
    found = clocks(
        events,
        pack=load_pack(pack),
        calendar=calendar_for(county),
        at=at,
        facts=_facts(row, unreachable=unreachable),
    )
    return Standing(**row, clocks=found, documents=documents)


def _facts(row: sql.Row, *, unreachable: bool) -> Facts:
    facts: dict[str, str | int | bool | date | None] = {"name_or_address_unclear": unreachable}
    if row["klass"] is not None:
        facts["class"] = row["klass"]
    if row["route"] is not None:
        facts["route"] = row["route"]
    return facts


def _documents(rows: Reading, petition: PetitionId) -> tuple[IssuedDocument, ...]:
    return tuple(IssuedDocument(**row) for row in rows.all(_DOCUMENTS, (petition,)))


def _event(row: sql.Row) -> Event:
    office = OfficeId(row["office"]) if row["office"] else None
    return Event(**{**row, "name": EventName(row["name"]), "office": office})
