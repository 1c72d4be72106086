"""Following by number and query code: the truth in a sentence, and nothing for who guesses."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from test_receipt import count, filed
from wizard import text

import builders
from huiyin.kernel import clock
from huiyin.prepare import passes
from huiyin.prepare.drafts import Draft
from huiyin.web.portal import follow
from huiyin.web.shared.slowing import Slowing
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every pause made for a wrong attempt."""
    pauses: list[float] = []
    monkeypatch.setattr(follow, "SLOWING", Slowing(sleep=pauses.append))
    return pauses


def enter(browser: Client, draft: Draft, **changes: str) -> Any:
    return browser.post("/follow/", {"number": draft.number, "code": draft.code, **changes})


@pytest.fixture
def draft(browser: Client) -> Draft:
    return filed(browser)


@pytest.fixture
def visitor() -> Client:
    """Another device."""
    return Client(HTTP_ACCEPT_LANGUAGE="zh-CN")


def test_number_and_code_open_the_matter_on_any_device(visitor: Client, draft: Draft) -> None:
    assert enter(visitor, draft).headers["Location"] == "/follow/"
    page = text(visitor.get("/follow/"))
    assert draft.number in page
    assert "您的事项已转送成都市生态环境局" in page
    assert "您提交了事项。" in page
    assert "为什么是这一天？" in page
    assert "谁打开过您的材料" in page


def test_they_are_read_as_people_copy_them(visitor: Client, draft: Draft) -> None:
    typed = {"number": f" {draft.number.lower().replace('-', '')} ", "code": draft.code.replace("-", " ")}
    assert enter(visitor, draft, **typed).status_code == 302


@pytest.mark.parametrize(
    "changes", [{"code": "0000-0000-0000-0000"}, {"number": "00000-00000-0"}, {"number": "x"}, {"code": ""}]
)
def test_every_wrong_attempt_gets_the_same_answer_and_a_pause(
    visitor: Client, draft: Draft, waits: list[float], changes: dict[str, str]
) -> None:
    answered = enter(visitor, draft, **changes)
    assert answered.status_code == 422
    assert "编号和查询码对不上" in text(answered)
    assert len(waits) == 1
    assert visitor.get("/follow/").status_code == 200
    assert draft.number not in text(visitor.get("/follow/"))


def test_the_query_code_is_never_shown_again_after_a_wrong_attempt(visitor: Client, draft: Draft) -> None:
    assert draft.code not in text(enter(visitor, draft, number="00000-00000-0"))


def test_guesses_wait_longer_each_time_and_the_right_code_never_waits(
    visitor: Client, draft: Draft, waits: list[float]
) -> None:
    for _ in range(4):
        enter(visitor, draft, code="0000-0000-0000-0000")
    assert waits == sorted(set(waits))
    enter(visitor, draft)
    assert len(waits) == 4


def test_the_matter_closes_after_half_an_hour_and_on_request(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(visitor, draft)
    visitor.post("/follow/close/")
    assert draft.number not in text(visitor.get("/follow/"))
    enter(visitor, draft)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(minutes=31))
    assert draft.number not in text(visitor.get("/follow/"))


def test_a_day_that_has_passed_is_called_overdue(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=40))
    enter(visitor, draft)
    assert "已超期" in text(visitor.get("/follow/"))


def test_a_forged_pass_opens_nothing(visitor: Client, draft: Draft) -> None:
    for forged in ("", "x", "AAAA", "é"):
        visitor.cookies[follow.PASS] = forged
        assert draft.number not in text(visitor.get("/follow/"))


def test_a_person_can_be_asked_to_decide_where_it_goes(visitor: Client, draft: Draft, installed: Any) -> None:
    enter(visitor, draft)
    before = count(installed, "entry")
    assert visitor.post("/follow/person/").headers["Location"] == "/follow/"
    page = text(visitor.get("/follow/"))
    assert "成都市锦江区信访局已登记您的事项，正在确定由哪个单位办理" in page
    assert count(installed, "entry") == before + 1


def test_what_the_law_does_not_allow_yet_is_refused_in_words_and_what_was_typed_stays(
    visitor: Client, draft: Draft
) -> None:
    enter(visitor, draft)
    assert visitor.post("/follow/rate/", {"of": "office", "grade": "5"}).status_code == 422
    assert visitor.post("/follow/review/", {"grounds": "不服"}).status_code == 422
    assert visitor.post("/follow/review/", {"grounds": ""}).status_code == 422


@pytest.mark.usefixtures("installed", "draft")
@pytest.mark.parametrize("action", ["rate", "review", "person"])
def test_who_has_not_entered_can_do_nothing(visitor: Client, installed: Any, action: str) -> None:
    before = count(installed, "entry")
    assert (
        visitor.post(f"/follow/{action}/", {"of": "bureau", "grade": "1"}).headers["Location"] == "/follow/"
    )
    assert count(installed, "entry") == before


def test_the_receipt_leads_to_the_matter_without_typing(browser: Client, draft: Draft) -> None:
    page = text(browser.get("/file/receipt/"))
    assert f'name="code" value="{draft.code}"' in page


def test_a_pass_is_for_one_petition_and_a_time(draft: Draft, at: datetime) -> None:
    found = passes.admit(draft.number, draft.code)
    assert found == draft.id
    assert passes.check(passes.issue(found, at), at + timedelta(minutes=29)) == draft.id
    assert passes.check(passes.issue(found, at), at + timedelta(minutes=30)) is None


def as_petitioner(visitor: Client, life: builders.Life, monkeypatch: pytest.MonkeyPatch) -> str:
    """Open a matter that has lived on, at the time of its last step; return the page."""
    monkeypatch.setattr(clock, "now", lambda: life.at)
    visitor.cookies[follow.PASS] = passes.issue(life.petition, life.at)
    return text(visitor.get("/follow/"))


def test_an_answered_matter_shows_its_documents_and_asks_for_a_rating_of_each_side(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = as_petitioner(visitor, builders.answered(), monkeypatch)
    assert "成都市生态环境局已经答复您的事项" in page
    assert "受理告知书" in page
    assert "信访处理意见书" in page
    assert page.count('name="of"') == 2
    assert "请求复查" in page
    assert visitor.post("/follow/rate/", {"of": "office", "grade": "2", "comment": "太慢"}).status_code == 302
    assert text(visitor.get("/follow/")).count('name="of"') == 1


def test_a_rating_without_a_grade_says_what_to_do_and_keeps_the_comment(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_petitioner(visitor, builders.declined(), monkeypatch)
    answered = visitor.post("/follow/rate/", {"of": "office", "comment": "说了半天"})
    assert answered.status_code == 422
    assert "请选择您的满意程度" in text(answered)
    assert "说了半天" in text(answered)


def test_a_review_is_asked_for_on_the_page(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    as_petitioner(visitor, builders.answered(), monkeypatch)
    empty = visitor.post("/follow/review/", {"grounds": ""})
    assert "请说明为什么需要复查" in text(empty)
    assert visitor.post("/follow/review/", {"grounds": "事实没有查清"}).status_code == 302
    page = text(visitor.get("/follow/"))
    assert "您的事项正在复查" in page
    assert "您请求复查。" in page


@pytest.mark.parametrize("made", builders.everything(), ids=lambda made: made.__name__)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_of_a_matter_has_a_page_in_both_languages(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, made: Any, language: str
) -> None:
    visitor.post("/language/", {"language": language})
    page = as_petitioner(visitor, made(), monkeypatch)
    assert 'class="truth"' in page
    assert "%(" not in page
