"""Rows become the facts of a matter: for commands under lock, for queries as their reader sees them."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import AccountId, OfficeId, PetitionId
from huiyin.records.sql import Row
from huiyin.rules.lifecycle.matter import Document, Matter, Opinion, Part, StoredClock
from huiyin.rules.lifecycle.states import Klass, OpinionKind, OpinionState, PartRole, Route, State
from huiyin.rules.statute.events import Event, EventName

Fetch = Callable[[str, Sequence[Any]], list[Row]]

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


def read_matter(fetch: Fetch, petition: PetitionId) -> Matter | None:
    """Return a matter as `fetch` sees it, in seven statements; None when it sees none."""
    found = fetch(_PETITION, (petition,))
    return _matter(fetch, petition, found[0]) if found else None


def event_of(row: Row) -> Event:
    """Return the event of its row."""
    return Event(
        name=EventName(row["name"]),
        at=row["at"],
        happened_at=row["happened_at"],
        office=OfficeId(row["office"]) if row["office"] else None,
        part=row["part"],
        facts=row["facts"],
    )


def _matter(fetch: Fetch, petition: UUID, row: Row) -> Matter:
    def rows(query: str) -> list[Row]:
        return fetch(query, (petition,))

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
        parts=tuple(_part(part) for part in rows(_PARTS)),
        events=tuple(event_of(event) for event in rows(_EVENTS)),
        clocks=tuple(_clock(clock) for clock in rows(_CLOCKS)),
        opinions=tuple(_opinion(opinion) for opinion in rows(_OPINIONS)),
        documents=tuple(Document(**document) for document in rows(_DOCUMENTS)),
        rated=frozenset((rating["of"], OfficeId(rating["office"])) for rating in rows(_RATED)),
    )


def _part(row: Row) -> Part:
    return Part(
        id=row["id"],
        office=OfficeId(row["office"]),
        role=PartRole(row["role"]),
        open=row["state"] == "open",
        next_due_on=row["next_due_on"],
    )


def _clock(row: Row) -> StoredClock:
    return StoredClock(id=row["id"], values=tuple(row.items()))


def _opinion(row: Row) -> Opinion:
    return Opinion(
        id=row["id"],
        office=OfficeId(row["office"]),
        kind=OpinionKind(row["kind"]),
        state=OpinionState(row["state"]),
        drafted_by=AccountId(row["drafted_by"]),
    )
