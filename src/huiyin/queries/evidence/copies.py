"""Blacked-out copies of a file, for whoever has the story of its matter open."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.kernel.command import Reader
from huiyin.kernel.errors import Refused, Unknown
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.evidence.grants import granted
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.queries.reading import Reading, reading
from huiyin.records.sql import Row
from huiyin.rules.evidence.stages import Verdict
from huiyin.vault.binding import place
from huiyin.vault.current import vault
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_json

_COPIES = """
    SELECT r.*, k.wrapped FROM redaction AS r JOIN data_key AS k ON k.petition = r.petition
    WHERE r.petition = %s AND r.evidence = %s ORDER BY r.at, r.id
"""


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A copy: who made it when and why, of how many pages, with how many boxes black."""

    id: UUID
    office: OfficeId
    at: datetime
    pages: int
    size: int
    boxes: int
    reason: str
    sha256: str


def copies(reader: Reader, petition: PetitionId, evidence: UUID, *, on: date) -> tuple[Copy, ...]:
    """Return the copies of a file, the oldest first; raise Refused without a grant for the day."""
    with reading(reader) as rows:
        found = _rows(rows, reader, petition, evidence, on)
    return tuple(_copy(row, vault().open_data_key(row["wrapped"], petition)) for row in found)


def copy(reader: Reader, petition: PetitionId, evidence: UUID, which: UUID, *, on: date) -> SealedObject:
    """Return one copy to be streamed; raise Refused without a grant, Unknown when there is none.

    It is made here of dots alone, from a file that was clean: no scanner need look at it.
    """
    with reading(reader) as rows:
        found = [row for row in _rows(rows, reader, petition, evidence, on) if row["id"] == which]
    if not found:
        raise Unknown("petition.no_such_part")
    kept = {name: found[0][name] for name in ("id", "kind", "size", "address", "wrapped")}
    return SealedObject(**kept, petition=petition, name="copy.pdf", verdict=Verdict.CLEAN)


def _rows(rows: Reading, reader: Reader, petition: PetitionId, evidence: UUID, on: date) -> list[Row]:
    if not granted(rows, petition, reader, on=on):
        raise Refused("story.not_open")
    return rows.all(_COPIES, (petition, evidence))


def _copy(row: Row, key: DataKey) -> Copy:
    told = open_json(key, row["sealed_facts"], bound_to=place("redaction", "sealed_facts", row["id"]))
    kept = {name: row[name] for name in ("id", "at", "pages", "size")}
    return Copy(
        **kept,
        office=OfficeId(row["office"]),
        boxes=len(told["boxes"]),
        reason=told["reason"],
        sha256=told["sha256"],
    )
