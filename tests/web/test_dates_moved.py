"""A day that moved is told where it is read: at the desk, on the follow page, with the reason."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

import builders
from builders import Life
from huiyin.kernel import clock
from huiyin.kernel.command import Reader
from huiyin.prepare import moving, passes
from huiyin.queries.handling.lines import Duty
from huiyin.queries.handling.matter import matter_page
from huiyin.queries.outreach.following import following
from huiyin.queries.outreach.history import history
from huiyin.web.desk.dues import clocks_shown, duty_title
from huiyin.web.desk.timeline import timeline
from huiyin.web.portal.following.clock_lines import absence
from huiyin.web.portal.following.echo import echo_line
from huiyin.web.portal.following.sessions import COOKIE
from huiyin.web.shared.moved import moved_words
from support.moment import AT
from support.rules import adopted, amended, shipped_pack, year_file
from support.state import row

pytestmark = pytest.mark.usefixtures("installed")

AUTUMN = datetime(2026, 11, 20, 2, tzinfo=AT.tzinfo)
NEW_YEAR = year_file(2027, date(2027, 1, 1), *(date(2027, 1, day) for day in range(15, 24)))
ARTICLE = "《信访工作条例》第三十四条"


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Callable[[Life, bytes], Life]:
    """Put a file in force a second after the last step of a matter, and carry it out."""

    def move(life: Life, content: bytes) -> Life:
        adopted(content, at=life.at)
        at = life.at + timedelta(minutes=3)
        monkeypatch.setattr(clock, "now", lambda: at)
        assert moving.carry_out(clock.now) == 1
        return life

    return move


def told_to_petitioner(life: Life) -> list[str]:
    found = following(life.petition, at=clock.now())
    assert found is not None
    lines = echo_line(found, history(life.petition), today=clock.local_date(clock.now()))
    return [f"{line.who}：{line.text}" for line in lines if not line.due]


def told_at_desk(life: Life) -> list[str]:
    number = row("petition", id=life.petition)["number"]
    page = matter_page(Reader(offices=(builders.ECOLOGY,)), number, at=clock.now())
    assert page is not None
    shown = clocks_shown(page.clocks, builders.ECOLOGY, clock.local_date(clock.now()))
    return [f"{step.who}：{step.what}" for step in timeline(page, shown)]


def test_a_day_that_is_fixed_now_is_told_with_its_reason(moved: Any) -> None:
    life = moved(builders.accepted(builders.file_petition(AUTUMN)), NEW_YEAR)
    with translation.override("zh-hans"):
        said = "本系统：因公布2027年放假安排，“办结信访事项”的届满日现已确定：2027年1月25日。"
        assert said in told_to_petitioner(life)
        assert said in told_at_desk(life)
    with translation.override("en"):
        [english] = [line for line in told_to_petitioner(life) if line.startswith("This system")]
        assert "the day is fixed now, 25 January 2027, because of the days off announced for 2027" in english


def test_a_day_that_moved_is_told_before_and_after(moved: Any) -> None:
    life = builders.accepted()
    last = row("clock", petition=life.petition, rule="cn22.handle")["binding_on"]
    moved(life, amended(last))
    with translation.override("zh-hans"):
        [said] = [line for line in told_to_petitioner(life) if line.startswith("本系统")]
        assert f"由{last.year}年{last.month}月{last.day}日变更为" in said
        assert said in told_at_desk(life)


def test_an_office_that_does_not_have_the_matter_reads_nothing_of_it(moved: Any) -> None:
    life = moved(builders.accepted(builders.file_petition(AUTUMN)), NEW_YEAR)
    number = row("petition", id=life.petition)["number"]
    assert matter_page(Reader(offices=(builders.HOUSING,)), number, at=clock.now()) is None


def test_a_pack_that_came_is_named_by_its_title(moved: Any) -> None:
    text = shipped_pack("cn-xinfang-2022").decode().replace('version = "1"', 'version = "2"', 1)
    life = moved(builders.accepted(), text.replace("number = 60", "number = 50", 1).encode())
    with translation.override("zh-hans"):
        [said] = [line for line in told_to_petitioner(life) if line.startswith("本系统")]
    assert "因开始适用《信访工作条例（2022年）》" in said


def test_what_no_rule_or_pack_holds_any_longer_is_named_by_its_id() -> None:
    with translation.override("en"):
        said = moved_words("gone.rule", date(2026, 5, 6), None, ["pack:gone:1"])
    assert said == "“gone.rule” has no fixed day any longer, because of the rules put in force: gone."


def test_pages_hold_rules_of_packs_that_were_adopted(moved: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    del moved
    text = shipped_pack("cn-xinfang-2022").decode().replace('id = "cn-xinfang-2022"', 'id = "cn-51-xinfang"')
    content = text.replace('jurisdiction = "cn"', 'jurisdiction = "cn-51"').replace("cn22.", "sc51.").encode()
    adopted(content)
    at = AT + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: at)
    life = builders.file_petition(at)
    assert row("petition", id=life.petition)["pack"] == "cn-51-xinfang"
    found = following(life.petition, at=at)
    assert found is not None
    reason = absence(found)
    assert reason is not None
    assert reason.reason == "not_classified"
    assert {one.pack_id for one in found.clocks} == {"cn-51-xinfang"}
    duty = Duty(pack="cn-51-xinfang", rule="sc51.handle", due_on=at.date(), warn_on=at.date())
    with translation.override("zh-hans"):
        assert duty_title(duty) == "办结信访事项"
    assert duty_title(None) == ""


def test_the_page_of_the_petitioner_opens(moved: Any) -> None:
    life = moved(builders.accepted(builders.file_petition(AUTUMN)), NEW_YEAR)
    browser = Client(HTTP_ACCEPT_LANGUAGE="zh-CN")
    browser.cookies[COOKIE] = passes.issue(life.petition, clock.now())
    page = browser.get("/follow/").content.decode()
    assert "的届满日现已确定：2027年1月25日" in page
