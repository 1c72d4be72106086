"""The law in force: what two people adopted stands before what ships, from its day on."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute import law
from huiyin.rules.statute.calendars import calendar_for
from huiyin.rules.statute.changed import Stretch, changed_days, counties
from huiyin.rules.statute.law import RuleFile, law_of, shipped_law
from huiyin.rules.statute.packs import pack_bytes
from huiyin.rules.statute.proposed import CALENDAR, LARGEST, PACK, kind_of, parsed_calendar, what_is

ABA, CHENGDU = 513221, 510104
DAY = date(2026, 11, 22)
YEAR = """year = {year}
jurisdiction = "{place}"
[source]
notices = ["a notice"]
[[off]]
name = {{ zh = "节日", en = "festival" }}
days = [{days}]
"""


def year(number: int, *days: date, place: str = "cn", on: date = DAY) -> RuleFile:
    text = YEAR.format(year=number, place=place, days=", ".join(one.isoformat() for one in days))
    return RuleFile(
        id=f"calendar:{place}:{text}", kind=CALENDAR, name=place, effective_on=on, content=text.encode()
    )


def pack(content: bytes, on: date = DAY) -> RuleFile:
    return RuleFile(id=f"pack:{len(content)}", kind=PACK, name="x", effective_on=on, content=content)


def test_where_nothing_was_adopted_it_is_the_shipped_calendar_itself() -> None:
    found = law_of([year(2027, date(2027, 10, 29), place="cn-5132")], on=DAY)
    assert found.calendar(CHENGDU) is calendar_for(CHENGDU)
    assert found.calendar(ABA) is found.calendar(ABA) is not calendar_for(ABA)


def test_days_of_a_place_join_those_of_the_country() -> None:
    found = law_of([year(2027, date(2027, 1, 1)), year(2027, date(2027, 10, 29), place="cn-5132")], on=DAY)
    assert found.calendar(ABA).is_rest_day(date(2027, 1, 1))
    assert found.calendar(ABA).is_rest_day(date(2027, 10, 29))
    assert not found.calendar(CHENGDU).is_rest_day(date(2027, 10, 29))


def test_a_later_notice_of_a_year_takes_the_place_of_the_earlier() -> None:
    files = [year(2027, date(2027, 1, 1)), year(2027, date(2027, 1, 4))]
    found = law_of(files, on=DAY).calendar(0)
    assert (found.is_rest_day(date(2027, 1, 1)), found.is_rest_day(date(2027, 1, 4))) == (False, True)
    assert changed_days(law_of(files[:1], on=DAY).calendar(0), found) == [
        Stretch(first=date(2027, 1, 1), last=date(2027, 1, 1)),
        Stretch(first=date(2027, 1, 4), last=date(2027, 1, 4)),
    ]


def test_neighbouring_days_are_one_stretch_and_a_new_year_is_all_of_it() -> None:
    one = law_of([year(2027, date(2027, 1, 1))], on=DAY)
    more = one.plus(year(2027, date(2027, 1, 1), date(2027, 3, 3), date(2027, 3, 4)))
    assert changed_days(one.calendar(0), more.calendar(0)) == [
        Stretch(first=date(2027, 3, 3), last=date(2027, 3, 4))
    ]
    assert changed_days(shipped_law().calendar(0), one.calendar(0)) == [
        Stretch(first=date(2026, 12, 17), last=date(2027, 12, 31))
    ]


def test_what_is_not_in_effect_yet_is_not_in_the_law() -> None:
    later = year(2027, date(2027, 1, 1), on=date(2026, 12, 1))
    assert not law_of([later], on=DAY).calendar(0).known(2027)
    assert law_of([later], on=date(2026, 12, 1)).calendar(0).known(2027)
    assert not law_of([later], on=date(2026, 12, 1), without=[later.id]).calendar(0).known(2027)


def test_of_a_place_without_any_calendar_nothing_is_known() -> None:
    assert not shipped_law().calendar_of("in").years
    assert shipped_law().calendar_of("cn-5132").id == "cn"


def test_a_pack_that_was_off_applies_from_its_day_on() -> None:
    off = pack_bytes("cn-internal-2014")
    found = law_of([pack(off)], on=DAY)
    assert found.adopted == {"cn-internal-2014"}
    assert found.shelf.pack("cn-internal-2014").starts_on == DAY
    newer = off.replace(b'version = "1"', b'version = "2"')
    again = found.plus(pack(newer, on=date(2026, 12, 24))).shelf.pack("cn-internal-2014")
    assert (again.version, again.starts_on) == ("2", DAY)


def test_a_new_version_of_a_pack_that_applies_corrects_it_for_all_its_days() -> None:
    newer = pack_bytes("cn-xinfang-2022").replace(b'version = "1"', b'version = "2"', 1)
    found = law_of([pack(newer)], on=DAY).shelf.pack("cn-xinfang-2022")
    assert (found.version, found.starts_on) == ("2", date(2022, 5, 1))


def test_a_rule_is_found_in_whichever_pack_holds_it() -> None:
    rule = shipped_law().rule("cn22.handle")
    assert rule is not None
    assert rule.id == "cn22.handle"
    assert shipped_law().rule("no.rule") is None


def test_the_law_comes_from_where_start_up_said() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    other = law_of([year(2027, date(2027, 1, 1))], on=DAY)
    law.use(lambda _: other)
    try:
        assert law.in_force(at) is other
    finally:
        law.use(None)
    assert law.in_force(at) is shipped_law()


@pytest.mark.parametrize(
    ("jurisdiction", "expected"),
    [
        ("cn", (0, 999999)),
        ("cn-51", (510000, 519999)),
        ("cn-5132", (513200, 513299)),
        ("cn-513221", (513221, 513221)),
        ("gb", (1, 0)),
    ],
)
def test_a_jurisdiction_is_a_range_of_counties(jurisdiction: str, expected: tuple[int, int]) -> None:
    assert counties(jurisdiction) == expected


@pytest.mark.parametrize(
    ("refused", "code"),
    [
        (lambda: what_is(PACK, b" " * (LARGEST + 1), digest=b""), "rules.too_large"),
        (lambda: what_is("topics", b"", digest=b""), "rules.unknown_kind"),
        (lambda: kind_of(b"\xff\xfe"), "rules.not_text"),
        (lambda: parsed_calendar(b"year = 2027\n[source]\nnotices = ['x']\n"), "calendar.missing"),
        (lambda: what_is(PACK, pack_bytes("demo-seed-30-90"), digest=b""), "rules.not_law"),
    ],
)
def test_what_cannot_be_put_in_force_is_refused(refused: Callable[[], object], code: str) -> None:
    with pytest.raises(Invalid) as invalid:
        refused()
    assert invalid.value.code == code


def test_a_file_that_names_its_year_is_a_calendar_and_any_other_a_pack() -> None:
    assert kind_of(b"# days off\nyear = 2027\n") == CALENDAR
    assert kind_of(pack_bytes("cn-internal-2014")) == PACK


def test_a_file_of_the_largest_size_is_still_read() -> None:
    content = pack_bytes("cn-internal-2014")
    padded = content + b"#" * (LARGEST - len(content))
    assert what_is(PACK, padded, digest=b"").name == "cn-internal-2014"
    with pytest.raises(Invalid, match=r"^rules\.too_large$"):
        what_is(PACK, padded + b"#", digest=b"")
