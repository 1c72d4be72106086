"""The advice that was sent in a matter, as commands decide on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.records import sql

_ADVICES = """
    SELECT id, petition, item, office, sender, answered_at IS NOT NULL AS answered
    FROM advice WHERE petition = ANY(%s) ORDER BY sent_at, id
"""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One piece of advice: on which item, from which bureau, to which office."""

    id: UUID
    item: UUID
    office: OfficeId
    sender: OfficeId
    answered: bool


def advices_of(petitions: Sequence[PetitionId]) -> dict[PetitionId, tuple[Advice, ...]]:
    """Return the advice sent in these matters, the oldest first (under the lock of their petitions)."""
    rows = sql.fetch(sql.WRITER, _ADVICES, (list(petitions),))
    return {
        petition: tuple(_advice(row) for row in rows if row["petition"] == petition) for petition in petitions
    }


def _advice(row: Mapping[str, Any]) -> Advice:
    return Advice(
        id=row["id"],
        item=row["item"],
        office=OfficeId(row["office"]),
        sender=OfficeId(row["sender"]),
        answered=row["answered"],
    )
