"""A matter with its records of non-response: the subject of the commands that make and correct them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.matter import OnPetition, load_matters
from huiyin.records import sql
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.statute.clocks import Clock
from huiyin.rules.statute.naming import clock_ids

_RECORDS = """
    SELECT id, petition, clock, position, binding_on, statement, corrected_at IS NOT NULL AS corrected
    FROM nonresponse WHERE petition = ANY(%s) ORDER BY position
"""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A record as it stands."""

    id: UUID
    clock: UUID
    position: int
    binding_on: date
    statement: dict[str, Any]
    corrected: bool


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A matter and its records."""

    matter: Matter
    records: tuple[Recorded, ...]

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing

    def clock(self, which: UUID, *, at: datetime) -> Clock | None:
        """Return a clock of the matter by its id, as it stands at an instant; None when there is none."""
        found = clock_ids(self.matter.id, clocks_of(self.matter, at=at))
        return next((clock for identity, clock in found if identity == which), None)


def load_silent(commands: Sequence[OnPetition]) -> list[Silent]:
    """Lock the matters, then read them and their records."""
    matters = load_matters(commands)
    rows = sql.fetch(sql.WRITER, _RECORDS, ([matter.id for matter in matters],))
    return [
        Silent(
            matter=matter,
            records=tuple(_recorded(row) for row in rows if row["petition"] == matter.id),
        )
        for matter in matters
    ]


def _recorded(row: sql.Row) -> Recorded:
    return Recorded(**{name: value for name, value in row.items() if name != "petition"})
