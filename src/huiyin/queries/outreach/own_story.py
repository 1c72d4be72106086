"""What a petitioner filed, opened for the petitioner alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.evidence.seen import UNSEEN, SeenFile, seen_files
from huiyin.queries.evidence.statements import Statement, own_statements
from huiyin.queries.reading import Reading, reading
from huiyin.records import sql
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_json, open_text

_PETITION = """
    SELECT p.declared_klass, p.language, p.division, p.publish_consent, p.eservice_consent, p.filed_at,
           p.sealed_summary, p.sealed_story, k.wrapped
    FROM petition AS p JOIN data_key AS k ON k.petition = p.id WHERE p.id = %s
"""
_PERSONS = "SELECT * FROM petitioner WHERE petition = %s ORDER BY position"
_RESPONDENTS = "SELECT id, office, accused, sealed_name FROM respondent WHERE petition = %s ORDER BY id"
_EVIDENCE = """
    SELECT id, kind, size, added_by, office, added_at, sealed_facts FROM evidence WHERE petition = %s
    ORDER BY position, id
"""


@dataclass(frozen=True, kw_only=True)
class OwnFile:
    """A file of the matter; `added_by` is petitioner or office, and `office` then says which."""

    name: str
    kind: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime
    office: OfficeId | None = None
    seen: SeenFile = UNSEEN  # as it was examined


@dataclass(frozen=True, kw_only=True)
class OwnRespondent:
    """Whom the matter is about, as it was filed."""

    name: str
    office: OfficeId | None
    accused: bool


@dataclass(frozen=True, kw_only=True)
class OwnStory:
    """What was filed; `filed` is the same as plain data, in the form of a receipt, None when not whole.

    `awaited` are files of a filing that a receipt brought back: they were lost, and are not there again yet.
    """

    title: str
    text: str
    request: str
    respondents: tuple[OwnRespondent, ...]
    files: tuple[OwnFile, ...]
    awaited: tuple[Mapping[str, Any], ...]  # name, kind, size, sha256
    statements: tuple[Statement, ...]
    filed: Mapping[str, Any] | None


def own_key(petition: PetitionId) -> DataKey | None:
    """Return the data key of one's own matter; None when there is none, or it was erased."""
    with reading(Reader(petition=petition)) as rows:
        row = rows.one("SELECT wrapped FROM data_key WHERE petition = %s", (petition,))
    return vault().open_data_key(row["wrapped"], petition) if row else None


def own_story(petition: PetitionId) -> OwnStory | None:
    """Return what was filed; None when there is no such matter, or its key was erased."""
    with reading(Reader(petition=petition)) as rows:
        row = rows.one(_PETITION, (petition,))
        return None if row is None else _story(petition, row, rows)


def _story(petition: PetitionId, row: sql.Row, rows: Reading) -> OwnStory:
    key = vault().open_data_key(row["wrapped"], petition)
    summary = open_json(key, row["sealed_summary"], bound_to=place("petition", "sealed_summary", petition))
    story = open_json(key, row["sealed_story"], bound_to=place("petition", "sealed_story", petition))
    persons = [_person(one, key) for one in rows.all(_PERSONS, (petition,))]
    respondents = {one["id"]: _respondent(one, key) for one in rows.all(_RESPONDENTS, (petition,))}
    examined = seen_files(rows, petition, key)
    files = [_file(one, key, examined) for one in rows.all(_EVIDENCE, (petition,))]
    at_first = [_plain(one) for one in files if one.added_at == row["filed_at"]]
    lost, here = story.get("awaited", []), {one.sha256 for one in files}
    return OwnStory(
        title=summary["title"],
        text=story["text"],
        request=story["request"],
        respondents=tuple(respondents.values()),
        files=tuple(files),
        awaited=tuple(one for one in lost if one["sha256"] not in here),
        statements=own_statements(rows, petition, key),
        filed=_filed(row, {**summary, **story}, persons, respondents, lost or at_first),
    )


def _filed(
    row: sql.Row,
    told: Mapping[str, Any],
    persons: list[dict[str, Any]],
    respondents: Mapping[Any, OwnRespondent],
    files: list[dict[str, Any]],
) -> Mapping[str, Any] | None:
    """Return what the receipt covers (see `prepare.filing.what_is_filed`), in its order and form."""
    named = told.get("respondents", [])  # [row, kind] each, in the order in which they were named
    by_row = {str(number): one for number, one in respondents.items()}
    if {number for number, _ in named} != set(by_row):
        return None
    return {
        "klass": row["declared_klass"],
        "title": told["title"],
        "text": told["text"],
        "request": told["request"],
        "language": row["language"],
        "division": row["division"],
        "place": told["place"],
        "happened": told["happened"],
        "respondents": [{"kind": kind, **vars(by_row[number])} for number, kind in named],
        "persons": persons,
        "publish": row["publish_consent"],
        "electronic": row["eservice_consent"],
        "files": files,
    }


def _plain(file: OwnFile) -> dict[str, Any]:
    return {name: getattr(file, name) for name in ("name", "kind", "size", "sha256")}


def _person(row: sql.Row, key: DataKey) -> dict[str, Any]:
    identity = open_json(
        key, row["sealed_identity"], bound_to=place("petitioner", "sealed_identity", row["id"])
    )
    plain = {name: row[name] for name in ("kind", "foreign", "minor")}
    return {"part": row["part_played"], **plain, **identity}


def _respondent(row: sql.Row, key: DataKey) -> OwnRespondent:
    sealed = row["sealed_name"]
    bound = place("respondent", "sealed_name", row["id"])
    return OwnRespondent(
        name=open_text(key, sealed, bound_to=bound) if sealed else "",
        office=OfficeId(row["office"]) if row["office"] else None,
        accused=row["accused"],
    )


def _file(row: sql.Row, key: DataKey, examined: Mapping[UUID, SeenFile]) -> OwnFile:
    facts = open_json(key, row["sealed_facts"], bound_to=place("evidence", "sealed_facts", row["id"]))
    plain = {name: row[name] for name in ("kind", "size", "added_by", "added_at", "office")}
    seen = examined.get(row["id"], UNSEEN)
    return OwnFile(name=facts["name"], sha256=facts["sha256"], seen=seen, **plain)
