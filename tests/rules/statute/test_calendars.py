"""The calendars of China, day by day against a list made from another library, and their reading."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from huiyin.kernel.errors import Invalid, Misconfigured
from huiyin.rules.statute.calendars import calendar_for, read_calendar
from huiyin.rules.statute.calendars.calendar import SATURDAY, Holiday, Skipped, Why, Year
from huiyin.rules.statute.calendars.reading import jurisdictions

GOLDEN = yaml.safe_load((Path(__file__).parent / "golden" / "calendar.yaml").read_text("utf-8"))
SOURCED = '[source]\ndata = "made up"\n'


@pytest.mark.parametrize("year", range(2004, 2027))
def test_each_day_is_as_another_library_has_it(year: int) -> None:
    calendar, golden = calendar_for(0), GOLDEN[year]
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]
    off = [f"{day:%m%d}" for day in days if day.weekday() < SATURDAY and calendar.is_rest_day(day)]
    worked = [f"{day:%m%d}" for day in days if day.weekday() >= SATURDAY and not calendar.is_rest_day(day)]
    assert " ".join(off) == golden["rest"]
    assert " ".join(worked) == golden["worked"]
    assert sum(not calendar.is_rest_day(day) for day in days) == golden["working_days"]


# Days named off in the lists of the notices themselves, weekends among them.
@pytest.mark.parametrize(
    ("year", "named"), [(2020, 30), (2021, 31), (2022, 32), (2023, 26), (2024, 28), (2025, 28), (2026, 33)]
)
def test_the_days_named_off_are_as_many_as_announced(year: int, named: int) -> None:
    assert len(calendar_for(0).years[year].off) == named


def test_every_year_names_its_source() -> None:
    years = calendar_for(0).years
    assert sorted(years) == list(range(2004, 2027))
    assert all(year.source for year in years.values())


def test_the_last_day_of_2005_was_worked() -> None:
    calendar = calendar_for(0)
    assert not calendar.is_rest_day(date(2005, 12, 31))
    assert calendar.made_up(date(2005, 12, 31)) == Skipped(
        on=date(2005, 12, 31), why=Why.WEEKEND, zh="元旦", en="New Year's Day"
    )


def test_a_rest_day_says_why() -> None:
    calendar = calendar_for(0)
    assert calendar.reason(date(2026, 10, 1)) == Skipped(
        on=date(2026, 10, 1), why=Why.HOLIDAY, zh="国庆节", en="National Day"
    )
    assert calendar.reason(date(2026, 3, 7)) == Skipped(on=date(2026, 3, 7), why=Why.WEEKEND)
    assert calendar.reason(date(2026, 2, 14)) is None
    assert calendar.made_up(date(2026, 3, 7)) is None


def test_a_year_without_data_is_not_known() -> None:
    calendar = calendar_for(0)
    assert calendar.known(2026)
    assert not calendar.known(2027)
    assert not calendar.known(2003)
    assert calendar.is_rest_day(date(2027, 1, 2))
    assert not calendar.is_rest_day(date(2027, 1, 1))


def test_the_last_week_of_december_is_settled_by_the_next_notice() -> None:
    calendar = calendar_for(0)
    assert calendar.settled(date(2026, 12, 24))
    assert not calendar.settled(date(2026, 12, 25))
    assert calendar.settled(date(2025, 12, 31))
    assert not calendar.settled(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("division", "folders"),
    [
        (0, ("cn",)),
        (510000, ("cn", "cn-51")),
        (513200, ("cn", "cn-51", "cn-5132")),
        (513221, ("cn", "cn-51", "cn-5132", "cn-513221")),
        (513221100000, ("cn", "cn-51", "cn-5132", "cn-513221")),
    ],
)
def test_a_division_looks_from_the_country_down_to_itself(division: int, folders: tuple[str, ...]) -> None:
    assert jurisdictions(division) == folders


@pytest.mark.parametrize("division", [-1, 5101, 51010])
def test_what_is_no_division_has_no_calendar(division: int) -> None:
    with pytest.raises(Invalid, match=r"calendar\.not_a_division"):
        calendar_for(division)


def test_divisions_without_days_of_their_own_share_one_calendar() -> None:
    assert calendar_for(510104) is calendar_for(0)
    assert calendar_for(513221).id == "cn"


def local(tmp_path: Path, days: str) -> Path:
    for folder in ("cn", "cn-5132"):
        (tmp_path / folder).mkdir()
    national = '[[worked]]\nname = { zh = "国庆节", en = "National Day" }\ndays = [2030-10-12]\n'
    (tmp_path / "cn" / "2030.toml").write_text(f"year = 2030\n{SOURCED}{national}", "utf-8")
    (tmp_path / "cn" / "note.txt").write_text("not a year", "utf-8")
    own = f'[[off]]\nname = {{ zh = "某节", en = "Some festival" }}\ndays = [{days}]\n'
    (tmp_path / "cn-5132" / "2030.toml").write_text(f"year = 2030\n{SOURCED}{own}", "utf-8")
    return tmp_path


def test_local_holidays_are_added_to_those_of_the_country(tmp_path: Path) -> None:
    calendar = read_calendar(local(tmp_path, "2030-11-26"), ("cn", "cn-5132"))
    assert calendar.id == "cn-5132"
    assert calendar.is_rest_day(date(2030, 11, 26))
    assert not calendar.is_rest_day(date(2030, 10, 12))
    assert calendar.years[2030].source == ("made up", "made up")


def test_a_local_holiday_on_a_worked_saturday_gives_rest(tmp_path: Path) -> None:
    assert read_calendar(local(tmp_path, "2030-10-12"), ("cn", "cn-5132")).is_rest_day(date(2030, 10, 12))


def test_a_folder_without_years_is_no_calendar(tmp_path: Path) -> None:
    (tmp_path / "cn").mkdir()
    with pytest.raises(Misconfigured, match=r"calendar\.empty"):
        read_calendar(tmp_path, ("cn",))


def test_a_new_notice_is_added_without_changing_the_calendar_in_use() -> None:
    notice = Year(
        year=2027, source=("draft",), off={date(2027, 1, 4): Holiday(zh="元旦", en="New Year")}, worked={}
    )
    calendar = calendar_for(0)
    longer = calendar.plus(notice)
    assert longer.known(2027)
    assert longer.is_rest_day(date(2027, 1, 4))
    assert not calendar.known(2027)
