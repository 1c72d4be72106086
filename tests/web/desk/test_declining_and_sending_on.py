"""Officials decline a matter in writing, or send it on to the office it belongs to."""

import re

import pytest
from desk_forms import address, opened, send, told
from desk_papers import is_printed, state
from django.test import Client
from officials import words

import builders
from huiyin.rules.routing.offices import office

WATER = office(builders.WATER).name


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
