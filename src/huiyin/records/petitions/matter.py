"""Rows become the facts of a matter: for commands under lock, for queries as their reader sees them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import AccountId, OfficeId, PetitionId
from huiyin.records.sql import Row
from huiyin.rules.lifecycle.matter import Document, Matter, Opinion, Part, StoredClock
from huiyin.rules.lifecycle.states import Klass, OpinionKind, OpinionState, PartRole, Route, State
from huiyin.rules.statute.events import Event, EventName

Fetch = Callable[[str, Sequence[Any]], list[Row]]
FetchAll = Callable[[Sequence[tuple[str, Sequence[Any]]]], list[list[Row]]]

_PETITION = """
    SELECT id, number, state, klass, declared_klass, route, topic, division, county, pack, pack_version,
           bureau, lead, offices, denied, unreachable, eservice_consent, demo, next_due_on, erased_at
    FROM petition WHERE id = ANY(%s)
"""
_PARTS = "SELECT * FROM part WHERE petition = ANY(%s) ORDER BY opened_at, id"
_EVENTS = "SELECT * FROM event WHERE petition = ANY(%s) ORDER BY position"
_CLOCKS = "SELECT * FROM clock WHERE petition = ANY(%s) ORDER BY id"
_OPINIONS = """
    SELECT id, petition, office, kind, state, outcome, drafted_by FROM opinion WHERE petition = ANY(%s)
    ORDER BY drafted_at, id
"""
_DOCUMENTS = """
    SELECT d.id, d.petition, d.office, d.kind, d.issued_on, d.opinion, s.served_on
    FROM document AS d LEFT JOIN service AS s ON s.petition = d.petition AND s.document = d.id
    WHERE d.petition = ANY(%s) ORDER BY d.issued_on, d.id
"""
_RATED = "SELECT petition, of, office FROM rating WHERE petition = ANY(%s)"
_OF_MATTER = (_PARTS, _EVENTS, _CLOCKS, _OPINIONS, _DOCUMENTS, _RATED)


def read_matter(fetch: Fetch, petition: PetitionId) -> Matter | None:
    """Return a matter as `fetch` sees it, in seven statements; None when it sees none."""
    return read_matters(lambda asked: [fetch(*one) for one in asked], [petition]).get(petition)


def read_matters(fetch_all: FetchAll, petitions: Sequence[PetitionId]) -> dict[PetitionId, Matter]:
    """Return the matters that `fetch_all` sees: seven statements for however many, asked all at once."""
    found, *others = fetch_all([(query, (list(petitions),)) for query in (_PETITION, *_OF_MATTER)])
    parts, events, clocks, opinions, documents, rated = (_by_petition(rows) for rows in others)
    return {
        row["id"]: Matter(
            **_typed(row),
            parts=tuple(_part(part) for part in parts.get(row["id"], ())),
            events=tuple(event_of(event) for event in events.get(row["id"], ())),
            clocks=tuple(_clock(clock) for clock in clocks.get(row["id"], ())),
            opinions=tuple(_opinion(opinion) for opinion in opinions.get(row["id"], ())),
            documents=tuple(_document(document) for document in documents.get(row["id"], ())),
            rated=frozenset((one["of"], OfficeId(one["office"])) for one in rated.get(row["id"], ())),
        )
        for row in found
    }


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


def _by_petition(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["petition"], []).append(row)
    return found


def _typed(row: Row) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name not in {"eservice_consent", "erased_at"}}
    return {
        **plain,
        "electronic": row["eservice_consent"],
        "erased": row["erased_at"] is not None,
        "state": State(row["state"]),
        "klass": Klass(row["klass"]) if row["klass"] else None,
        "declared_klass": Klass(row["declared_klass"]),
        "route": Route(row["route"]) if row["route"] else None,
        "offices": tuple(OfficeId(office) for office in row["offices"]),
        "denied": tuple(OfficeId(office) for office in row["denied"]),
    }


def _document(row: Row) -> Document:
    return Document(**{name: value for name, value in row.items() if name != "petition"})


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
        outcome=row["outcome"],
    )
