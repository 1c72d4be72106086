"""Witness statements of a matter, opened for whoever has its story open."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import Reading
from huiyin.records.sql import Row
from huiyin.vault.binding import place
from huiyin.vault.data_key import DataKey
from huiyin.vault.sealing import open_json

TABLE, COLUMN = "statement", "sealed_statement"
_STATEMENTS = "SELECT * FROM statement WHERE petition = %s ORDER BY at, id"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What a witness saw or heard; `office` is None when the petitioner added it."""

    id: UUID
    office: OfficeId | None
    at: datetime
    who: str
    reach: str
    when: str
    where: str
    what: str


def statements(rows: Reading, petition: PetitionId, key: DataKey) -> tuple[Statement, ...]:
    """Return all statements, the oldest first."""
    return tuple(_statement(row, key) for row in rows.all(_STATEMENTS, (petition,)))


def own_statements(rows: Reading, petition: PetitionId, key: DataKey) -> tuple[Statement, ...]:
    """Return those that the petitioner added: a witness who spoke to an office is not made known by us."""
    own = [row for row in rows.all(_STATEMENTS, (petition,)) if row["added_by"] == "petitioner"]
    return tuple(_statement(row, key) for row in own)


def _statement(row: Row, key: DataKey) -> Statement:
    told = open_json(key, row[COLUMN], bound_to=place(TABLE, COLUMN, row["id"]))
    office = OfficeId(row["office"]) if row["office"] else None
    words = {name: told[name] for name in ("who", "reach", "when", "where", "what")}
    return Statement(id=row["id"], office=office, at=row["at"], **words)
