"""Which offices stand ready to receive a filing for a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.commands.handler import NoSubject
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import OfficeId, PetitionId
from huiyin.records import sql

BUREAU = "bureau"
DISCIPLINE = "discipline"

# One statement for however many filings, and only the offices that can matter: a place has over a hundred.
_READY = """
    SELECT id, role, division, ARRAY(SELECT id FROM petition WHERE id = ANY(%s)) AS filed
    FROM office WHERE division = ANY(%s) AND (role = ANY(%s) OR id = ANY(%s)) ORDER BY id
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A filing that asks to be received."""

    petition: PetitionId
    county: int
    clear: OfficeId | None  # the office that its topic and place lead to


@dataclass(frozen=True, kw_only=True)
class Reception(NoSubject):
    """Who can receive in a county, its prefecture and its province, the nearest first.

    Of all offices there: bureaus, discipline organs, and the one that was asked for.
    """

    offices: tuple[tuple[OfficeId, str], ...]
    clear: OfficeId | None  # the office to which the filing is clear, when it is one of them
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


def load_receptions(wanted: Sequence[Asked]) -> list[Reception]:
    """Read who receives each filing, and whether this very petition was filed before."""
    places = sorted({place for one in wanted for place in _line(one.county)})
    clear = [one.clear for one in wanted if one.clear is not None]
    petitions = [one.petition for one in wanted]
    rows = sql.fetch(sql.WRITER, _READY, (petitions, places, [BUREAU, DISCIPLINE], clear))
    ready: dict[int, dict[OfficeId, str]] = {place: {} for place in places}
    for row in rows:
        ready[row["division"]][row["id"]] = row["role"]
    filed = frozenset(rows[0]["filed"]) if rows else frozenset()
    return [_reception(one, ready, already_filed=one.petition in filed) for one in wanted]


def _reception(
    asked: Asked, ready: Mapping[int, Mapping[OfficeId, str]], *, already_filed: bool
) -> Reception:
    here = {office: role for place in _line(asked.county) for office, role in ready[place].items()}
    return Reception(
        offices=tuple(here.items()),
        clear=asked.clear if asked.clear in here else None,
        already_filed=already_filed,
    )


def _line(county: int) -> tuple[int, int, int]:
    return county, county // 100 * 100, county // 10000 * 10000
