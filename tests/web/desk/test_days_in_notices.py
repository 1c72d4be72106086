"""Officials extend and accept: no notice names a day that may still move."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from desk_forms import ACCEPT, address, opened, send
from desk_papers import latest
from officials import signed_in, words

import builders
from support.moment import AT
from support.state import rows


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
    said = latest(head, life)
    assert "应当于2026年7月7日前办结" in said
    assert "决定延长办理期限30日，延长后的办结期限为2026年8月6日" in said
    again = send(head, life, "extend", **typed)
    assert again.status_code == 409
    assert "没有可以延长的期限" in words(again)
    assert "需要委托检测。" in words(again)


@pytest.mark.usefixtures("installed")
def test_nothing_is_extended_on_a_day_that_may_still_move(later: Callable[[float], None]) -> None:
    # The days off of 2027 are not announced: the sixty days of this matter end there.
    life = builders.accepted(builders.file_petition(AT + timedelta(days=190)))
    later(195)
    head = signed_in(builders.HEAD)
    opened(head, life)
    answered = send(head, life, "extend", days="30", explanation="需要委托检测。", contact="028")
    assert answered.status_code == 409
    assert "放假安排尚未公布" in words(answered)
    assert rows("document", kind="extension") == []


@pytest.mark.usefixtures("installed")
def test_an_acceptance_names_no_day_that_may_still_move(later: Callable[[float], None]) -> None:
    life = builders.classified(builders.file_petition(AT + timedelta(days=190)))
    later(192)
    handler = signed_in(builders.HANDLER)
    opened(handler, life)
    assert send(handler, life, "accept", **ACCEPT).status_code == 302
    said = latest(handler, life)
    assert "60日内办结信访事项" in said
    assert "届满日待放假安排公布后确定" in said
    assert "2027年" not in said
