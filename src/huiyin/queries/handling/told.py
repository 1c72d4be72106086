"""The texts of matters, opened for the index of words: asked by the indexer, a system job, for nobody's eyes.

Not the drafts of opinions, not what was said in contacts, and of documents only what their office wrote
into them.
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import PetitionId
from huiyin.queries.evidence.texts import TEXTS, text_in
from huiyin.records import sql
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_json, open_text

T = TypeVar("T")

log = logging.getLogger("huiyin.search")

_PETITIONS = """
    SELECT p.id, p.county, p.topic, p.offices, p.denied, p.filed_at, p.klass, p.declared_klass,
           p.state, p.channel, p.next_due_on,
           p.sealed_summary, p.sealed_story, k.wrapped
    FROM petition AS p JOIN data_key AS k ON k.petition = p.id WHERE p.id = ANY(%s)
"""
_PERSONS = "SELECT id, petition, sealed_identity FROM petitioner WHERE petition = ANY(%s)"
_NAMED = """
    SELECT id, petition, sealed_name FROM respondent
    WHERE petition = ANY(%s) AND sealed_name IS NOT NULL AND office IS NULL
"""
_FINDINGS = "SELECT id, petition, sealed_text FROM finding WHERE petition = ANY(%s)"
_EXECUTIONS = "SELECT id, petition, sealed_text FROM execution WHERE petition = ANY(%s)"
_GROUNDS = "SELECT id, petition, sealed_grounds FROM review_request WHERE petition = ANY(%s)"
_DOCUMENTS = "SELECT id, petition, sealed_content FROM document WHERE petition = ANY(%s)"
_STATEMENTS = "SELECT id, petition, sealed_statement FROM statement WHERE petition = ANY(%s)"
_OF_MATTER: Mapping[str, str] = {
    "persons": _PERSONS,
    "named": _NAMED,
    "findings": _FINDINGS,
    "executions": _EXECUTIONS,
    "grounds": _GROUNDS,
    "documents": _DOCUMENTS,
    "statements": _STATEMENTS,
    "files": TEXTS,
}

# What an office wrote into a document: findings, reasons, answers; not the words of the form, not the
# addressee.
WRITTEN = (
    "stated", "found", "answers", "request", "duty", "result", "answer", "explanation", "reason", "execution",
    "procedure", "decisions",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Told:
    """A matter as the index needs it: its texts, who is named in it, and what narrows a search for it."""

    petition: PetitionId
    filed_at: datetime
    county: int
    topic: str | None
    offices: tuple[int, ...]
    state: str
    channel: str
    due_on: date | None
    secret: bool  # an accusation, or some office may not see it
    title: str
    texts: tuple[str, ...]  # the title is not among them
    identities: tuple[Mapping[str, Any], ...]  # of its petitioners
    named: tuple[str, ...]  # persons, by name: respondents and witnesses


def told_of(petitions: Sequence[PetitionId]) -> Iterator[Told]:
    """Yield the matters that still have their key, in any order; one whose key was erased tells nothing."""
    asked = [(query, (list(petitions),)) for query in (_PETITIONS, *_OF_MATTER.values())]
    found, *others = sql.fetch_all(sql.WRITER, asked)
    of = {name: _by_petition(rows) for name, rows in zip(_OF_MATTER, others, strict=True)}
    for row in found:
        yield _told(row, {name: rows.get(row["id"], []) for name, rows in of.items()})


def _told(row: sql.Row, of: Mapping[str, Sequence[sql.Row]]) -> Told:
    petition = PetitionId(row["id"])
    key = vault().open_data_key(row["wrapped"], petition)
    text, json = partial(_text, key), partial(_json, key)
    summary, story = (
        next(_readable([row], partial(json, "petition", column)), {})
        for column in ("sealed_summary", "sealed_story")
    )
    written = _readable(of["documents"], partial(json, "document", "sealed_content"))
    statements = tuple(_readable(of["statements"], partial(json, "statement", "sealed_statement")))
    named = _readable(of["named"], partial(text, "respondent", "sealed_name"))
    return Told(
        petition=petition,
        filed_at=row["filed_at"],
        county=row["county"],
        topic=row["topic"],
        offices=tuple(row["offices"]),
        state=row["state"],
        channel=row["channel"],
        due_on=row["next_due_on"],
        secret=bool(row["denied"]) or "accusation" in {row["klass"], row["declared_klass"]},
        title=summary.get("title", ""),
        texts=(
            *(story[name] for name in ("text", "request", "place") if story.get(name)),
            *_readable(of["findings"], partial(text, "finding", "sealed_text")),
            *_readable(of["executions"], partial(text, "execution", "sealed_text")),
            *_readable(of["grounds"], partial(text, "review_request", "sealed_grounds")),
            *(piece for content in written for piece in written_in(content)),
            *(one[name] for one in statements for name in ("where", "what") if one[name]),
            *_readable(of["files"], partial(text_in, key)),
        ),
        identities=tuple(_readable(of["persons"], partial(json, "petitioner", "sealed_identity"))),
        named=(*named, *(one["who"] for one in statements)),
    )


def written_in(content: Mapping[str, Any]) -> list[str]:
    """Return the texts that an office wrote into a document."""
    return [text for name in WRITTEN for text in _strings(content.get(name))]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _strings(one)


def _json(key: DataKey, table: str, column: str, row: sql.Row) -> dict[str, Any]:
    opened: dict[str, Any] = open_json(key, row[column], bound_to=place(table, column, row["id"]))
    return opened


def _text(key: DataKey, table: str, column: str, row: sql.Row) -> str:
    return open_text(key, row[column], bound_to=place(table, column, row["id"]))


def _readable(rows: Sequence[sql.Row], opened: Callable[[sql.Row], T]) -> Iterator[T]:
    """Yield what opens; of what does not, verification tells, and the other texts are found all the same."""
    for row in rows:
        try:
            yield opened(row)
        except HuiyinError as fault:
            log.warning("search.text_unreadable", extra={"code": fault.code, **fault.facts})


def _by_petition(rows: Sequence[sql.Row]) -> dict[UUID, list[sql.Row]]:
    found: dict[UUID, list[sql.Row]] = {}
    for row in rows:
        found.setdefault(row["petition"], []).append(row)
    return found
