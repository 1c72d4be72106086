"""A bureau that receives a matter says at which level it stands; the internal limits ask for it."""

from datetime import date

import pytest

from huiyin.kernel.ids import OfficeId
from huiyin.rules.lifecycle.facts import bureau_facts
from huiyin.rules.routing.offices import division_of, responsible_bureau
from huiyin.rules.statute.events import Event, EventName
from huiyin.rules.statute.matters import clocks_of_matter
from support.moment import AT

NATIONAL = OfficeId(1)  # of division 0: the whole country
ADOPTED = frozenset({"cn-internal-2014"})
LEVELS = [
    (NATIONAL, "national", "cnint.dispatch.nat", 5),
    (responsible_bureau(510000), "province", "cnint.dispatch.prov", 3),
    (responsible_bureau(510100), "prefecture", "cnint.dispatch.pref", 3),
    (responsible_bureau(510104), "county", "cnint.dispatch.county", 4),
]


def received_by(bureau: OfficeId) -> Event:
    return Event(name=EventName.BUREAU_RECEIVED, at=AT, office=bureau, facts=bureau_facts(bureau))


@pytest.mark.parametrize(("bureau", "level", "rule", "days"), LEVELS)
def test_each_level_has_its_own_internal_limit_where_the_pack_is_adopted(
    bureau: OfficeId, level: str, rule: str, days: int
) -> None:
    assert bureau_facts(bureau) == {"bureau_level": level}
    _, internal = clocks_of_matter(
        [received_by(bureau)], pack="cn-xinfang-2022", division=510104, at=AT, adopted=ADOPTED
    )
    assert (internal.rule_id, internal.office) == (rule, bureau)
    assert internal.binding_on == date(2026, 5, 6 + days)


@pytest.mark.parametrize("bureau", [one[0] for one in LEVELS])
def test_while_the_pack_is_off_only_the_law_s_own_limit_runs(bureau: OfficeId) -> None:
    found = clocks_of_matter([received_by(bureau)], pack="cn-xinfang-2022", division=510104, at=AT)
    assert [clock.rule_id for clock in found] == ["cn22.bureau.dispatch"]


def test_an_office_s_id_tells_its_division() -> None:
    assert [division_of(one[0]) for one in LEVELS] == [0, 510000, 510100, 510104]
