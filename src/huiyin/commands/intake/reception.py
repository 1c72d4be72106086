"""Which offices stand ready to receive a filing for a place."""

from dataclasses import dataclass

from huiyin.commands.handler import NoSubject
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId
from huiyin.records import sql

BUREAU = "bureau"
DISCIPLINE = "discipline"

# One row, one round trip: this stands on the path of every filing.
_RECEPTION = """
    SELECT array_agg(id ORDER BY level DESC, id) AS ids, array_agg(role ORDER BY level DESC, id) AS roles,
           EXISTS (SELECT 1 FROM petition WHERE petition.id = %s) AS filed
    FROM office WHERE division = ANY(%s)
"""


@dataclass(frozen=True, kw_only=True)
class Reception(NoSubject):
    """The offices of a county, its prefecture and its province, the nearest first."""

    offices: tuple[tuple[OfficeId, str], ...]
    already_filed: bool

    def bureau(self, denied: frozenset[OfficeId]) -> OfficeId:
        """Return the bureau that registers: the nearest that the accusation is not against.

        If it is against every bureau the matter goes to the highest discipline organ, never to nobody
        (信访工作条例 第二十二条第二款、第三十条).
        """
        bureaus = [office for office, role in self.offices if role == BUREAU]
        organs = [office for office, role in reversed(self.offices) if role == DISCIPLINE]
        for office in (*bureaus, *organs):
            if office not in denied:
                return office
        raise Invalid("filing.no_bureau", field="division")

    def role_of(self, office: OfficeId) -> str:
        """Return the role of an office that stands here."""
        return next(role for known, role in self.offices if known == office)

    def knows(self, office: OfficeId) -> bool:
        """True when the office stands in the table of offices for this place."""
        return any(known == office for known, _ in self.offices)


def load_reception(petition: object, county: int) -> Reception:
    """Read who receives for a county, and whether this very petition was filed before."""
    [row] = sql.fetch(sql.WRITER, _RECEPTION, (petition, _levels(county)))
    return Reception(
        offices=tuple(zip(row["ids"] or (), row["roles"] or (), strict=True)), already_filed=row["filed"]
    )


def _levels(county: int) -> list[int]:
    return [county, county // 100 * 100, county // 10000 * 10000]
