"""Every day of the calendars against two public libraries, which differ from each other on one."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import holidays
import pytest

from huiyin.kernel.errors import Unknown
from huiyin.rules.statute.calendars import calendar_for, calendar_ids, calendar_of, places
from huiyin.rules.statute.calendars.reading import parse_year

CHINA = calendar_for(0)
DAYS = [date(2004, 1, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2004, 1, 1)).days + 1)]
NEW_YEARS_EVE_2005 = date(2005, 12, 31)
KINGDOM = ("ENG", "WLS", "SCT", "NIR")
PARTS = [holidays.country_holidays("GB", subdiv=part, years=range(2022, 2027)) for part in KINGDOM]
LIBRARY = holidays.country_holidays("CN", years=range(2004, 2027))


def differing(works: Callable[[date], bool]) -> list[date]:
    """Days on which a library and the calendar disagree."""
    return [on for on in DAYS if works(on) is CHINA.is_rest_day(on)]


def test_the_library_holidays_agrees_on_every_day() -> None:
    assert len(DAYS) == 8401
    assert differing(LIBRARY.is_working_day) == []


def test_the_library_chinesecalendar_lacks_the_last_day_of_2005_and_nothing_else() -> None:
    assert differing(chinese_calendar.is_workday) == [NEW_YEARS_EVE_2005]


def test_so_the_libraries_differ_from_each_other_on_that_day_alone() -> None:
    differ = [on for on in DAYS if LIBRARY.is_working_day(on) is not chinese_calendar.is_workday(on)]
    assert differ == [NEW_YEARS_EVE_2005]
    (worked,) = [on for on in CHINA.worked if on == NEW_YEARS_EVE_2005]
    assert any("35号" in source for source in CHINA.years[worked.year].source)


def test_the_united_kingdom_rests_where_any_part_of_it_does() -> None:
    kingdom = calendar_of("gb")
    days = [on for on in DAYS if on.year >= 2022]
    rests = [on for on in days if on.weekday() >= 5 or any(on in part for part in PARTS)]
    assert [on for on in days if kingdom.is_rest_day(on)] == rests


def test_a_country_without_days_on_file_has_no_calendar() -> None:
    with pytest.raises(Unknown, match=r"calendar\.unknown"):
        calendar_of("in")
    assert calendar_of("gb-99").id == "gb"


def test_the_years_follow_each_other_without_a_gap() -> None:
    for calendar_id in calendar_ids():
        years = sorted(calendar_of(calendar_id).years)
        assert all(later - earlier == 1 for earlier, later in pairwise(years))


@pytest.mark.parametrize(
    ("prefecture", "division"), [("cn-5132", 513221), ("cn-5133", 513301), ("cn-5134", 513401)]
)
def test_minority_prefectures_are_made_known_and_have_the_national_days_until_theirs_are(
    prefecture: str, division: int
) -> None:
    (place,) = [place for place in places() if place.id == prefecture]
    assert "第四条" in place.basis
    assert "none on file" in place.days
    assert prefecture not in calendar_ids()
    assert calendar_for(division) is calendar_of(prefecture) is CHINA


def test_a_day_of_a_prefecture_needs_only_a_file() -> None:
    text = (
        'year = 2026\n[source]\ndata = "a notice"\n[[off]]\nname = { zh = "羌年", en = "Qiang New Year" }\n'
    )
    own = parse_year(f"{text}days = [2026-11-09]\n", "cn-5132/2026.toml")
    aba = CHINA.plus(own)
    assert aba.rolled(date(2026, 11, 9)) == date(2026, 11, 10)
    assert not CHINA.is_rest_day(date(2026, 11, 9))
