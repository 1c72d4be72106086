"""The public calculator and the guide, without JavaScript and without a table read."""

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from wizard import text

from huiyin.prepare import drafts
from huiyin.queries.reading import Reading
from huiyin.rules.statute.packs import shipped
from huiyin.rules.statute.question import counts_time
from huiyin.web.shared.cookies import DRAFT
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")

REFUSED = {"30 February": "2026-02-30", "before": "2003-05-01", "nonsense": "明天", "too far": "2200-01-01"}


def reckon(browser: Client, **asked: str) -> Any:
    return browser.get(f"/calculator/?{urlencode({'rule': 'cn22.handle', **asked})}")


def words(page: str) -> str:
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.fixture
def english() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


def test_every_period_is_offered_as_a_question_with_article_and_standing(browser: Client) -> None:
    page = text(browser.get("/calculator/"))
    for pack in shipped().packs.values():
        for rule in filter(counts_time, pack.rules.values()):
            assert f"?rule={rule.id}" in page
    told = words(page)
    assert "有权处理的机关、单位最迟哪天办结信访事项？" in told
    assert "信访人最迟哪天可以请求复查？" in told
    for standing in ("现行有效", "已失效，只用于当时的事项", "演示，不是法律规定", "未经核对", "内部目标"):
        assert standing in told
    assert page.index("信访工作条例（2022年）") < page.index("信访条例（2005年）") < page.index("英国")


def test_an_answer_holds_day_article_start_rest_days_warning_and_both_languages(browser: Client) -> None:
    page = text(browser.get("/calculator/?rule=cn22.handle&from=2026-03-03"))
    told = words(page)
    assert "最后一日是2026年5月6日，星期三。" in told
    assert "为稳妥起见，宜在2026年5月2日以前办理" in told
    assert "依据《信访工作条例》第三十四条" in told
    assert "2026年3月3日（当日不计入）" in told
    assert "2026年5月4日星期一·劳动节" in told
    assert "Under the Regulations on Petition Work (2022), art. 34" in html.unescape(page)
    assert "信访工作条例 第三十四条" in page


def test_the_picture_marks_first_warning_rest_and_last_day(browser: Client) -> None:
    page = text(reckon(browser, **{"from": "2026-03-03"}))
    months = re.findall(r"<caption>(\w+)</caption>", page)
    assert months == ["2026年3月", "2026年4月", "2026年5月"]
    marked = dict(re.findall(r'class="k-(start|unrolled|binding)">(\d+)<', page))
    assert marked == {"start": "3", "unrolled": "2", "binding": "6"}
    assert page.count('class="k-holiday"') == 3
    assert page.count("节假日，不计算 (劳动节)") == 3


def test_a_long_period_leaves_out_the_months_in_the_middle(browser: Client) -> None:
    page = text(reckon(browser, rule="cn22.assign.feedback", due_days="700", **{"from": "2024-01-03"}))
    assert page.count('<table class="month">') == 6
    assert "中间的月份没有画出" in page


@pytest.mark.parametrize(
    "asked",
    [
        {"rule": "bj12345.tier1", "from": "2026-02-02 10:00"},
        {"rule": "cn22.direct.notice", "from": "2026-03-03", "exempt": "name_or_address_unclear"},
        {"rule": "cn22.reexam.decide", "from": "2026-03-03", "paused_from": "2026-03-10"},
    ],
)
def test_where_there_is_no_day_there_is_no_picture(browser: Client, asked: dict[str, str]) -> None:
    answer = reckon(browser, **asked)
    assert answer.status_code == 200
    assert '<table class="month">' not in text(answer)


def test_only_what_the_provision_knows_is_asked(browser: Client) -> None:
    fields = {
        "cn22.handle": {"from", "calendar", "extend", "extended_on"},
        "cn22.review.request": {"from", "calendar"},
        "cn22.reexam.decide": {"from", "calendar", "paused_from", "paused_to"},
        "cn22.duty31_5": {"from", "calendar", "due_days", "due_on", "due_article"},
        "cn22.urgent.report": {"from", "calendar", "setting"},
        "cnjc.procedural": {"from", "calendar", "exempt", "setting"},
        "in.cpgrams.resolve": {"from"},
    }
    for rule, wanted in fields.items():
        page = text(browser.get(f"/calculator/?rule={rule}"))
        assert set(re.findall(r'name="(\w+)"[^>]* id="id_', page)) == wanted, rule
    assert "阿坝藏族羌族自治州" in text(browser.get("/calculator/?rule=cn22.handle"))


def test_an_extension_is_in_the_address_and_in_the_answer(browser: Client) -> None:
    asked = {"from": "2026-03-03", "extend": "30", "extended_on": "2026-05-06"}
    page = text(reckon(browser, **asked))
    assert "2026年6月1日" in page
    assert html.escape(f"/calculator/?rule=cn22.handle&{urlencode(asked)}") in page
    assert 'value="30"' in page


@pytest.mark.parametrize("day", REFUSED.values(), ids=REFUSED)
def test_a_day_that_cannot_be_answered_is_told_beside_its_field(browser: Client, day: str) -> None:
    answer = reckon(browser, **{"from": day})
    assert answer.status_code == 422
    page = text(answer)
    assert 'href="#id_from"' in page
    assert f'value="{day}"' in page
    assert "请更正" in page


def test_a_year_without_calendar_gives_no_binding_day(browser: Client) -> None:
    answer = reckon(browser, **{"from": "2031-02-20"})
    assert answer.status_code == 200
    assert "最后一日暂不能确定" in text(answer)


@pytest.mark.parametrize("rule", ["cn22.none", "cn22.joint_visit.reps", "<script>"])
def test_a_period_that_is_not_there_leads_back_to_the_list(browser: Client, rule: str) -> None:
    answer = browser.get(f"/calculator/?{urlencode({'rule': rule})}")
    assert answer.status_code == 404
    assert "请从列表中" in text(answer)
    assert "<script>" not in text(answer)


@pytest.mark.parametrize(
    ("field", "rule", "status", "said"),
    [
        ("calendar", "cn22.handle", 422, "没有这个地方的日历，请从列表中选择。"),
        ("exempt", "cnjc.procedural", 422, "这一期限没有这种例外情形。"),
        ("pack", "cn22.handle", 404, "没有这套规则，请从列表中选择。"),
    ],
)
def test_a_choice_nobody_offers_is_told(
    browser: Client, field: str, rule: str, status: int, said: str
) -> None:
    answer = reckon(browser, rule=rule, **{"from": "2026-03-03", field: "x"})
    assert answer.status_code == status
    assert said in text(answer)


def test_it_speaks_english(english: Client) -> None:
    page = text(english.get("/calculator/?rule=cn22.transfer.objection&from=2026-09-28"))
    assert "The last day is 10 October 2026, Saturday." in page
    assert "worked in exchange for National Day" in page
    assert '<p lang="zh-hans">依据' in page


def test_no_table_is_read(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(Reading, "all", never)
    monkeypatch.setattr(Reading, "one", never)
    for address, said in (
        ("/calculator/", "最迟哪天办结信访事项？"),
        ("/calculator/?rule=cn22.handle&from=2026-03-03", "最后一日是2026年5月6日"),
        ("/whom/?aim=accuse", "检举控告"),
    ):
        assert said in words(text(browser.get(address)))


def test_home_leads_to_both(browser: Client) -> None:
    page = text(browser.get("/"))
    assert 'href="/calculator/"' in page
    assert 'href="/whom/"' in page


# The guide


Follow = Callable[..., str]
CLAIM = {"aim": "claim", "litigation": "no", "arbitration": "unsure", "party": "no", "administrative": "no"}


def guide(browser: Client, **answers: str) -> str:
    return text(browser.get(f"/whom/?{urlencode(answers)}"))


def test_one_question_a_page_with_the_answers_so_far_in_the_address_only(browser: Client) -> None:
    first = guide(browser)
    assert "您希望我们做什么？" in first
    assert first.count('type="radio"') == 4
    second = guide(browser, aim="claim")
    assert '<input type="hidden" name="aim" value="claim">' in second
    assert 'name="litigation"' in second
    assert set(browser.cookies) <= {"csrftoken"}  # of the buttons for language and large type


def test_it_ends_with_class_route_office_document_clocks_and_reasons(browser: Client) -> None:
    page = guide(browser, **CLAIM, duty="no")
    told = words(page)
    assert "申诉求决：出具信访处理意见书" in told
    assert "信访处理意见书" in told
    assert "有权处理的机关、单位" in told
    assert "信访工作条例第三十一条第六项" in told
    assert "/calculator/?rule=cn22.handle" in page
    assert "您对下面的问题不清楚，由工作人员判断" in told
    assert 'href="/file/?klass=claim"' in page


def test_without_an_answer_the_question_is_asked_again_in_words(browser: Client) -> None:
    assert "请选择其中一项" in guide(browser, next="1")
    assert "请选择其中一项" in guide(browser, aim="claim", litigation="perhaps", next="1")
    assert "请选择其中一项" not in guide(browser, aim="claim")


def test_what_was_answered_can_be_changed_from_any_step(browser: Client) -> None:
    page = html.unescape(guide(browser, **CLAIM, duty="no"))
    assert 'href="/whom/?aim=claim&litigation=no"' in page
    assert 'href="/whom/?"' in page


def test_what_is_no_petition_is_not_filed_as_one(browser: Client) -> None:
    page = guide(browser, aim="information")
    assert "/file/" not in page
    assert "政府信息公开" in page


@pytest.mark.parametrize(("klass", "kept"), [("accusation", "accusation"), ("nonsense", None), ("", None)])
def test_filing_begins_with_the_class_that_was_found(browser: Client, klass: str, kept: str | None) -> None:
    page = text(browser.get(f"/file/?klass={klass}"))
    assert (f'name="klass" value="{klass}"' in page) is (kept is not None)
    browser.post("/file/", {"klass": klass})
    draft = drafts.load(browser.cookies[DRAFT].value, AT)
    assert draft is not None
    assert draft.answers.get("klass") == kept
    assert ("checked" in text(browser.get("/file/what/"))) is (kept is not None)
