"""What adopting a file touches: the days that differ, or the pack; rules of working days; extensions."""

from datetime import date

from huiyin.rules.statute.changed import (
    EVERYWHERE,
    Stretch,
    Touched,
    changed_days,
    counted_in_working_days,
    extensions,
    shipped_touches,
    touched,
)
from huiyin.rules.statute.law import RuleFile, law_of, shipped_law
from huiyin.rules.statute.packs import pack_bytes
from huiyin.rules.statute.proposed import CALENDAR, PACK
from rules.statute.made_packs import made

DAY = date(2026, 11, 22)
YEAR = """year = 2027
jurisdiction = "cn-5132"
[source]
notices = ["a notice"]
[[off]]
name = { zh = "节日", en = "festival" }
days = [2027-12-31]
"""


def file(kind: str, name: str, content: bytes) -> RuleFile:
    return RuleFile(id=f"{kind}:{name}", kind=kind, name=name, effective_on=DAY, content=content)


def test_a_calendar_touches_its_place_on_the_days_that_differ() -> None:
    adopted = file(CALENDAR, "cn-5132", YEAR.encode())
    found = touched(adopted, befores=[shipped_law()], after=law_of([adopted], on=DAY))
    assert (found.low, found.high, found.pack) == (513200, 513299, "")
    assert found.stretches == (Stretch(first=date(2026, 12, 17), last=date(2027, 12, 31)),)


def test_the_last_day_of_a_year_differs_like_any_other() -> None:
    first = file(CALENDAR, "cn-5132", YEAR.replace("2027-12-31", "2027-10-29").encode())
    later = file(CALENDAR, "cn-5132", YEAR.encode())
    before, after = (law_of([one], on=DAY).calendar_of("cn-5132") for one in (first, later))
    assert changed_days(before, after) == [
        Stretch(first=date(2027, 10, 29), last=date(2027, 10, 29)),
        Stretch(first=date(2027, 12, 31), last=date(2027, 12, 31)),
    ]


def test_a_pack_touches_its_own_clocks_and_what_starts_them_since_its_first_day() -> None:
    newer = pack_bytes("cn-internal-2014").replace(b'version = "1"', b'version = "2"', 1)
    adopted = file(PACK, "cn-internal-2014", newer)
    found = touched(adopted, befores=[], after=law_of([adopted], on=DAY))
    assert found == Touched(
        low=EVERYWHERE[0],
        high=EVERYWHERE[1],
        pack="cn-internal-2014",
        starting=("bureau.received",),
        since=DAY,
    )


def test_what_came_with_a_release_touches_a_whole_year_or_all_of_a_pack() -> None:
    law = shipped_law()
    year = shipped_touches(CALENDAR, "cn-5132", "2027", after=law)
    assert year == Touched(
        low=513200, high=513299, stretches=(Stretch(first=date(2026, 12, 17), last=date(2027, 12, 31)),)
    )
    pack = shipped_touches(PACK, "cn-internal-2014", "1", after=law)
    assert (pack.pack, pack.starting, pack.stretches) == ("cn-internal-2014", ("bureau.received",), ())


def test_rules_of_working_days_are_those_in_them_and_those_that_may_be_set_to_them() -> None:
    days, working = made(), made(unit="working_days")
    may_be_set = made('unit_setting = "made_unit"')
    assert counted_in_working_days([days]) == []
    assert counted_in_working_days([working]) == ["made.rule"]
    assert counted_in_working_days([may_be_set]) == ["made.rule"]


def test_events_that_extend_are_those_of_rules_that_can_be_extended() -> None:
    assert extensions([made()]) == []
    assert extensions([shipped_law().shelf.pack("cn-xinfang-2022")]) == [
        "assignment.extended",
        "deadline.extended",
    ]
