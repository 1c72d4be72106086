"""Reminders at the desk: before whom they stand, and what the line of a matter tells of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk_forms import address
from django.test import Client
from officials import words

import builders
from huiyin.commands.handling.accept_petition import AcceptPetition
from huiyin.prepare.watching import sweep_deadlines
from support.moment import AT
from support.state import rows

LATE = 20
TELL = "应书面告知未告知"


@pytest.fixture(autouse=True)
def _some_days_later(later: Callable[[float], None]) -> None:
    later(LATE + 1)


def number(life: builders.Life) -> str:
    return life.prepared.command.number


def test_first_the_handler_alone_is_reminded_at_the_head_of_the_queue(
    handler: Client, head: Client, later: Callable[[float], None]
) -> None:
    builders.file_petition()
    sweep_deadlines(at=AT + timedelta(days=10))
    later(10)
    assert "reminders-title" in words(handler.get("/desk/"))
    assert "reminders-title" not in words(head.get("/desk/"))


def test_what_is_overdue_stands_before_handler_head_and_bureau(
    handler: Client, head: Client, dispatcher: Client, stranger: Client
) -> None:
    life = builders.file_petition()
    sweep_deadlines(at=AT + timedelta(days=16))
    for browser in (handler, head, dispatcher):
        said = words(browser.get("/desk/")).partition("reminders-title")[2].partition("</section>")[0]
        assert number(life) in said
        assert "书面告知信访人" in said
    assert "其他单位的期限" in words(dispatcher.get("/desk/"))
    assert "reminders-title" not in words(stranger.get("/desk/"))
    assert "reminders-title" not in words(handler.get("/desk/?due=overdue"))


def test_only_the_newest_reminders_are_listed(handler: Client) -> None:
    for _ in range(8):
        builders.file_petition()
    sweep_deadlines(at=AT + timedelta(days=16))
    page = words(handler.get("/desk/"))
    assert page.partition("reminders-title")[2].partition("</section>")[0].count("<li>") == 6
    assert "这里只列最近的提醒" in page


def test_the_line_of_a_matter_tells_of_reminders_and_items(handler: Client) -> None:
    life = builders.neglected()
    page = words(handler.get(address(life)))
    assert "成都市生态环境局 承办人</b> 已收到提醒：书面告知信访人" in page
    assert f"被列入督办：{TELL}" in page


def test_the_line_of_a_matter_tells_when_an_item_was_closed(handler: Client) -> None:
    life = builders.classified(builders.neglected())
    document = builders.new_document(life)
    life = life.then(AcceptPetition(petition=life.petition, notice=document), builders.HANDLER, days=0)
    sweep_deadlines(at=life.at)
    assert {one["state"] for one in rows("supervision_item")} == {"closed"}
    assert f"督办事项了结：{TELL}" in words(handler.get(address(life)))
