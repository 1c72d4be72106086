"""What officials do with a matter: one form each, documents looked at before they go out, nothing lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from desk_forms import ACCEPT, DUTY_REPLY, OPINION, ORDINARY, address, opened, send, told
from django.http import HttpResponse
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.records import sql
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.routing.offices import office
from support.moment import AT
from support.state import entries

PDF = b"%PDF"
WATER = office(builders.WATER).name
PAPER = re.compile(r'href="(/desk/petition/[^"]+/document/[^"]+\.pdf)"')


def state(life: builders.Life) -> str:
    return str(
        sql.fetch(sql.WRITER, "SELECT state FROM petition WHERE id = %s", (life.petition,))[0]["state"]
    )


def papers(browser: Client, life: builders.Life) -> list[str]:
    """Return the addresses of the issued documents, the latest last."""
    return PAPER.findall(words(browser.get(address(life))))


def is_printed(browser: Client, life: builders.Life) -> bool:
    """Return whether the latest document can be read as PDF."""
    return browser.get(papers(browser, life)[-1]).content.startswith(PDF)


def test_what_was_carried_out_is_recorded_from_the_desk(handler: Client, later: Any) -> None:
    life = builders.answered()
    later(10)
    form = words(handler.get(address(life, "execution")))
    assert "信访人会阅读这段内容" in form
    assert "复查、复核期间也可以记录" in form
    early = send(handler, life, "execution", on="2026-05-01", text="软管已拆除。")
    assert early.status_code == 422
    assert "执行日期不得早于处理意见送达之日，也不得晚于今天。" in words(early)
    assert "软管已拆除。" in words(early)
    assert send(handler, life, "execution", on="2026-05-14", text="软管已拆除。").status_code == 302
    assert "执行情况已记录，信访人可以看到。" in told(handler, life)
    opened(handler, life)
    page = words(handler.get(address(life)))
    assert "软管已拆除。" in page
    assert "记录处理意见已于2026年5月14日执行" in page
    assert send(handler, life, "execution", on="2026-05-15", text="二号井已封。").status_code == 302


def test_a_matter_is_answered_from_the_desk(handler: Client, head: Client) -> None:
    life = builders.file_petition()
    opened(handler, life)
    assert send(handler, life, "classify", **ORDINARY).status_code == 302
    assert "类别和途径已确定" in told(handler, life)
    assert send(handler, life, "accept", **ACCEPT).status_code == 302
    assert "已受理。告知书〔2026〕1号已出具，今天已网上送达。" in told(handler, life)
    assert (
        send(handler, life, "contact", way="telephone", reached="yes", note="说了来龙去脉").status_code == 302
    )
    assert send(handler, life, "finding", text="雨水口外排印染废水。").status_code == 302
    assert "雨水口外排印染废水" in words(handler.get(address(life, "draft")))
    assert send(handler, life, "draft", **OPINION).status_code == 302
    opened(head, life)
    assert "起草人不得自行签发" in words(head.get(address(life, "draft")))
    assert "data:image/svg+xml;base64," in words(head.get(address(life, "sign")))
    assert send(head, life, "sign").status_code == 302
    assert "已签发，文号 〔2026〕1号" in told(head, life)
    document = re.search(r'name="document" value="([^"]+)"', words(handler.get(address(life, "serve"))))
    assert document is not None
    served = {"document": document[1], "way": "portal", "served_on": "2026-05-06"}
    assert send(handler, life, "serve", **served).status_code == 302
    assert state(life) == "answered"
    page = words(handler.get(address(life)))
    assert "说了来龙去脉" in page
    assert "信访处理意见书" in page
    printed = [handler.get(place).content for place in papers(handler, life)]
    assert len(printed) == 2
    assert all(one.startswith(PDF) for one in printed)


def test_a_duty_is_answered_with_the_order_and_the_fine(handler: Client) -> None:
    life = builders.accepted(route=Route.DUTY)
    opened(handler, life)
    page = words(handler.get(address(life, "draft")))
    assert "本机关的法定职责" in page
    assert "成都市人民政府" in page
    grown = send(handler, life, "draft", go="add", **{**DUTY_REPLY, "count": "0"})
    assert "决定 1：文书名称" in words(grown)
    looked = words(send(handler, life, "draft", go="preview", **DUTY_REPLY))
    assert "将要出具的文书" in looked
    assert send(handler, life, "draft", **DUTY_REPLY).status_code == 302
    again = words(handler.get(address(life, "draft")))
    for typed in ("川环罚〔2026〕31号", "拆除私设的软管。", "2500000", "2026-05-06"):
        assert typed in again
    draft = re.search(r'href="([^"]+/draft/[^"]+\.pdf)"', words(handler.get(address(life))))
    assert draft is not None
    assert handler.get(draft[1]).content.startswith(PDF)


@pytest.mark.parametrize(
    ("klass", "outcome"), [(Klass.SUGGESTION, "adopted"), (Klass.ACCUSATION, "answered")]
)
def test_suggestions_and_accusations_get_a_reply(handler: Client, klass: Klass, outcome: str) -> None:
    life = builders.accepted(klass=klass, route=None)
    opened(handler, life)
    typed = {
        "outcome_said": outcome,
        "request": "建议",
        "answer": "已采纳。",
        "legal_basis": "",
        "contact": "",
    }
    assert "答复内容" in words(handler.get(address(life, "draft")))
    assert send(handler, life, "draft", **typed).status_code == 302
    assert "已采纳。" in words(handler.get(address(life, "draft")))


@pytest.mark.usefixtures("installed")
def test_several_requests_are_answered_one_by_one(later: Callable[[float], None]) -> None:
    life = builders.accepted()
    later(5)
    handler = signed_in(builders.HANDLER)
    opened(handler, life)
    grown = words(send(handler, life, "draft", go="add", **OPINION))
    assert "第 2 项请求" in grown
    assert "已责令停止排放。" in grown
    second = {"a1_request": "赔偿10万元", "a1_result": "not_support", "a1_opinion": "没有发现损害。"}
    assert send(handler, life, "draft", **{**OPINION, **second, "count": "2"}).status_code == 302
    [row] = sql.fetch(sql.WRITER, "SELECT outcome FROM opinion WHERE state = 'drafted'")
    assert row["outcome"] == "support"
    again = words(handler.get(address(life, "draft")))
    assert "赔偿10万元" in again


@pytest.mark.usefixtures("installed")
def test_an_opinion_that_supports_must_say_who_carries_it_out(later: Callable[[float], None]) -> None:
    life = builders.accepted()
    later(5)
    handler = signed_in(builders.HANDLER)
    opened(handler, life)
    answered = send(handler, life, "draft", **{**OPINION, "execution": ""})
    assert answered.status_code == 422
    assert "缺少这一项，文书不能出具" in words(answered)
    assert "已责令停止排放。" in words(answered)


def test_an_empty_form_says_at_the_top_and_beside_each_field_what_to_do(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    answered = send(handler, life, "accept", unit="写到一半", contact="", path="", procedure="😡😡")
    page = words(answered)
    assert answered.status_code == 422
    assert page.count("请填写这一项。") == 2
    assert 'href="#id_contact"' in page
    assert "写到一半" in page
    assert "😡😡" in page
    assert state(life) == "transferred"


def test_a_line_that_is_too_long_stays_on_the_page(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    answered = send(handler, life, "accept", **{**ACCEPT, "contact": "长" * 201})
    assert answered.status_code == 422
    assert "长" * 201 in words(answered)


def test_a_claim_needs_its_route_and_other_classes_have_none(handler: Client) -> None:
    life = builders.file_petition()
    assert "申诉求决类事项需要确定办理途径" in words(
        send(handler, life, "classify", klass="claim", topic="land.other")
    )
    assert (
        send(handler, life, "classify", klass="suggestion", route="6", topic="environment.water").status_code
        == 302
    )
    [row] = sql.fetch(sql.WRITER, "SELECT klass, route FROM petition WHERE id = %s", (life.petition,))
    assert row == {"klass": "suggestion", "route": None}


@pytest.mark.parametrize("route", [Route.LITIGATION, Route.ARBITRATION, Route.PARTY, Route.ADMINISTRATIVE])
def test_the_statutory_way_is_told_in_writing(handler: Client, route: Route) -> None:
    life = builders.classified(route=route)
    opened(handler, life)
    typed = {
        "procedure": "行政复议。",
        "competent": "成都市人民政府",
        "how": "提交书面申请。",
        "limit": "60日内。",
        "legal_basis": "《信访工作条例》第三十一条。",
        "contact": "028-00000000",
    }
    assert "《信访工作条例》" in words(handler.get(address(life, "redirect")))
    assert send(handler, life, "redirect", **typed).status_code == 302
    assert state(life) == "redirected"
    assert is_printed(handler, life)


@pytest.mark.parametrize(
    "reason", ["outside_duties", "filed_again_higher", "visit_beyond_level", "courts_or_procuratorates"]
)
def test_declining_names_reason_article_and_the_right_way(handler: Client, reason: str) -> None:
    life = builders.file_petition()
    opened(handler, life)
    typed = {
        "reason": reason,
        "explanation": "不属于本机关职责。",
        "right_channel": "向水务局提出。",
        "contact": "028",
    }
    assert "信访工作条例 第十九条第三款" in words(handler.get(address(life, "decline")))
    assert send(handler, life, "decline", **typed).status_code == 302
    assert state(life) == "declined"
    assert is_printed(handler, life)


def test_the_bureau_declines_in_its_own_name_without_a_supervisor(dispatcher: Client) -> None:
    life = builders.waiting()
    opened(dispatcher, life)
    typed = {"reason": "outside_duties", "explanation": "事由。", "right_channel": "途径。", "contact": "028"}
    assert send(dispatcher, life, "decline", **typed).status_code == 302
    assert is_printed(dispatcher, life)


@pytest.mark.usefixtures("installed")
def test_the_head_extends_once_and_the_notice_names_both_days(later: Callable[[float], None]) -> None:
    life = builders.accepted()
    later(10)
    head = signed_in(builders.HEAD)
    opened(head, life)
    typed = {"days": "30", "explanation": "需要委托检测。", "contact": "028"}
    assert "信访人会看到这段话" in words(head.get(address(life, "extend")))
    assert send(head, life, "extend", **{**typed, "days": "31"}).status_code == 422
    assert "将要出具的文书" in words(send(head, life, "extend", go="preview", **typed))
    assert send(head, life, "extend", **typed).status_code == 302
    assert is_printed(head, life)
    again = send(head, life, "extend", **typed)
    assert again.status_code == 409
    assert "没有可以延长的期限" in words(again)
    assert "需要委托检测。" in words(again)


def test_nothing_is_extended_on_a_day_that_may_still_move(
    head: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The days off of 2027 are not announced: the sixty days of this matter end there.

    from huiyin.kernel import clock  # noqa: PLC0415

    life = builders.accepted(builders.file_petition(AT + timedelta(days=190)))
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=195))
    head = signed_in(builders.HEAD)
    opened(head, life)
    answered = send(head, life, "extend", days="30", explanation="需要委托检测。", contact="028")
    assert answered.status_code == 409
    assert "放假安排尚未公布" in words(answered)


def test_an_acceptance_names_no_day_that_may_still_move(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:

    from huiyin.kernel import clock  # noqa: PLC0415

    life = builders.classified(builders.file_petition(AT + timedelta(days=190)))
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=192))
    handler = signed_in(builders.HANDLER)
    opened(handler, life)
    assert send(handler, life, "accept", **ACCEPT).status_code == 302


def test_the_dispatcher_sends_a_matter_to_a_suggested_or_another_office(dispatcher: Client) -> None:
    text = "小区自来水发黄有异味已持续两周，物业和水厂互相推诿。"
    life = builders.waiting(title="小区自来水发黄有异味", text=text)
    page = words(dispatcher.get(address(life, "transfer")))
    assert "文中提到" in page
    looked = words(send(dispatcher, life, "transfer", go="look_up", look_up=WATER))
    found = re.search(rf'name="to" value="({builders.WATER})"', looked)
    assert found, looked
    answered = send(dispatcher, life, "transfer", to=str(builders.WATER), look_up=WATER)
    assert answered.status_code == 302
    assert "已转送成都市锦江区" in told(dispatcher, life)
    assert state(life) == "transferred"


def test_a_suggested_office_is_taken_for_topic_and_place(dispatcher: Client) -> None:
    text = "小区自来水发黄有异味已持续两周，物业和水厂互相推诿。"
    life = builders.waiting(title="小区自来水发黄有异味", text=text)
    best = re.findall(r'name="to" value="(\d+)"', words(dispatcher.get(address(life, "transfer"))))
    assert str(builders.HOUSING) in best
    assert send(dispatcher, life, "transfer", to=str(builders.HOUSING), look_up="").status_code == 302
    other = send(dispatcher, life, "transfer", to="", look_up="没有这个单位")
    assert other.status_code == 422


def test_an_office_that_is_not_in_the_table_is_refused_with_its_words(dispatcher: Client) -> None:
    life = builders.waiting()
    typed = {"to": "513200002", "look_up": "阿坝 生态环境"}
    answered = send(dispatcher, life, "transfer", **typed)
    assert answered.status_code == 422
    assert "请选择其他单位" in words(answered)
    assert "阿坝 生态环境" in words(answered)


def test_service_through_the_site_needs_consent(handler: Client) -> None:
    life = builders.signed(builders.drafted(builders.accepted(builders.file_petition(electronic=False))))
    opened(handler, life)
    page = words(handler.get(address(life, "serve")))
    assert "信访人没有同意电子送达" in page
    assert 'value="portal"' not in page
    document = str(life.documents["opinion"])
    impossible = {"document": document, "way": "post", "served_on": "2030-01-01"}
    assert "送达日期应在出具日期与今天之间" in words(send(handler, life, "serve", **impossible))


@pytest.mark.usefixtures("installed")
def test_who_drafted_does_not_sign(later: Callable[[float], None]) -> None:
    life = builders.accepted()
    later(5)
    head = signed_in(builders.HEAD)
    opened(head, life)
    assert send(head, life, "draft", **OPINION).status_code == 302
    answered = send(head, life, "sign")
    assert answered.status_code == 409
    assert "起草人不得签发" in words(answered)
    assert "信访工作条例 第三十二条" in words(answered)


def test_a_form_kept_for_later_is_found_again_and_gone_once_sent(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    kept = send(handler, life, "accept", go="later", **{**ACCEPT, "unit": "明天再写"})
    assert kept.status_code == 302
    assert "明天再写" in words(handler.get(address(life, "accept")))
    assert send(handler, life, "accept", **ACCEPT).status_code == 302
    assert sql.fetch(sql.WRITER, "SELECT count(*) AS n FROM waiting")[0]["n"] == 0


def test_a_script_keeps_what_is_half_typed_without_judging_it(handler: Client) -> None:
    life = builders.classified()
    opened(handler, life)
    assert handler.post(f"{address(life, 'accept')}keep/", {"unit": "半"}).status_code == 204
    page = words(handler.get(address(life, "accept")))
    assert 'value="半"' in page
    assert "您上次填写的内容已保留在这里" in page


def test_an_old_form_is_shown_again_with_its_text(installed: Any) -> None:  # noqa: ARG001
    strict = Client(HTTP_ACCEPT_LANGUAGE="zh-CN", enforce_csrf_checks=True)
    strict.cookies = signed_in(builders.HANDLER).cookies
    life = builders.classified()
    plain = signed_in(builders.HANDLER)
    opened(plain, life)
    form = re.search(r'name="by" value="([^"]+)"', words(plain.get(address(life, "accept"))))
    assert form is not None
    answered = strict.post(address(life, "accept"), {**ACCEPT, "unit": "表单过期", "by": form[1], "go": "do"})
    assert answered.headers["Location"] == address(life, "accept")
    assert "表单过期" in words(strict.get(address(life, "accept")))
    assert state(life) == "transferred"


def test_a_deed_with_a_document_asks_for_the_story_first_and_keeps_the_text(handler: Client) -> None:
    life = builders.classified()
    page: HttpResponse = handler.get(address(life, "accept"))  # type: ignore[assignment]
    assert "请先打开全文" in words(page)
    opened(handler, life)
    by = re.search(r'name="by" value="([^"]+)"', words(handler.get(address(life, "accept"))))
    assert by is not None
    sql.fetch(sql.OWNER, "DELETE FROM story_grant RETURNING 1 AS one")
    asked = handler.post(address(life, "accept"), {**ACCEPT, "unit": "先写后开", "by": by[1], "go": "do"})
    assert "请先打开全文" in words(asked)
    back = handler.post(address(life, "open"), {"next": address(life, "accept")})
    assert back.headers["Location"] == address(life, "accept")
    assert "先写后开" in words(handler.get(address(life, "accept")))


def test_a_redirection_after_opening_stays_at_the_desk(handler: Client) -> None:
    life = builders.file_petition()
    for away in ("https://elsewhere.example/", "//elsewhere.example", "/file/"):
        assert handler.post(address(life, "open"), {"next": away}).headers["Location"] == address(life)


def guide_at(browser: Client, life: builders.Life, go: str, **typed: str) -> str:
    """Press a button of the guide beside class and route; return the page."""
    return words(send(browser, life, "classify", go=go, **typed))


def test_the_guide_leads_marks_class_and_route_and_the_path_is_recorded(handler: Client) -> None:
    life = builders.file_petition()
    first = words(handler.get(address(life, "classify")))
    assert 'name="go" value="guide:aim=claim"' in first
    kept = {"topic": "environment.water", "klass": "suggestion", "guide": ""}
    second = guide_at(handler, life, "guide:aim=claim", **kept)
    assert 'name="guide" value="aim=claim"' in second
    assert 'value="environment.water" selected' in second
    assert "第三十一条" in second
    third = guide_at(handler, life, "guide:litigation=yes", **{**kept, "guide": "aim=claim"})
    assert re.search(r'value="claim"[^>]*checked', third)
    assert re.search(r'name="route" value="1"[^>]*checked', third)
    assert "申诉求决：诉讼、检察、公安等法定程序" in third
    back = guide_at(handler, life, "guide-back", **{**kept, "guide": "aim=claim litigation=yes"})
    assert 'name="guide" value="aim=claim"' in back
    chosen = {
        "klass": "claim",
        "route": "1",
        "topic": "environment.water",
        "guide": "aim=claim litigation=yes",
    }
    assert send(handler, life, "classify", **chosen).status_code == 302
    facts = entries(life.petition)[-1]["facts"]
    assert facts["guide"]["answers"] == [["aim", "claim"], ["litigation", "yes"]]


def test_what_is_no_petition_marks_nothing(handler: Client) -> None:
    life = builders.file_petition()
    page = guide_at(handler, life, "guide:aim=information", klass="", route="", topic="", guide="")
    assert "这不是信访事项" in page
    assert not re.search(r'name="klass"[^>]*checked', page)
