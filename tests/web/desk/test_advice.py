"""Advice at the desk: sent by the bureau, answered by the office, seen by both and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from desk_forms import address, hidden
from django.test import Client
from officials import signed_in, words

import builders
from builders import BUREAU, ECOLOGY, WATER, official
from huiyin.commands.routing.transfer_petition import TransferPetition
from huiyin.kernel.clock import local_date
from huiyin.rules.access.roles import Role
from support.moment import AT
from support.state import row, rows

LIST = "/desk/supervision/"
DAYS = 21
ADVICE = "请指定专人负责书面告知，每周核对期限。"
REPLY = "已指定专人，每周核对。"
SOON = (local_date(AT) + timedelta(days=DAYS + 30)).isoformat()


@pytest.fixture(autouse=True)
def _some_days_later(later: Callable[[float], None]) -> None:
    later(DAYS)


@pytest.fixture
def inspector(installed: Any) -> Client:  # noqa: ARG001
    """The inspector of the bureau of Jinjiang."""
    return signed_in(builders.INSPECTOR)


@pytest.fixture
def bureau_head(installed: Any) -> Client:  # noqa: ARG001
    """The head of the bureau of Jinjiang."""
    return signed_in(official(Role.HEAD, BUREAU))


def page_of(failed: str = "tell") -> str:
    return f"{LIST}{row('supervision_item', failed=failed)['id']}/"


def advise(browser: Client, **typed: str) -> Any:
    return browser.post(page_of(), {"deed": "advise", "text": ADVICE, "due_on": "", **typed})


def reply(browser: Client, **typed: str) -> Any:
    return browser.post(page_of(), {"deed": "reply", "adopted": "adopted", "text": REPLY, **typed})


def test_advice_is_sent_read_and_answered(inspector: Client, head: Client, bureau_head: Client) -> None:
    builders.neglected()
    assert "提出改进工作建议" in words(inspector.get(page_of()))
    assert "提出改进工作建议" in words(bureau_head.get(page_of()))
    assert advise(inspector, due_on=SOON).status_code == 302
    page = words(inspector.get(page_of()))
    assert "建议已发出，并已告知该单位。" in page
    assert ADVICE in page
    assert 'value="advise"' not in page  # one at a time
    page = words(head.get(page_of()))
    assert ADVICE in page
    assert "反馈建议采纳情况" in page
    assert "2026年6月26日" in page
    assert reply(head).status_code == 302
    page = words(inspector.get(page_of()))
    assert REPLY in page
    assert "反馈：采纳" in page
    assert ADVICE.encode() not in bytes(row("advice")["sealed_text"])
    assert REPLY.encode() not in bytes(row("advice")["sealed_answer"])


def test_a_head_answers_the_item_and_the_advice_each_in_its_form(inspector: Client, head: Client) -> None:
    builders.neglected()
    advise(inspector)
    page = words(head.get(page_of()))
    assert 'value="reply"' in page
    assert 'value="answer"' in page
    assert 'id="reply_text"' in page
    assert 'id="answer_text"' in page


@pytest.mark.parametrize("day", ["2026-05-27", "2026-01-01", "some day"])
def test_a_day_that_cannot_be_keeps_the_text_in_the_form(inspector: Client, day: str) -> None:
    builders.neglected()
    page = advise(inspector, due_on=day)
    assert page.status_code == 422
    assert ADVICE in words(page)
    assert day in words(page)
    assert rows("advice") == []


def test_without_saying_whether_it_is_adopted_nothing_is_recorded(inspector: Client, head: Client) -> None:
    builders.neglected()
    advise(inspector)
    page = reply(head, adopted="")
    assert page.status_code == 422
    assert REPLY in words(page)
    assert row("advice")["adopted"] is None


def test_a_second_click_sends_nothing_twice_and_loses_nothing(inspector: Client) -> None:
    builders.neglected()
    advise(inspector)
    second = advise(inspector, text="另一条建议。")
    assert second.status_code == 409
    assert "另一条建议。" in words(second)
    assert len(rows("advice")) == 1


def test_what_was_typed_survives_the_end_of_the_session(inspector: Client) -> None:
    builders.neglected()
    form = hidden(inspector.get(page_of()))  # type: ignore[arg-type]
    inspector.logout()
    inspector.post(page_of(), {**form, "deed": "advise", "text": ADVICE, "due_on": SOON})
    assert rows("advice") == []
    page = words(signed_in(builders.INSPECTOR).get(page_of()))
    assert ADVICE in page
    assert SOON in page
    assert "您上次填写的内容已保留在这里" in page


def test_what_was_typed_survives_a_form_that_is_too_old(installed: Any) -> None:
    assert installed
    builders.neglected()
    browser = signed_in(builders.INSPECTOR)
    form = hidden(browser.get(page_of()))  # type: ignore[arg-type]
    browser.handler.enforce_csrf_checks = True
    sent = browser.post(page_of(), {**form, "deed": "advise", "text": ADVICE, "due_on": ""})
    assert sent.status_code == 302
    assert rows("advice") == []
    assert ADVICE in words(browser.get(page_of()))


def test_what_was_kept_for_a_form_that_is_gone_is_still_shown(inspector: Client) -> None:
    builders.neglected()
    form = hidden(inspector.get(page_of()))  # type: ignore[arg-type]
    inspector.logout()
    inspector.post(page_of(), {**form, "deed": "advise", "text": "迟到的建议。", "due_on": ""})
    again = signed_in(builders.INSPECTOR)
    advise(signed_in(official(Role.HEAD, BUREAU)))
    assert "迟到的建议。" in words(again.get(page_of()))


def test_handlers_and_dispatchers_read_and_neither_advise_nor_reply(
    handler: Client, dispatcher: Client, inspector: Client
) -> None:
    builders.neglected()
    advise(inspector)
    for browser in (handler, dispatcher):
        page = words(browser.get(page_of()))
        assert ADVICE in page
        assert 'class="actform"' not in page
        assert reply(browser).status_code == 409
    assert row("advice")["adopted"] is None


def test_an_office_that_has_the_matter_too_learns_nothing_of_anothers_advice(handler: Client) -> None:
    life = builders.advised(builders.neglected(builders.transferred()))
    life = life.then(TransferPetition(petition=life.petition, to=WATER, reason="x"), builders.DISPATCHER)
    mine = words(handler.get(address(life)))
    assert "书面反馈建议采纳情况" in mine
    assert "提出改进工作建议" in mine
    others = words(signed_in(official(Role.HANDLER, WATER)).get(address(life)))
    assert "反馈建议采纳情况" not in others
    assert "改进工作建议" not in others


def test_the_line_of_the_matter_tells_of_advice_and_reply(inspector: Client, head: Client) -> None:
    life = builders.neglected()
    advise(inspector)
    reply(head, adopted="not_adopted")
    page = words(head.get(address(life)))
    assert "向成都市生态环境局提出改进工作建议" in page
    assert "反馈建议采纳情况：未采纳" in page


def test_the_accused_office_sees_nothing_of_it(head: Client) -> None:
    builders.neglected(builders.accusation(ECOLOGY))
    where = page_of("transfer")
    assert head.get(where).status_code == 404
    assert head.post(where, {"deed": "reply", "adopted": "adopted", "text": "x"}).status_code == 404
