"""What a petitioner sees of one's own matter: where it is, who has it, what is due when and why.

信访工作条例 第十八条, 第二十一条第二款: progress and result can be queried. Nothing narrative is opened here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.evidence.erasures import ErasureLine, erasure_of
from huiyin.queries.reading import Reading, reading
from huiyin.records import sql
from huiyin.records.petitions.matter import event_of
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.facts import facts_of
from huiyin.rules.lifecycle.matter import Document, Matter, Part
from huiyin.rules.lifecycle.states import Klass, PartRole, Route, State
from huiyin.rules.oversight.checks import advice_rules
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.events import Event, Facts

_FIND = "SELECT find_petition(%s, %s)"
_PETITION = """
    SELECT number, state, klass, declared_klass, route, division, county, topic, pack, pack_version,
           bureau, lead, offices, denied, filed_at, anonymous, unreachable, eservice_consent, demo, erased_at
    FROM petition WHERE id = %s
"""
_PARTS = "SELECT id, office, role, state, opened_at FROM part WHERE petition = %s ORDER BY opened_at, id"
_EVENTS = "SELECT * FROM event WHERE petition = %s ORDER BY position"
_DOCUMENTS = """
    SELECT d.id, d.office, d.kind, d.number, d.issued_on, s.served_on, s.way
    FROM document AS d JOIN service AS s ON s.petition = d.petition AND s.document = d.id
    WHERE d.petition = %s ORDER BY s.served_on, d.id
"""
_OPENINGS = """
    SELECT DISTINCT office, role, "on" AS day FROM story_grant WHERE petition = %s ORDER BY day, office, role
"""
_RATED = "SELECT of, office, grade FROM rating WHERE petition = %s ORDER BY at"


@dataclass(frozen=True, kw_only=True)
class FollowedPart:
    """An office's part in the matter."""

    id: UUID
    office: OfficeId
    role: PartRole
    open: bool
    opened_at: datetime


@dataclass(frozen=True, kw_only=True)
class FollowedDocument:
    """A document that was served on the petitioner."""

    id: UUID
    office: OfficeId
    kind: str
    number: str
    issued_on: date
    served_on: date
    way: str


@dataclass(frozen=True, kw_only=True)
class Opening:
    """On this day somebody of this office opened story, identity or files."""

    office: OfficeId
    role: str
    day: date


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A rating that was given."""

    of: str
    office: OfficeId
    grade: int


@dataclass(frozen=True, kw_only=True)
class Following:
    """A matter as its petitioner sees it; `matter` is the same as the rules of the lifecycle see it."""

    petition: PetitionId
    number: str
    state: State
    klass: Klass | None  # decided by a person; None until then
    declared_klass: Klass
    division: int
    bureau: OfficeId
    lead: OfficeId | None
    filed_at: datetime
    anonymous: bool
    unreachable: bool
    electronic: bool
    demo: bool
    events: tuple[Event, ...]
    clocks: tuple[Clock, ...]
    parts: tuple[FollowedPart, ...]
    documents: tuple[FollowedDocument, ...]
    openings: tuple[Opening, ...]
    rated: tuple[Rated, ...]
    erasure: ErasureLine | None  # carried out; None while the content stands
    matter: Matter

    @property
    def facts(self) -> Facts:
        """What the rules of the statute ask of the matter."""
        return facts_of(self.klass, self.matter.route, unreachable=self.unreachable)


def find(number: str, code_hash: bytes) -> PetitionId | None:
    """Return the petition of a number and the keyed hash of its query code; None unless both fit."""
    with reading(Reader()) as rows:
        row = rows.one(_FIND, (number, code_hash))
    found = row["find_petition"] if row else None
    return PetitionId(found) if found else None


def following(petition: PetitionId, *, at: datetime) -> Following | None:
    """Return one's own matter with its clocks as they stand at `at`; None when there is none."""
    with reading(Reader(petition=petition)) as rows:
        row = rows.one(_PETITION, (petition,))
        return None if row is None else _following(petition, row, rows, at)


def _following(petition: PetitionId, row: sql.Row, rows: Reading, at: datetime) -> Following:
    events = tuple(event_of(one) for one in rows.all(_EVENTS, (petition,)))
    parts = tuple(_part(one) for one in rows.all(_PARTS, (petition,)))
    documents = tuple(FollowedDocument(**one) for one in rows.all(_DOCUMENTS, (petition,)))
    rated = tuple(Rated(**one) for one in rows.all(_RATED, (petition,)))
    matter = _matter(petition, row, events, parts, documents, rated)
    return Following(
        petition=petition,
        number=matter.number,
        state=matter.state,
        klass=matter.klass,
        declared_klass=matter.declared_klass,
        division=matter.division,
        bureau=matter.bureau,
        lead=matter.lead,
        filed_at=row["filed_at"],
        anonymous=row["anonymous"],
        unreachable=matter.unreachable,
        electronic=matter.electronic,
        demo=matter.demo,
        events=events,
        clocks=tuple(one for one in clocks_of(matter, at=at) if one.rule_id not in advice_rules()),
        parts=parts,
        documents=documents,
        openings=tuple(Opening(**one) for one in rows.all(_OPENINGS, (petition,))),
        rated=rated,
        erasure=erasure_of(rows, petition) if matter.erased else None,
        matter=matter,
    )


def _matter(
    petition: PetitionId,
    row: sql.Row,
    events: tuple[Event, ...],
    parts: tuple[FollowedPart, ...],
    documents: tuple[FollowedDocument, ...],
    rated: tuple[Rated, ...],
) -> Matter:
    plain = {name: row[name] for name in ("number", "topic", "division", "county", "pack", "pack_version")}
    return Matter(
        id=petition,
        **plain,
        state=State(row["state"]),
        klass=Klass(row["klass"]) if row["klass"] else None,
        declared_klass=Klass(row["declared_klass"]),
        route=Route(row["route"]) if row["route"] else None,
        bureau=OfficeId(row["bureau"]),
        lead=OfficeId(row["lead"]) if row["lead"] else None,
        offices=tuple(OfficeId(office) for office in row["offices"]),
        denied=tuple(OfficeId(office) for office in row["denied"]),
        unreachable=row["unreachable"],
        electronic=row["eservice_consent"],
        demo=row["demo"],
        erased=row["erased_at"] is not None,
        parts=tuple(Part(id=one.id, office=one.office, role=one.role, open=one.open) for one in parts),
        events=events,
        documents=tuple(
            Document(
                id=one.id, office=one.office, kind=one.kind, issued_on=one.issued_on, served_on=one.served_on
            )
            for one in documents
        ),
        rated=frozenset((one.of, one.office) for one in rated),
    )


def _part(row: sql.Row) -> FollowedPart:
    return FollowedPart(
        id=row["id"],
        office=OfficeId(row["office"]),
        role=PartRole(row["role"]),
        open=row["state"] == "open",
        opened_at=row["opened_at"],
    )
