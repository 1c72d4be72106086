"""What an import has brought so far: which petitions stand, which are answered, and how long that took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.records import sql

_STANDING = """
    SELECT p.id, p.state, p.klass, p.lead, k.wrapped, d.happened_at - p.happened_at AS answered_after
    FROM petition AS p JOIN data_key AS k ON k.petition = p.id
    LEFT JOIN event AS d ON d.petition = p.id AND d.name = 'petition.concluded'
    WHERE p.id = ANY(%s)
"""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A petition that an import brought; `answered_after` is None until its answer was brought too."""

    petition: PetitionId
    data_key: bytes  # wrapped
    state: str
    klass: str | None
    lead: OfficeId | None
    answered_after: timedelta | None


def standing(petitions: Sequence[PetitionId]) -> dict[PetitionId, Standing]:
    """Return those of the petitions that stand (asked by the import, on the writer's sight)."""
    rows = sql.fetch(sql.WRITER, _STANDING, (list(petitions),))
    return {row["id"]: _standing(row) for row in rows}


def _standing(row: sql.Row) -> Standing:
    return Standing(
        petition=row["id"],
        data_key=row["wrapped"],
        state=row["state"],
        klass=row["klass"],
        lead=OfficeId(row["lead"]) if row["lead"] else None,
        answered_after=row["answered_after"],
    )
