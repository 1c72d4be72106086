"""Which offices stand ready to receive a filing for a place."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.commands.handler import NoSubject
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.records import sql

BUREAU = "bureau"
DISCIPLINE = "discipline"

# One statement for however many filings: each costs every one of them time.
_READY = """
    SELECT county, array_agg(id ORDER BY level DESC, id) FILTER (WHERE id IS NOT NULL) AS ids,
           array_agg(role ORDER BY level DESC, id) FILTER (WHERE id IS NOT NULL) AS roles,
           ARRAY(SELECT id FROM petition WHERE id = ANY(%s)) AS filed
    FROM unnest(%s::bigint[]) AS county LEFT JOIN office
      ON division IN (county, county / 100 * 100, county / 10000 * 10000)
    GROUP BY county
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


def load_receptions(wanted: Sequence[tuple[PetitionId, int]]) -> list[Reception]:
    """Read who receives for the county of each petition, and whether this very petition was filed before."""
    counties = sorted({county for _, county in wanted})
    petitions = [petition for petition, _ in wanted]
    rows = sql.fetch(sql.WRITER, _READY, (petitions, counties))
    offices = {row["county"]: tuple(zip(row["ids"] or (), row["roles"] or (), strict=True)) for row in rows}
    filed = {petition for row in rows for petition in row["filed"]}
    return [
        Reception(offices=offices[county], already_filed=petition in filed) for petition, county in wanted
    ]
