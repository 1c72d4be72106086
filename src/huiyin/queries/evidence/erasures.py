"""Erasure of a matter's content: what was proposed, what became of it, and what would be lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.kernel.ids import AccountId, OfficeId, PetitionId
from huiyin.queries.evidence.stored import TABLES
from huiyin.queries.reading import Reading
from huiyin.records import sql
from huiyin.rules.access.require import Standing

ERASED = "erased"

# To be joined to a statement about petitions `p`: at most one stands of each.
BESIDE = "LEFT JOIN erasure AS r ON r.petition = p.id AND r.state IN ('proposed', 'erased')"
_STANDING = """
    SELECT id, state, basis, reason, office, proposed_by, proposed_at, decided_at FROM erasure
    WHERE petition = %s AND state IN ('proposed', 'erased')
"""
_ADDRESSES = " UNION ".join(f"SELECT address FROM {one} WHERE petition = %s" for one in TABLES)
_IS_ERASED = "SELECT 1 AS erased FROM petition WHERE id = %s AND erased_at IS NOT NULL"
_MATTER = "SELECT id, bureau, denied FROM petition WHERE number = %s"
# Whatever is sealed of a matter, by what an official calls it.
_LOST = """
    SELECT (SELECT count(*) FROM petitioner WHERE petition = m.id) AS people,
           (SELECT count(*) FROM evidence WHERE petition = m.id) AS files,
           (SELECT count(*) FROM redaction WHERE petition = m.id) AS copies,
           (SELECT count(*) FROM statement WHERE petition = m.id) AS statements,
           (SELECT count(*) FROM document WHERE petition = m.id) AS documents,
           (SELECT count(*) FROM opinion WHERE petition = m.id) AS opinions,
           (SELECT count(*) FROM finding WHERE petition = m.id) AS findings,
           (SELECT count(*) FROM contact WHERE petition = m.id) AS contacts,
           (SELECT count(*) FROM execution WHERE petition = m.id) AS executions,
           (SELECT count(*) FROM rating WHERE petition = m.id AND sealed_comment IS NOT NULL) AS ratings,
           (SELECT count(*) FROM review_request WHERE petition = m.id) AS reviews,
           (SELECT count(*) FROM advice WHERE petition = m.id) AS advices
    FROM (SELECT %s::uuid AS id) AS m
"""


@dataclass(frozen=True, kw_only=True)
class ErasureLine:
    """A proposal that waits for a second person, or the erasure that was carried out."""

    id: UUID
    state: str
    basis: str
    reason: str
    office: OfficeId
    proposed_by: AccountId
    proposed_at: datetime
    decided_at: datetime | None

    @property
    def done(self) -> bool:
        """True when the content is gone."""
        return self.state == ERASED


COLUMNS = ", ".join(f"r.{name} AS erasure_{name}" for name in ErasureLine.__dataclass_fields__)


def erasure_in(row: sql.Row) -> ErasureLine | None:
    """Take `COLUMNS` out of the row of a statement with `BESIDE`; return what they say."""
    found = {name: row.pop(f"erasure_{name}") for name in ErasureLine.__dataclass_fields__}
    return None if found["id"] is None else ErasureLine(**found)


def erasure_of(rows: Reading, petition: PetitionId) -> ErasureLine | None:
    """Return what stands of a matter's erasure; what was withdrawn or rejected is left out."""
    row = rows.one(_STANDING, (petition,))
    return None if row is None else ErasureLine(**row)


def waiting_erasure(petition: PetitionId) -> ErasureLine | None:
    """Return the proposal that waits for a second person; asked at the terminal, on the writer's sight."""
    row = sql.fetch_one(sql.WRITER, _STANDING, (petition,))
    return None if row is None or row["state"] == ERASED else ErasureLine(**row)


def what_is_lost(petition: PetitionId) -> Mapping[str, int]:
    """Return how many of each kind of content an erasure would destroy; the story itself stands for one.

    On the writer's sight: numbers only, for whoever decides on it.
    """
    [row] = sql.fetch(sql.WRITER, _LOST, (petition,))
    return {"story": 1, **{name: number for name, number in row.items() if number}}


def addresses_of(petition: PetitionId) -> tuple[str, ...]:
    """Return where sealed files of a matter, their copies and pictures lie in the store."""
    return tuple(row["address"] for row in sql.fetch(sql.WRITER, _ADDRESSES, (petition,) * len(TABLES)))


def is_erased(petition: PetitionId) -> bool:
    """Return whether a matter was erased; asked by the sweep of the store, a system job."""
    return sql.fetch_one(sql.WRITER, _IS_ERASED, (petition,)) is not None


def standing_of(number: str) -> tuple[PetitionId, Standing] | None:
    """Return the matter of a number and what decides who may erase it; asked at the terminal."""
    row = sql.fetch_one(sql.WRITER, _MATTER, (number,))
    if row is None:
        return None
    petition = PetitionId(row["id"])
    denied = frozenset(OfficeId(one) for one in row["denied"])
    return petition, Standing(petition=petition, bureau=OfficeId(row["bureau"]), denied=denied)
