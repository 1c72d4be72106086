"""`huiyin statute`: what lawyers ask of it, by date, by file and by many dates."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from huiyin.cli.screen import Screen
from huiyin.cli.statute.command import command
from huiyin.cli.wording import Language
from huiyin.kernel.errors import HuiyinError, Invalid
from huiyin.rules.statute import calendars, packs

PACKS, CALENDARS = Path(packs.__file__).parent, Path(calendars.__file__).parent
DISPATCH = ("due", "--rule", "cn22.bureau.dispatch")
HANDLE = ("due", "--rule", "cn22.handle", "--from", "2026-03-03")

Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _without_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUIYIN_DATA", str(tmp_path / "none"))


def ask(*words: Any, given: str | None = None, language: Language = Language.EN) -> Any:
    asked = [str(word) for word in words]
    result = CliRunner().invoke(
        command, asked, obj=Screen(language=language), standalone_mode=False, input=given
    )
    if result.exception:
        raise result.exception
    return result


def told(*words: Any, **rest: Any) -> Any:
    return json.loads(ask(*words, "--json", **rest).stdout)


# The example table: every period counted as the law counts it.
@pytest.mark.parametrize(
    ("rule", "start", "more", "unrolled", "binding"),
    [
        ("cn22.bureau.dispatch", "2026-02-02", (), "2026-02-17", "2026-02-24"),
        ("cn22.handle", "2026-03-03", (), "2026-05-02", "2026-05-06"),
        ("cn22.handle", "2026-03-03", ("--extend", 30), "2026-06-01", "2026-06-01"),
        ("cn22.review.decide", "2026-08-21", (), "2026-09-20", "2026-09-20"),
        ("cn22.review.request", "2026-09-01", (), "2026-10-01", "2026-10-08"),
        ("cn22.direct.notice", "2025-12-20", (), "2026-01-04", "2026-01-04"),
        ("cn22.transfer.objection", "2026-02-11", (), "2026-02-25", "2026-02-25"),
        ("cn22.transfer.objection", "2026-04-30", (), "2026-05-11", "2026-05-11"),
        ("cn22.transfer.objection", "2026-09-30", (), "2026-10-13", "2026-10-13"),
        ("sc12345.enquiry", "2026-09-18", (), "2026-09-22", "2026-09-22"),
    ],
)
def test_the_examples_of_counting_come_out(
    rule: str, start: str, more: tuple[Any, ...], unrolled: str, binding: str
) -> None:
    plain = told("due", "--rule", rule, "--from", start, *more)
    assert (plain["unrolled_on"], plain["binding_on"]) == (unrolled, binding)
    assert plain["from"] == start


def test_a_date_is_told_with_article_and_each_day_passed_over() -> None:
    plain = told(*DISPATCH, "--pack", "cn-xinfang-2022", "--calendar", "cn", "--from", "2026-02-02")
    assert plain["article"] == "信访工作条例 第二十二条第一款"
    assert [day["on"] for day in plain["skipped"]] == [f"2026-02-{day}" for day in range(17, 24)]
    assert {day["why"] for day in plain["skipped"]} == {"holiday"}
    assert "Civil Code, art. 203" in plain["says"]["en"]
    assert "《民法典》第二百零三条" in plain["says"]["zh"]


def test_it_is_told_in_sentences() -> None:
    out = ask(*HANDLE).stdout
    assert out.startswith("Due on 2026-05-06; to be safe, act by 2026-05-02.\n")
    assert "art. 34" in out
    out = ask(*HANDLE, language=Language.ZH).stdout
    assert out.startswith("期限届满日：2026-05-06")
    assert ask(*HANDLE, "--extend", 30).stdout.startswith("Due on 2026-06-01.\n")


def test_the_end_of_a_rule_s_name_is_enough_within_a_pack() -> None:
    plain = told("due", "--pack", "cn-xinfang-2005", "--rule", "handle", "--from", "2021-08-02")
    assert (plain["rule"], plain["binding_on"]) == ("cn05.handle", "2021-10-08")


def test_several_dates_are_answered_one_a_line() -> None:
    lines = ask(*DISPATCH, given="2026-02-02\n\n2026-09-16\n").stdout.splitlines()
    assert lines == ["2026-02-02\t2026-02-24\t2026-02-17", "2026-09-16\t2026-10-08\t2026-10-01"]
    lines = ask(*DISPATCH, "--from", "-", "--json", given="2026-02-02\n2026-09-16\n").stdout.splitlines()
    assert [json.loads(line)["binding_on"] for line in lines] == ["2026-02-24", "2026-10-08"]


def test_a_date_without_an_answer_does_not_stop_the_others() -> None:
    result = ask(*DISPATCH, given="2026-02-30\n2022-04-30\n2026-12-20\n2026-02-02\n")
    assert result.return_value == 1
    no_day, too_early, open_end, well = result.stdout.splitlines()
    assert "no day that exists" in no_day
    assert "was not in force on 2022-04-30" in too_early
    assert open_end == "2026-12-20\t–\t2027-01-04"
    assert well.endswith("2026-02-24\t2026-02-17")
    result = ask(*DISPATCH, "--json", given="2026-02-30\n2022-04-30\n")
    errors = [json.loads(line)["error"] for line in result.stdout.splitlines()]
    assert errors == ["statute.not_a_date", "statute.not_in_force"]


def test_beyond_the_calendar_nothing_binds_and_the_reason_is_given() -> None:
    plain = told(*DISPATCH, "--from", "2026-12-20")
    assert plain["binding_on"] is None
    assert plain["provisional"] == "calendar_unknown"
    assert "2027年的放假安排尚未公布" in plain["says"]["zh"]
    assert ask(*DISPATCH, "--from", "2026-12-20").stdout.startswith("No day binds yet")


def test_a_hearing_is_not_counted_and_an_open_one_leaves_the_day_open() -> None:
    asked = ("due", "--rule", "cn22.reexam.decide", "--from", "2026-03-02", "--pause")
    assert told(*asked, "2026-03-10..2026-03-13")["binding_on"] == "2026-04-07"
    assert ask(*asked, "2026-03-10..").stdout.startswith("No last day can be named.")


def test_a_letter_sets_the_length_and_another_law_prevails() -> None:
    asked = ("due", "--rule", "cn22.assign.feedback", "--from", "2026-03-03")
    assert told(*asked, "--fact", "due_days=20")["binding_on"] == "2026-03-23"
    assert told(*asked, "--fact", "due_on=2026-05-02")["binding_on"] == "2026-05-06"
    with pytest.raises(Invalid, match=r"statute\.length_not_given"):
        ask(*asked)


def test_hours_run_from_the_moment() -> None:
    asked = ("due", "--rule", "bj12345.tier1", "--from")
    assert ask(*asked, "2026-05-02T23:30").stdout.startswith("Due on 2026-05-03T01:30:00+08:00.")
    assert told(*asked, "2026-05-02T15:30Z")["binding_on"] == "2026-05-03"
    with pytest.raises(Invalid, match=r"statute\.moment_needed"):
        ask(*asked, "2026-05-02")


def test_a_moment_is_a_day_in_china() -> None:
    asked = ("due", "--rule", "cn22.handle", "--from")
    assert told(*asked, "2026-03-03T23:59:59")["started_on"] == "2026-03-03"
    assert told(*asked, "2026-03-03T16:00+00:00")["started_on"] == "2026-03-04"


def test_the_setting_of_a_locality_is_taken() -> None:
    asked = ("due", "--rule", "cnjc.procedural", "--from", "2026-04-24")
    assert told(*asked)["binding_on"] == "2026-05-06"
    working = "procuratorate_reply_unit=working_days"
    assert told(*asked, "--fact", working)["binding_on"] == "2026-05-08"
    assert told(*asked, "--fact", "cannot_be_told=true")["exemption"]["reason"] == "cannot_be_told"


@pytest.mark.parametrize("name", ["cn", "CN", "cn-5132", "513221", "0", CALENDARS / "cn"])
def test_a_calendar_is_named_by_jurisdiction_division_or_folder(name: Any) -> None:
    assert told(*DISPATCH, "--from", "2026-02-02", "--calendar", name)["binding_on"] == "2026-02-24"


def test_a_pack_of_another_country_uses_its_own_calendar() -> None:
    plain = told("due", "--rule", "uk.foi.reply", "--from", "2026-03-02")
    assert (plain["calendar"], plain["binding_on"]) == ("gb", "2026-03-31")
    plain = told("due", "--rule", "in.cpgrams.resolve", "--from", "2024-08-22")
    assert (plain["calendar"], plain["binding_on"]) == ("in", "2024-09-21")


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--rule", "cn22.nothing", "--from", "2026-02-02"),
        ("due", "--pack", "cn-nothing", "--rule", "handle", "--from", "2026-02-02"),
        ("due", "--pack", "nowhere.toml", "--rule", "handle", "--from", "2026-02-02"),
        ("due", "--pack", "cn-xinfang-2022", "--rule", "request", "--from", "2026-02-02"),
        (*DISPATCH, "--from", "2023-02-29"),
        (*DISPATCH, "--from", "soon"),
        (*DISPATCH, "--from", "2026-02-02", "--calendar", "xx"),
        (*DISPATCH, "--from", "2026-02-02", "--calendar", "51"),
        (*DISPATCH, "--from", "2026-02-02", "--fact", "due_days"),
        (*DISPATCH, "--from", "2026-02-02", "--fact", "=3"),
        (*DISPATCH, "--from", "2026-02-02", "--pause", "2026-02-03..2026-02-04"),
        (*HANDLE[:2], "cn22.reexam.decide", "--from", "2026-02-02", "--pause", "2026-02-03"),
        (*HANDLE[:2], "cn22.reexam.decide", "--from", "2026-02-02", "--pause", "2026-02-03..2026-02-01"),
        (*HANDLE[:2], "cn22.reexam.decide", "--from", "2026-02-02", "--pause", "2026-02-03T10:00.."),
        ("questionnaire", "aim"),
    ],
)
def test_a_wrong_question_is_refused_with_what_would_be_right(words: tuple[Any, ...]) -> None:
    with pytest.raises(click.BadParameter):
        ask(*words)


def test_the_packs_are_listed_with_what_they_are() -> None:
    rows = {row["pack"]: row for row in told("packs")}
    assert rows["cn-xinfang-2022"]["status"] == "law"
    assert rows["cn-xinfang-2005"]["until"] == "2022-04-30"
    assert rows["bj-12345-2021"]["by_default"] is rows["bj-12345-2021"]["verified"] is False
    lines = ask("packs").stdout.splitlines()
    assert (
        "demo-seed-30-90\tdemonstration\tcn\t2022-01-01\t–\ton\t演示规则：30日初审、90日终办（不是法律规定）"
        in lines
    )


def test_the_rules_are_listed_with_their_articles() -> None:
    rows = {row["rule"]: row for row in told("rules")}
    assert len(rows) == 55
    assert rows["cn22.handle"]["article"] == "信访工作条例 第三十四条"
    assert [one["number"] for one in rows["in.cpgrams.resolve"]["lengths"]] == [30, 21]
    lines = ask("rules", "--pack", "cn-disclosure-2019").stdout.splitlines()
    assert lines == ["zfxx.reply\tworking_days\t20\t政府信息公开条例 第三十三条第二款\t答复政府信息公开申请"]


def test_the_calendars_are_listed_with_the_places_that_wait_for_theirs() -> None:
    rows = {row["calendar"]: row for row in told("calendars")}
    assert rows["cn"]["years"] == list(range(2004, 2027))
    assert [rows[name]["own_days"] for name in ("cn", "cn-5132", "cn-5133", "cn-5134")] == [
        True,
        False,
        False,
        False,
    ]
    assert ask("calendars").stdout.startswith("cn\t全国\t2004–2026\t")


def test_the_questionnaire_asks_explains_and_advises() -> None:
    out = ask("questionnaire").stdout
    assert out.startswith("What would you like us to do?")
    assert "aim=claim" in out
    out = ask("questionnaire", "aim=claim", "litigation=yes", language=Language.ZH).stdout
    assert "信访工作条例 第三十一条第一项" in out
    assert "→ 申诉求决：诉讼、检察、公安等法定程序" in out
    assert told("questionnaire", "aim=suggest")["result"]["class"] == "suggestion"


def test_a_sound_file_is_told_as_such() -> None:
    assert ask("check", PACKS / "cn-xinfang-2022.toml").stdout.startswith(
        "A sound pack: cn-xinfang-2022, 16 rules"
    )
    assert told("check", CALENDARS / "cn" / "2026.toml") == {
        "well": True,
        "kind": "calendar",
        "id": 2026,
        "off": 33,
        "worked": 6,
    }


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"),
    [
        (
            "from = 2005-05-01, number = 60",
            "from = 2004-05-01, number = 60",
            "rule_before_pack",
            62,
            "before its pack",
        ),
        ('unit = "calendar_days"', 'unit = "weeks"', "unknown_unit", 30, "weeks is no unit"),
        ('article = { code = "33"', 'articles = { code = "33"', "unknown_key", 54, "Nobody reads this key"),
    ],
)
def test_an_unsound_pack_is_refused_by_file_and_line(
    tmp_path: Path, old: str, new: str, code: str, line: int, words: str
) -> None:
    text = (PACKS / "cn-xinfang-2005.toml").read_text("utf-8")
    assert old in text
    file = tmp_path / "own.toml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    result = ask("check", file)
    assert result.return_value == 1
    assert result.stdout.startswith(f"✗ own.toml:{line} ")
    assert words in result.stdout
    plain = told("check", file)
    assert (plain["well"], plain["code"], plain["line"]) == (False, f"pack.{code}", line)
    with pytest.raises(HuiyinError, match=code):
        ask("due", "--pack", file, "--rule", "handle", "--from", "2021-08-02")


def test_an_unsound_calendar_is_refused(tmp_path: Path) -> None:
    text = (CALENDARS / "cn" / "2026.toml").read_text("utf-8")
    file = tmp_path / "2026.toml"
    file.write_text(text.replace("2026-01-04", "2026-01-05"), "utf-8")
    assert "is no Saturday or Sunday" in ask("check", file).stdout


def test_a_new_pack_needs_no_code(tmp_path: Path) -> None:
    text = (PACKS / "cn-xinfang-2005.toml").read_text("utf-8").replace("number = 60", "number = 45")
    file = tmp_path / "zhejiang.toml"
    file.write_text(text.replace("cn-xinfang-2005", "cn-33-own"), "utf-8")
    plain = told("due", "--pack", file, "--rule", "handle", "--from", "2021-08-02")
    assert (plain["pack"], plain["number"], plain["unrolled_on"]) == ("cn-33-own", 45, "2021-09-16")
