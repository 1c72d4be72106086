"""Which packs apply by day, place, office kind and route, and which clocks a matter then has."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huiyin.kernel.clock import LOCAL_ZONE
from huiyin.kernel.errors import Invalid, Unknown
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.calendars.calendar import Holiday, Year
from huiyin.rules.statute.choose import applicable_packs, choose_pack, choose_packs, families, prevailing
from huiyin.rules.statute.clocks import Event, EventName
from huiyin.rules.statute.matters import clocks_of_matter
from huiyin.rules.statute.packs import load_pack, shipped
from huiyin.rules.statute.packs.schema import parse_pack
from huiyin.rules.statute.packs.shape import Pack
from rules.statute.made_packs import HEAD

SPRING = date(2026, 3, 3)
JINJIANG, BEIJING = 510104, 110105
ORDINARY = {"class": "claim", "route": 6}


def event(name: str, on: str, **facts: Any) -> Event:
    at = datetime.fromisoformat(f"{on}T10:00").replace(tzinfo=LOCAL_ZONE).astimezone(UTC)
    return Event(name=EventName(name), at=at, facts=facts)


def ids(**asked: Any) -> set[str]:
    return {ref.id for ref in applicable_packs(**{"on": SPRING, "division": JINJIANG, **asked})}


def rules(*events: Event, pack: str = "cn-xinfang-2022", at: str = "2026-12-01", **rest: Any) -> list[str]:
    asked: dict[str, Any] = {"division": JINJIANG, "facts": ORDINARY, **rest}
    found = clocks_of_matter(events, pack=pack, at=event("year.ended", at).at, **asked)
    return [clock.rule_id for clock in found]


def test_an_ordinary_claim_before_a_department_is_under_the_regulations() -> None:
    facts = {**ORDINARY, "office_kind": "department"}
    assert ids(facts=facts) == {"cn-xinfang-2022", "cn-disclosure-2019", "cn-sc-12345-2025"}


@pytest.mark.parametrize("route", [1, 4])
def test_routes_one_and_four_lead_to_reconsideration(route: int) -> None:
    facts = {"class": "claim", "route": route, "office_kind": "department"}
    assert "cn-reconsideration-2023" in ids(facts=facts)
    assert "cn-reconsideration-2023" not in ids(facts={**facts, "route": 5})


def test_an_accusation_before_a_discipline_organ_is_under_its_rules() -> None:
    facts = {"class": "accusation", "office_kind": "discipline"}
    assert "cn-discipline-2020" in ids(facts=facts)
    assert "cn-discipline-2020" not in ids(facts={**facts, "office_kind": "department"})
    assert "cn-discipline-2020" not in ids(facts={"class": "claim", "office_kind": "discipline"})


def test_a_procuratorate_is_under_its_own_requirement() -> None:
    assert "cn-procuratorate-letters" in ids(facts={"office_kind": "procuratorate"})
    assert "cn-procuratorate-letters" not in ids(facts={"office_kind": "department"})


def test_the_place_decides_about_local_packs() -> None:
    assert "cn-sc-12345-2025" not in ids(division=BEIJING)
    beijing = frozenset({"bj-12345-2021"})
    assert "bj-12345-2021" not in ids(division=BEIJING)
    assert "bj-12345-2021" in ids(division=BEIJING, adopted=beijing)
    assert "bj-12345-2021" not in ids(adopted=beijing)


def test_the_day_decides_about_each_family() -> None:
    assert ids(on=date(2019, 4, 30)) == {"cn-xinfang-2005", "cn-procuratorate-letters"}
    assert ids(on=date(2019, 5, 15)) == {
        "cn-xinfang-2005",
        "cn-procuratorate-letters",
        "cn-disclosure-2019",
    }
    assert ids(on=date(2005, 4, 30)) == set()
    assert ids(demo=True) == {"demo-seed-30-90"}


def test_the_families_are_those_of_the_packs() -> None:
    assert families() == (
        "discipline",
        "disclosure",
        "grievances",
        "hotline",
        "internal-dispatch",
        "petitions",
        "petitions-simplified",
        "procuratorate",
        "reconsideration",
    )


def test_the_day_of_commencement_is_the_first_of_the_pack() -> None:
    asked: dict[str, Any] = {"family": "reconsideration", "division": JINJIANG}
    assert choose_pack(on=date(2024, 1, 1), **asked).id == "cn-reconsideration-2023"
    with pytest.raises(Invalid, match=r"statute\.before_first_pack"):
        choose_pack(on=date(2023, 12, 31), **asked)
    with pytest.raises(Invalid, match=r"statute\.no_pack"):
        choose_pack(on=date(2031, 1, 1), family="hotline", division=JINJIANG)
    assert [ref.id for ref in choose_packs(first=date(2022, 4, 30), last=date(2022, 5, 1))] == [
        "cn-xinfang-2005",
        "cn-xinfang-2022",
    ]


def test_a_matter_older_than_the_law_starts_its_clocks_with_the_law() -> None:
    events = [event("bureau.received", "2005-04-20"), event("petition.accepted", "2005-05-02")]
    assert rules(*events, pack="cn-xinfang-2005", at="2005-06-01") == ["cn05.handle"]
    assert rules(events[0], pack="cn-xinfang-2005", at="2005-04-21") == []
    assert rules(pack="cn-xinfang-2005") == []


def test_a_matter_that_crosses_from_2005_to_2022_has_clocks_of_both() -> None:
    events = [
        event("bureau.received", "2022-04-20"),
        event("office.received_transfer", "2022-04-30"),
        event("petition.accepted", "2022-05-01"),
    ]
    assert rules(*events, pack="cn-xinfang-2005", at="2022-06-01") == [
        "cn05.bureau.dispatch",
        "cn05.accept",
        "cn22.handle",
    ]


def test_events_of_another_family_start_the_clocks_of_its_pack() -> None:
    events = [event("bureau.received", "2026-03-02"), event("act.known", "2026-03-03")]
    other = {"class": "claim", "route": 4}
    assert rules(*events, facts=other) == ["cn22.bureau.dispatch", "fy.apply"]
    assert rules(*events) == ["cn22.bureau.dispatch"]
    assert rules(event("act.known", "2023-12-31"), facts=other, at="2026-01-01") == []
    hotline = event("order.dispatched", "2025-12-25", order_kind="enquiry")
    assert rules(hotline, at="2025-12-25") == ["sc12345.enquiry"]
    assert rules(hotline, at="2025-12-25", division=BEIJING) == []
    assert rules(event("order.dispatched", "2030-12-24", order_kind="enquiry"), at="2030-12-24") == [
        "sc12345.enquiry"
    ]
    assert rules(event("order.dispatched", "2030-12-25", order_kind="enquiry"), at="2031-01-01") == []


def test_a_pack_off_by_default_starts_clocks_only_where_it_is_adopted() -> None:
    received = event("bureau.received", "2026-03-02", bureau_level="county")
    assert rules(received) == ["cn22.bureau.dispatch"]
    adopted = frozenset({"cn-internal-2014"})
    assert rules(received, adopted=adopted) == ["cn22.bureau.dispatch", "cnint.dispatch.county"]


def test_a_demonstration_stays_a_demonstration() -> None:
    events = [event("petition.received", "2026-03-02"), event("act.known", "2026-03-03")]
    assert rules(*events, pack="demo-seed-30-90", facts={"class": "claim", "route": 4}) == [
        "demo.seed.preliminary",
        "demo.seed.final",
    ]


def test_a_notice_not_yet_adopted_shows_what_it_would_move() -> None:
    held = calendar_for(JINJIANG)
    notice = Year(
        year=2026,
        source=("draft",),
        off={date(2026, 3, 17): Holiday(zh="某节", en="Some day")},
        worked={},
    )
    received = [event("bureau.received", "2026-03-02")]
    asked: dict[str, Any] = {"pack": "cn-xinfang-2022", "division": JINJIANG, "at": received[0].at}
    (now,) = clocks_of_matter(received, **asked)
    (then,) = clocks_of_matter(received, calendar=held.plus(notice), **asked)
    assert (now.binding_on, then.binding_on) == (date(2026, 3, 17), date(2026, 3, 18))


def made(name: str, place: str, number: int = 40) -> Pack:
    """A pack of petitions in force from July 2026 on."""
    text = HEAD.replace('id = "made"', f'id = "{name}"', 1).replace('"made"', '"petitions"', 1)
    text = text.replace('jurisdiction = "cn"', f'jurisdiction = "{place}"')
    text = text.replace("from = 2020-01-01", "from = 2026-07-01")
    rule = f'unit = "calendar_days"\nlengths = [{{ from = 2026-07-01, number = {number} }}]\n'
    return parse_pack(text + rule, "made.toml")


LATER = shipped().plus(made("cn-later", "cn"), made("cn-51-own", "cn-51"))


def test_a_later_pack_takes_the_place_of_an_open_one_from_its_first_day() -> None:
    law22 = load_pack("cn-xinfang-2022")
    assert prevailing(law22, on=date(2026, 6, 30), division=BEIJING, shelf=LATER)
    assert not prevailing(law22, on=date(2026, 7, 1), division=BEIJING, shelf=LATER)
    assert prevailing(law22, on=date(2026, 7, 1), division=BEIJING)
    assert choose_pack(on=date(2026, 7, 1), division=BEIJING, shelf=LATER).id == "cn-later"
    assert choose_pack(on=date(2026, 7, 1), division=JINJIANG, shelf=LATER).id == "cn-51-own"


def test_a_matter_has_no_clock_of_a_pack_whose_place_another_took() -> None:
    events = [event("bureau.received", "2026-06-30"), event("petition.accepted", "2026-07-01")]
    asked: dict[str, Any] = {"division": BEIJING, "shelf": LATER}
    assert rules(*events, **asked) == ["cn22.bureau.dispatch", "made.rule"]
    assert rules(*events, division=BEIJING) == ["cn22.bureau.dispatch", "cn22.handle"]


def test_a_shelf_holds_what_was_put_there_and_the_newer_of_one_id() -> None:
    newer = LATER.plus(made("cn-later", "cn", number=41))
    assert newer.pack("cn-later").rules["made.rule"].lengths[0].number == 41
    assert LATER.pack("cn-later").rules["made.rule"].lengths[0].number == 40
    with pytest.raises(Unknown, match=r"pack\.unknown"):
        shipped().pack("cn-later")
    assert {ref.id for ref in applicable_packs(on=date(2026, 7, 1), shelf=LATER)} >= {"cn-later"}
    assert [ref.id for ref in choose_packs(first=SPRING, last=date(2026, 7, 1), shelf=LATER)] == [
        "cn-xinfang-2022",
        "cn-later",
    ]


def test_before_any_pack_every_pack_stands_for_itself() -> None:
    assert prevailing(load_pack("cn-xinfang-2022"), on=date(2004, 1, 1), division=0)
    demo = load_pack("demo-seed-30-90")
    assert prevailing(demo, on=SPRING, division=0)
