"""Erasure at the desk: what will be lost is listed, two people decide, and afterwards every page says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from officials import signed_in, words

import builders
from builders import ERASER, Life
from huiyin.kernel import clock
from support.state import row, rows

pytestmark = pytest.mark.usefixtures("installed")
NUMBER = "number"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Life], Life]:
    """Let it be the instant of a matter's last step."""

    def moved(life: Life) -> Life:
        monkeypatch.setattr(clock, "now", lambda: life.at)
        return life

    return moved


def address(life: Life, place: str = "erasure/") -> str:
    return f"/desk/petition/{life.prepared.command.number}/{place}"


def send(browser: Client, life: Life, **typed: str) -> Any:
    return browser.post(address(life), typed)


def test_one_proposes_it_and_another_carries_it_out(at: Callable[[Life], Life], dispatcher: Client) -> None:
    life = at(builders.over())
    assert "提出抹除内容" in words(dispatcher.get(address(life, "")))
    shown = words(dispatcher.get(address(life)))
    for said in (
        "将对所有人永久灭失",
        "标题、事实经过和诉求",
        "1 人的姓名",
        "仍有密钥",
        "请勿写入任何人的姓名",
    ):
        assert said in shown
    told = send(dispatcher, life, go="propose", basis="档案法规定的保管期限已满", reason="期限届满")
    assert told.status_code == 302
    shown = words(dispatcher.get(address(life)))
    assert "须由另一人确认执行" in shown
    assert "永久抹除" not in shown
    head = signed_in(ERASER)
    assert "已提出抹除，待另一人确认" in words(head.get(address(life, "")))
    assert "永久抹除" in words(head.get(address(life)))
    assert send(head, life, go="erase", number=life.prepared.command.number).status_code == 302
    assert rows("data_key", petition=life.petition) == []
    for browser in (head, dispatcher):
        page = words(browser.get(address(life, "")))
        assert "本事项的内容已抹除" in page
        assert "档案法规定的保管期限已满" in page
        assert "提出抹除内容" not in page
    assert "内容已于" in words(head.get(address(life)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"go": "propose", "basis": "", "reason": "x"}, "请写明所依据的规定"),
        ({"go": "propose", "basis": "x", "reason": ""}, "请写明理由"),
        ({"go": "propose", "basis": "x" * 2001, "reason": "x"}, "2000字"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    at: Callable[[Life], Life], dispatcher: Client, typed: dict[str, str], said: str
) -> None:
    life = at(builders.over())
    answer = send(dispatcher, life, **typed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert rows("erasure") == []


def test_a_wrong_number_erases_nothing(at: Callable[[Life], Life]) -> None:
    life = at(builders.erasure_proposed())
    answer = send(signed_in(ERASER), life, go="erase", number="1")
    assert (answer.status_code, "编号与本事项不符" in words(answer)) == (422, True)
    assert rows("data_key", petition=life.petition)


def test_it_is_turned_down_with_a_reason(at: Callable[[Life], Life]) -> None:
    life = at(builders.erasure_proposed())
    assert send(signed_in(ERASER), life, go="turn-down", reason="仍在诉讼").status_code == 302
    assert row("erasure")["state"] == "rejected"


def test_a_living_matter_is_not_offered_and_a_sent_form_is_refused(
    at: Callable[[Life], Life], dispatcher: Client
) -> None:
    life = at(builders.accepted())
    assert "提出抹除内容" not in words(dispatcher.get(address(life, "")))
    page = words(dispatcher.get(address(life)))
    assert ("须先办结答复" in page, "所依据的规定或者决定" in page) == (True, False)
    answer = send(dispatcher, life, go="propose", basis="x", reason="typed already")
    assert (answer.status_code, "须先办结答复" in words(answer)) == (422, True)
    assert "typed already" in words(answer)


def test_no_other_office_sees_the_page(at: Callable[[Life], Life], handler: Client, stranger: Client) -> None:
    life = at(builders.over())
    for browser in (handler, stranger):
        assert browser.get(address(life)).status_code == 404


def test_every_page_of_what_was_erased_says_so_and_none_fails(
    at: Callable[[Life], Life], handler: Client, dispatcher: Client
) -> None:
    life = at(builders.erased())
    document, opinion = life.documents["opinion"], life.opinion
    assert "内容已抹除" in words(handler.get(address(life, "")))
    assert "内容已抹除" in words(handler.get(address(life, "panel/")))
    assert "内容已抹除" in words(
        dispatcher.get(f"/desk/find/?number={life.prepared.command.number}", follow=True)
    )
    assert "内容已抹除" in words(dispatcher.get("/desk/find/?go=1"))
    assert handler.post(address(life, "open/")).status_code in {302, 410}
    for place in (f"document/{document}.pdf", f"draft/{opinion}.pdf", f"evidence/{document}/"):
        assert handler.get(address(life, place)).status_code in {403, 404, 410}
    for slug in ("serve", "execution", "finding"):
        assert handler.get(address(life, f"{slug}/")).status_code in {200, 403, 409}
    assert handler.get("/desk/").status_code == 200


def test_documents_opened_the_same_day_are_gone_in_words(at: Callable[[Life], Life], handler: Client) -> None:
    life = at(builders.erasure_proposed())
    assert handler.post(address(life, "open/")).status_code == 302
    number = life.prepared.command.number
    assert send(signed_in(ERASER), life, go="erase", number=number).status_code == 302
    answer = handler.get(address(life, f"document/{life.documents['opinion']}.pdf"))
    assert answer.status_code == 410
    assert "密钥已销毁" in words(answer)
    assert "本事项的内容已抹除" in words(handler.get(address(life, "")))
