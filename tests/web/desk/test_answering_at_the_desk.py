"""Officials answer a matter: opinion, reply of duty, reply; signed by another, served."""

import re
from collections.abc import Callable

import pytest
from desk_forms import ACCEPT, DUTY_REPLY, OPINION, ORDINARY, address, opened, send, told
from desk_papers import PDF, papers, state
from django.test import Client
from officials import signed_in, words

import builders
from huiyin.records import sql
from huiyin.rules.lifecycle.states import Klass, Route


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
