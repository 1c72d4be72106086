"""Who found one's own matter by one's name or number, and for what: shown to the petitioner."""

from dataclasses import dataclass
from datetime import date

from huiyin.kernel.command import Reader
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.queries.reading import reading
from huiyin.rules.search.persons import Purpose

_FOUND = """
    SELECT DISTINCT "on" AS day, office, role, purpose FROM person_found WHERE petition = %s
    ORDER BY day, office, role, purpose
"""


@dataclass(frozen=True, kw_only=True)
class FoundByName:
    """On this day somebody of this office found the matter by the petitioner's name or number."""

    day: date
    office: OfficeId
    role: str
    purpose: Purpose


def found_by_name(petition: PetitionId) -> tuple[FoundByName, ...]:
    """Return every such day, the earliest first."""
    with reading(Reader(petition=petition)) as rows:
        found = rows.all(_FOUND, (petition,))
    return tuple(
        FoundByName(
            day=row["day"],
            office=OfficeId(row["office"]),
            role=row["role"],
            purpose=Purpose(row["purpose"]),
        )
        for row in found
    )
