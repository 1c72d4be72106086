"""Text taken from files, for search: of one matter, and which matters have new text. Asked by jobs only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.queries.evidence.examined import told_of
from huiyin.records import sql
from huiyin.vault.current import vault
from huiyin.vault.data_key import DataKey

PAGE = 500
# Rows for `text_in`: of these matters all files that are not shut, in the order of the files.
TEXTS = """
    SELECT x.evidence AS id, x.petition, x.sealed_told FROM examination AS x
    JOIN evidence AS e ON e.id = x.evidence
    WHERE x.petition = ANY(%s) AND x.verdict IN ('', 'clean') AND x.sealed_told IS NOT NULL
    ORDER BY e.position, e.id
"""
_KEY = "SELECT wrapped FROM data_key WHERE petition = %s"
_TAKEN = """
    SELECT petition, evidence, taken_at FROM examination WHERE (taken_at, evidence) > (%s, %s)
    ORDER BY taken_at, evidence LIMIT %s
"""
FIRST = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Text was taken from a file of this matter at this moment."""

    petition: PetitionId
    evidence: UUID
    taken_at: datetime


def texts(petition: PetitionId) -> tuple[str, ...]:
    """Return all text taken from the files of a matter, one for each file, in the order of the files.

    Empty when nothing was taken, and for a matter whose key was erased.
    """
    wrapped = sql.fetch_one(sql.WRITER, _KEY, (petition,))
    if wrapped is None:
        return ()
    key = vault().open_data_key(wrapped["wrapped"], petition)
    found = (text_in(key, row) for row in sql.fetch(sql.WRITER, TEXTS, ([petition],)))
    return tuple(text for text in found if text)


def text_in(key: DataKey, row: sql.Row) -> str:
    """Return the text of all pages of a file, by a row of `TEXTS`; empty when there is none."""
    told = told_of(key, row["sealed_told"], row["id"])
    return "\n".join(text for _, text, _ in told["pages"] if text)


def newly_taken(*, after: datetime, evidence: UUID = FIRST, limit: int = PAGE) -> list[Taken]:
    """Return the files from which text was taken after this place, in order: go on from the last one.

    A file whose pictures are read later comes twice: once with its own text, once with what was read.
    """
    rows = sql.fetch(sql.WRITER, _TAKEN, (after, evidence, limit))
    return [
        Taken(petition=PetitionId(row["petition"]), evidence=row["evidence"], taken_at=row["taken_at"])
        for row in rows
    ]
