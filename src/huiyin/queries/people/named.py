"""Offices by name, for everyone."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel.command import PUBLIC
from huiyin.kernel.ids import OfficeId
from huiyin.queries.reading import reading


@dataclass(frozen=True, kw_only=True)
class NamedOffice:
    """An office and what it is called."""

    id: OfficeId
    name: str
    name_en: str


def named_offices(offices: Sequence[OfficeId]) -> dict[OfficeId, NamedOffice]:
    """Return the offices of these ids; one that does not stand is left out."""
    with reading(PUBLIC) as rows:
        found = rows.all("SELECT id, name, name_en FROM office WHERE id = ANY(%s)", (list(offices),))
    return {OfficeId(row["id"]): NamedOffice(**row) for row in found}
