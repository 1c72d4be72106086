"""Load a matter's facts under lock: the subject of every command about a petition."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import AccountId, OfficeId, PetitionId
from huiyin.records import sql
from huiyin.rules.lifecycle.matter import Document, Matter, Opinion, Part, StoredClock
from huiyin.rules.lifecycle.states import Klass, OpinionKind, OpinionState, PartRole, Route, State
from huiyin.rules.statute.events import Event, EventName

_LOCK = "SELECT lock_petition(%s)"
_PETITION = """
    SELECT id, number, state, klass, declared_klass, route, topic, division, county, pack, pack_version,
           bureau, lead, offices, denied, unreachable, eservice_consent, demo, next_due_on
    FROM petition WHERE id = %s
"""
_PARTS = "SELECT * FROM part WHERE petition = %s ORDER BY opened_at, id"
_EVENTS = "SELECT * FROM event WHERE petition = %s ORDER BY position"
_CLOCKS = "SELECT * FROM clock WHERE petition = %s ORDER BY id"
_OPINIONS = (
    "SELECT id, office, kind, state, drafted_by FROM opinion WHERE petition = %s ORDER BY drafted_at, id"
)
_DOCUMENTS = """
    SELECT d.id, d.office, d.kind, d.issued_on, d.opinion, s.served_on
    FROM document AS d LEFT JOIN service AS s ON s.document = d.id
    WHERE d.petition = %s ORDER BY d.issued_on, d.id
"""
_RATED = "SELECT of, office FROM rating WHERE petition = %s"


class OnPetition(Protocol):
    """A command about one petition."""

    @property
    def petition(self) -> PetitionId:
        """Which one."""


def load_matters(commands: Sequence[OnPetition]) -> list[Matter]:
    """Lock the petitions of the commands in the order of their ids, then read them; raise Unknown."""
    # Order: always by id, so that two commands over the same matters cannot block each other for ever.
    for petition in sorted({command.petition for command in commands}):
        if sql.fetch_one(sql.WRITER, _LOCK, (petition,)) == {"lock_petition": None}:
            raise Unknown("petition.unknown")
    return [load_matter(command.petition) for command in commands]


def load_matter(petition: PetitionId) -> Matter:
    """Read a matter as it stands (in the door's transaction, after its lock)."""
    row = sql.fetch_one(sql.WRITER, _PETITION, (petition,))
    if row is None:
        raise Unknown("petition.unknown")
    row["electronic"] = row.pop("eservice_consent")
    typed: dict[str, Any] = {
        **row,
        "state": State(row["state"]),
        "klass": Klass(row["klass"]) if row["klass"] else None,
        "declared_klass": Klass(row["declared_klass"]),
        "route": Route(row["route"]) if row["route"] else None,
        "offices": tuple(OfficeId(office) for office in row["offices"]),
        "denied": tuple(OfficeId(office) for office in row["denied"]),
    }
    return Matter(
        **typed,
        parts=tuple(_part(part) for part in _rows(_PARTS, petition)),
        events=tuple(event_of(event) for event in _rows(_EVENTS, petition)),
        clocks=tuple(_clock(clock) for clock in _rows(_CLOCKS, petition)),
        opinions=tuple(_opinion(opinion) for opinion in _rows(_OPINIONS, petition)),
        documents=tuple(Document(**document) for document in _rows(_DOCUMENTS, petition)),
        rated=frozenset((rating["of"], OfficeId(rating["office"])) for rating in _rows(_RATED, petition)),
    )


def event_of(row: sql.Row) -> Event:
    """Return the event of its row."""
    return Event(
        name=EventName(row["name"]),
        at=row["at"],
        happened_at=row["happened_at"],
        office=OfficeId(row["office"]) if row["office"] else None,
        part=row["part"],
        facts=row["facts"],
    )


def _rows(query: str, petition: UUID) -> list[sql.Row]:
    return sql.fetch(sql.WRITER, query, (petition,))


def _part(row: sql.Row) -> Part:
    return Part(
        id=row["id"],
        office=OfficeId(row["office"]),
        role=PartRole(row["role"]),
        open=row["state"] == "open",
        next_due_on=row["next_due_on"],
    )


def _clock(row: sql.Row) -> StoredClock:
    return StoredClock(id=row["id"], values=tuple(row.items()))


def _opinion(row: sql.Row) -> Opinion:
    return Opinion(
        id=row["id"],
        office=OfficeId(row["office"]),
        kind=OpinionKind(row["kind"]),
        state=OpinionState(row["state"]),
        drafted_by=AccountId(row["drafted_by"]),
    )
