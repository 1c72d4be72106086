"""What is wrong with a calendar file is refused by file, key and line."""

from datetime import date

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.rules.statute.calendars.calendar import Holiday
from huiyin.rules.statute.calendars.reading import parse_year, parse_year_of

SOUND = """# Days off of 2030.
year = 2030
jurisdiction = "cn-5132"

[source]
data = "a list"
notices = [
  "a notice",
  "another",
]

[[off]]
name = { zh = "元旦", en = "New Year's Day" }
days = [2030-01-01]

[[off]]
name = { zh = "春节", en = "Spring Festival" }
days = [
  2030-02-03, # a Sunday
  2030-02-04,
]

[[worked]]
name = { zh = "春节", en = "Spring Festival" }
days = [2030-02-09]
"""


def test_a_sound_file_gives_days_off_days_worked_and_its_sources() -> None:
    jurisdiction, year = parse_year_of(SOUND, "cn-5132/2030.toml")
    festival = Holiday(zh="春节", en="Spring Festival")
    assert (jurisdiction, year.year) == ("cn-5132", 2030)
    assert year.source == ("a notice", "another", "a list")
    assert sorted(year.off) == [date(2030, 1, 1), date(2030, 2, 3), date(2030, 2, 4)]
    assert year.off[date(2030, 2, 4)] == festival
    assert year.worked == {date(2030, 2, 9): festival}
    assert parse_year(SOUND, "cn-5132/2030.toml") == year


def test_one_kind_of_source_is_enough_and_days_are_not_needed() -> None:
    assert parse_year("year = 2030\nsource.data = 'a list'\n", "2030.toml").source == ("a list",)
    assert parse_year("year = 1\nsource.notices = ['x']\n", "1.toml").source == ("x",)


FAULTS = [
    ("year = 2030", "year = ", "not_toml", 2, ""),
    ("days = [2030-01-01]", "days = [2030-02-30]", "not_toml", 14, ""),
    ("year = 2030", "", "missing", 1, "year"),
    ("year = 2030", 'year = "2030"', "not_a_year", 2, "year"),
    ("year = 2030", "year = true", "not_a_year", 2, "year"),
    ("year = 2030", "year = 0", "not_a_year", 2, "year"),
    ("year = 2030", "year = 9999", "not_a_year", 2, "year"),
    ('"cn-5132"', '"Aba"', "not_a_jurisdiction", 3, "jurisdiction"),
    ('"cn-5132"', "5132", "not_a_jurisdiction", 3, "jurisdiction"),
    ('"cn-5132"', '"cn-5132"\nholidays = 3', "unknown_key", 4, "holidays"),
    ("[source]", "[sources]", "unknown_key", 5, "sources"),
    ('data = "a list"', 'data = ["a list"]', "not_text", 6, "source.data"),
    ('  "another",', "  3,", "not_text", 9, "source.notices"),
    ('data = "a list"', 'date = "a list"', "unknown_key", 6, "source.date"),
    ("[[worked]]", "[worked]", "not_a_list", 23, "worked"),
    ("[[off]]\nname", "[[off]]\nreason = 1\nname", "unknown_key", 13, "off.reason"),
    ('{ zh = "元旦", en = "New Year\'s Day" }', '"元旦"', "not_a_table", 13, "off.name"),
    ('name = { zh = "元旦", en = "New Year\'s Day" }\n', "", "missing", 12, "off.name.zh"),
    (', en = "New Year\'s Day"', "", "missing", 13, "off.name.en"),
    ('en = "New Year\'s Day"', "en = 1", "not_text", 13, "off.name.en"),
    ('zh = "元旦"', 'zh = ""', "missing", 13, "off.name.zh"),
    ('zh = "元旦"', 'zh = "元旦", bo = "x"', "unknown_key", 13, "off.name.bo"),
    ("days = [2030-01-01]\n", "", "missing", 12, "off.days"),
    ("days = [2030-01-01]", "days = []", "missing", 14, "off.days"),
    ("days = [2030-01-01]", "days = 2030-01-01", "not_a_list", 14, "off.days"),
    ("  2030-02-04,", "  4,", "not_a_date", 20, "off.days"),
    ("  2030-02-04,", '  "2030-02-04",', "not_a_date", 20, "off.days"),
    ("  2030-02-04,", "  2030-02-04T10:00:00,", "not_a_date", 20, "off.days"),
    ("  2030-02-04,", "  2031-02-04,", "other_year", 20, "off.days"),
    ("  2030-02-04,", "  2030-02-03,", "twice", 20, "off.days"),
    ("  2030-02-04,", "  2030-01-01,", "twice", 20, "off.days"),
    ("  2030-02-04,", "  2030-02-09,", "off_and_worked", 20, "off.days"),
    ("[2030-02-09]", "[2030-02-09, 2030-02-08]", "worked_weekday", 25, "worked.days"),
    ("[2030-02-09]", "[\n  2030-02-09,\n  2030-02-09]", "twice", 27, "worked.days"),
    ("[2030-02-09]", "[2029-02-10]", "other_year", 25, "worked.days"),
]


@pytest.mark.parametrize(("old", "new", "code", "line", "keys"), FAULTS)
def test_an_unsound_calendar_is_refused_by_file_key_and_line(
    old: str, new: str, code: str, line: int, keys: str
) -> None:
    assert old in SOUND
    with pytest.raises(Invalid, match=rf"^calendar\.{code}$") as caught:
        parse_year(SOUND.replace(old, new, 1), "cn-5132/2030.toml")
    facts = caught.value.facts
    assert (facts["file"], facts["line"]) == ("cn-5132/2030.toml", line)
    assert facts["place"] == f"cn-5132/2030.toml:{line} {keys}".rstrip()
    assert caught.value.field == keys.partition(".")[0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("year = 2030\n", "missing", 1),
        ("year = 2030\nsource = 3\n", "not_a_table", 2),
        ("year = 2030\n\n[source]\ndata = ''\nnotices = []\n", "missing", 3),
        ("year = 2030\nsource.notices = 'x'\n", "not_a_list", 2),
        ("year = 2030\nsource.data = 'x'\noff = [\n  3,\n]\n", "not_a_table", 4),
        ("year = 2030\nsource = [", "not_toml", 2),
    ],
)
def test_a_file_without_what_it_needs_is_refused_where_it_should_stand(
    text: str, code: str, line: int
) -> None:
    with pytest.raises(Invalid, match=rf"^calendar\.{code}$") as caught:
        parse_year(text, "2030.toml")
    assert caught.value.facts["line"] == line


def test_the_fault_names_the_day_that_is_wrong() -> None:
    with pytest.raises(Invalid) as caught:
        parse_year(SOUND.replace("  2030-02-04,", "  2030-02-09,"), "2030.toml")
    assert caught.value.facts["on"] == "2030-02-09"
    with pytest.raises(Invalid) as caught:
        parse_year(SOUND.replace("[2030-02-09]", "[2030-02-08]"), "2030.toml")
    assert caught.value.facts["on"] == "2030-02-08"


def test_a_file_read_for_the_whole_country_may_leave_its_jurisdiction_out_but_one_to_adopt_may_not() -> None:
    text = SOUND.replace('jurisdiction = "cn-5132"\n', "")
    assert parse_year(text, "2030.toml").year == 2030
    with pytest.raises(Invalid, match=r"^calendar\.missing$") as caught:
        parse_year_of(text, "2030.toml")
    assert caught.value.facts["place"] == "2030.toml:1 jurisdiction"
