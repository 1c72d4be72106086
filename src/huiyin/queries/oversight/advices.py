"""Advice on supervision items as its reader sees it: with the item it was sent on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import Reading

_COLUMNS = "id, office, sender, sent_at, due_on, answered_at, adopted"
_OF_ITEM = f"SELECT {_COLUMNS}, sealed_text, sealed_answer FROM advice WHERE item = %s ORDER BY sent_at, id"
_OF_MATTER = f"SELECT {_COLUMNS} FROM advice WHERE petition = %s ORDER BY sent_at, id"


@dataclass(frozen=True, kw_only=True)
class AdviceLine:
    """One piece of advice without its words: from which bureau, to which office, whether adopted."""

    id: UUID
    office: OfficeId
    sender: OfficeId
    sent_at: datetime
    due_on: date | None  # the day set for the reply, if any
    answered_at: datetime | None
    adopted: str | None


@dataclass(frozen=True, kw_only=True)
class SealedAdvice:
    """The same with its sealed texts."""

    line: AdviceLine
    sealed_text: bytes
    sealed_answer: bytes | None


def advices_of_item(rows: Reading, item: UUID) -> tuple[SealedAdvice, ...]:
    """Return what was advised on an item, the oldest first."""
    return tuple(_sealed(row) for row in rows.all(_OF_ITEM, (item,)))


def advices_of_matter(rows: Reading, petition: PetitionId) -> tuple[AdviceLine, ...]:
    """Return the advice in a matter that this reader sees, the oldest first."""
    return tuple(AdviceLine(**row) for row in rows.all(_OF_MATTER, (petition,)))


def _sealed(row: Mapping[str, Any]) -> SealedAdvice:
    line = {name: value for name, value in row.items() if not name.startswith("sealed_")}
    return SealedAdvice(
        line=AdviceLine(**line), sealed_text=row["sealed_text"], sealed_answer=row["sealed_answer"]
    )
