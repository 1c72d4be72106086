"""Story, identity, findings and files of a matter: opened only under a grant of the day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Refused, Unknown
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.evidence.grants import granted
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.queries.evidence.seen import UNSEEN, SeenFile, seen_files
from huiyin.queries.evidence.statements import Statement, statements
from huiyin.queries.reading import Reading, reading
from huiyin.records.sql import Row
from huiyin.rules.evidence.stages import Verdict
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_json, open_text

_STORY = """
    SELECT p.sealed_story, k.wrapped FROM petition AS p LEFT JOIN data_key AS k ON k.petition = p.id
    WHERE p.id = %s
"""
_KEY = "SELECT wrapped FROM data_key WHERE petition = %s"
_PEOPLE = """
    SELECT id, part_played, kind, "foreign", minor, stands_for, sealed_identity FROM petitioner
    WHERE petition = %s ORDER BY position
"""
_RESPONDENTS = "SELECT id, office, accused, sealed_name FROM respondent WHERE petition = %s ORDER BY id"
_FILES = """
    SELECT id, address, size, kind, added_by, office, added_at, sealed_facts FROM evidence
    WHERE petition = %s ORDER BY position, id
"""
_FILE = """
    SELECT e.id, e.address, e.size, e.kind, e.sealed_facts, coalesce(x.verdict, '') AS verdict
    FROM evidence AS e LEFT JOIN examination AS x ON x.evidence = e.id WHERE e.petition = %s AND e.id = %s
"""
_PICTURE = """
    SELECT p.id, p.address, p.size, coalesce(x.verdict, '') AS verdict
    FROM page_picture AS p LEFT JOIN examination AS x ON x.evidence = p.evidence
    WHERE p.petition = %s AND p.evidence = %s AND p.page = %s
"""
PICTURE_KIND = "image/webp"
_FINDINGS = "SELECT id, office, at, sealed_text FROM finding WHERE petition = %s ORDER BY at, id"
EXECUTIONS = 'SELECT id, office, at, "on", sealed_text FROM execution WHERE petition = %s ORDER BY at, id'
_NOTES = "SELECT id, sealed_note FROM contact WHERE petition = %s"
_OPINION = "SELECT id, outcome, sealed_content FROM opinion WHERE petition = %s AND id = %s"
_DOCUMENT = """
    SELECT id, office, kind, number, issued_on, sealed_content FROM document WHERE petition = %s AND id = %s
"""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A petitioner, representative, guardian or agent, as they gave themselves."""

    part_played: str
    kind: str
    foreign: bool
    minor: bool
    name: str
    phone: str
    email: str
    address: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """Whom the matter is about."""

    name: str
    office: OfficeId | None
    accused: bool


@dataclass(frozen=True, kw_only=True)
class File:
    """A file with its digest and what it says of itself."""

    id: UUID
    name: str
    size: int
    kind: str
    sha256: str
    facts: Mapping[str, Any]
    added_by: str
    office: OfficeId | None
    added_at: datetime
    seen: SeenFile  # as it was examined


@dataclass(frozen=True, kw_only=True)
class Found:
    """A finding of fact."""

    office: OfficeId
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class CarriedOut:
    """On which day and how a supporting opinion was carried out."""

    office: OfficeId
    at: datetime
    on: date
    text: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """The matter in full."""

    text: str
    request: str
    place: str
    happened: tuple[date | None, date | None]
    people: tuple[Named, ...]
    respondents: tuple[Concerned, ...]
    files: tuple[File, ...]
    statements: tuple[Statement, ...]
    findings: tuple[Found, ...]
    executions: tuple[CarriedOut, ...]
    notes: Mapping[UUID, str]  # what was said, by contact

    @property
    def addressee(self) -> str:
        """Return to whom documents go: the first who gave a name; empty when nobody did."""
        return next((one.name for one in self.people if one.name), "")


@dataclass(frozen=True, kw_only=True)
class PaperContent:
    """A document or draft: what it is typeset from."""

    kind: str
    number: str  # empty for a draft
    office: OfficeId | None
    issued_on: date | None
    content: Mapping[str, Any]


def story(reader: Reader, petition: PetitionId, *, on: date) -> Story:
    """Return the matter in full; raise Refused ``story.not_open`` without a grant for the day."""
    with reading(reader) as rows:
        _require_grant(rows, petition, reader, on)
        [row] = rows.all(_STORY, (petition,))  # whoever sees the grant sees its matter
        key = vault().open_data_key(row["wrapped"], petition)
        told = open_json(key, row["sealed_story"], bound_to=place("petition", "sealed_story", petition))
        first, last = told["happened"]
        examined = seen_files(rows, petition, key)
        return Story(
            text=told["text"],
            request=told["request"],
            place=told["place"],
            happened=(_day(first), _day(last)),
            people=tuple(_named(one, key) for one in rows.all(_PEOPLE, (petition,))),
            respondents=tuple(_concerned(one, key) for one in rows.all(_RESPONDENTS, (petition,))),
            files=tuple(_file(one, key, examined) for one in rows.all(_FILES, (petition,))),
            statements=statements(rows, petition, key),
            executions=tuple(carried_out(one, key) for one in rows.all(EXECUTIONS, (petition,))),
            findings=tuple(_found(one, key) for one in rows.all(_FINDINGS, (petition,))),
            notes={one["id"]: _note(one, key) for one in rows.all(_NOTES, (petition,))},
        )


def file(reader: Reader, petition: PetitionId, which: UUID, *, on: date) -> SealedObject:
    """Return one file of a matter; raise Refused without a grant, Unknown when there is no such file."""
    with reading(reader) as rows:
        row, key = _sealed(rows, _FILE, petition, (which,), reader, on)
    facts = open_json(key, row.pop("sealed_facts"), bound_to=place("evidence", "sealed_facts", which))
    row["verdict"] = Verdict(row["verdict"])
    return SealedObject(**row, petition=petition, name=facts["name"], wrapped=key.wrapped)


def page_picture(reader: Reader, petition: PetitionId, which: UUID, page: int, *, on: date) -> SealedObject:
    """Return the picture of a page of a file, page 0 the small one; errors as of `file`."""
    with reading(reader) as rows:
        row, key = _sealed(rows, _PICTURE, petition, (which, page), reader, on)
    row["verdict"] = Verdict(row["verdict"])
    return SealedObject(**row, petition=petition, name="", kind=PICTURE_KIND, wrapped=key.wrapped)


def opinion_content(reader: Reader, petition: PetitionId, which: UUID, *, on: date) -> PaperContent:
    """Return a draft's content; raise Refused without a grant, Unknown when there is no such draft."""
    with reading(reader) as rows:
        row, key = _sealed(rows, _OPINION, petition, (which,), reader, on)
    content = open_json(key, row["sealed_content"], bound_to=place("opinion", "sealed_content", which))
    return PaperContent(kind=content["kind"], number="", office=None, issued_on=None, content=content)


def document_content(reader: Reader, petition: PetitionId, which: UUID, *, on: date) -> PaperContent:
    """Return an issued document's content; raise Refused without a grant, Unknown when there is none."""
    with reading(reader) as rows:
        row, key = _sealed(rows, _DOCUMENT, petition, (which,), reader, on)
    return PaperContent(
        kind=row["kind"],
        number=row["number"],
        office=OfficeId(row["office"]),
        issued_on=row["issued_on"],
        content=open_json(key, row["sealed_content"], bound_to=place("document", "sealed_content", which)),
    )


def _require_grant(rows: Reading, petition: PetitionId, reader: Reader, on: date) -> None:
    if not granted(rows, petition, reader, on=on):
        raise Refused("story.not_open")


def _sealed(
    rows: Reading, query: str, petition: PetitionId, which: Sequence[Any], reader: Reader, on: date
) -> tuple[Row, DataKey]:
    _require_grant(rows, petition, reader, on)
    row, wrapped = rows.one(query, (petition, *which)), rows.one(_KEY, (petition,))
    if row is None:
        raise Unknown("petition.no_such_part")
    return row, vault().open_data_key(wrapped["wrapped"] if wrapped else None, petition)


def _named(row: Row, key: DataKey) -> Named:
    identity = open_json(
        key, row["sealed_identity"], bound_to=place("petitioner", "sealed_identity", row["id"])
    )
    kept = {name: row[name] for name in ("part_played", "kind", "foreign", "minor")}
    return Named(**kept, **{name: identity[name] for name in ("name", "phone", "email", "address", "note")})


def _concerned(row: Row, key: DataKey) -> Concerned:
    sealed = row["sealed_name"]
    bound_to = place("respondent", "sealed_name", row["id"])
    return Concerned(
        name=open_text(key, sealed, bound_to=bound_to) if sealed is not None else "",
        office=OfficeId(row["office"]) if row["office"] else None,
        accused=row["accused"],
    )


def _file(row: Row, key: DataKey, examined: Mapping[UUID, SeenFile]) -> File:
    told = open_json(key, row["sealed_facts"], bound_to=place("evidence", "sealed_facts", row["id"]))
    kept = {name: row[name] for name in ("id", "size", "kind", "added_by", "office", "added_at")}
    return File(
        **kept,
        name=told["name"],
        sha256=told["sha256"],
        facts=told.get("facts") or {},
        seen=examined.get(row["id"], UNSEEN),
    )


def _found(row: Row, key: DataKey) -> Found:
    text = open_text(key, row["sealed_text"], bound_to=place("finding", "sealed_text", row["id"]))
    return Found(office=OfficeId(row["office"]), at=row["at"], text=text)


def carried_out(row: Row, key: DataKey) -> CarriedOut:
    """Return one row of `EXECUTIONS`, opened."""
    text = open_text(key, row["sealed_text"], bound_to=place("execution", "sealed_text", row["id"]))
    return CarriedOut(office=OfficeId(row["office"]), at=row["at"], on=row["on"], text=text)


def _note(row: Row, key: DataKey) -> str:
    return open_text(key, row["sealed_note"], bound_to=place("contact", "sealed_note", row["id"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
