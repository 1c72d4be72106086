"""Entering a matter by number and query code, and leaving it: nothing readable is left behind."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from followed import at_time, enter, existing, words
from wizard import filed, text

import builders
from huiyin.prepare.drafts import Draft
from huiyin.web.portal.following.sessions import COOKIE
from support.moment import AT
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_number_and_code_open_the_matter_on_any_device(visitor: Client, draft: Draft) -> None:
    assert enter(visitor, draft).headers["Location"] == "/follow/"
    page = text(visitor.get("/follow/"))
    assert draft.number in page
    assert "成都市生态环境局已收到您的事项，最迟2026年5月21日书面告知您如何办理，还有15天" in words(page)
    assert "您提交了事项。" in page
    assert "为什么是这一天？" in page


def test_they_are_read_as_people_copy_them(visitor: Client, draft: Draft) -> None:
    typed = {"number": f" {draft.number.lower().replace('-', '')} ", "code": draft.code.replace("-", " ")}
    assert enter(visitor, draft, **typed).status_code == 302
    assert draft.number in text(visitor.get("/follow/"))


def test_nothing_of_number_code_or_matter_stands_in_an_address_or_readable_in_the_cookie(
    visitor: Client, draft: Draft
) -> None:
    answered = enter(visitor, draft)
    cookie = visitor.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    for secret in (draft.number, draft.code, str(draft.id), draft.id.hex):
        assert secret not in answered.headers["Location"]
        assert secret not in cookie.value


def test_the_matter_closes_after_half_an_hour_without_a_request_and_when_asked(
    visitor: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(visitor, draft)
    visitor.post("/follow/close/")
    assert draft.number not in text(visitor.get("/follow/"))
    enter(visitor, draft)
    at_time(monkeypatch, AT + timedelta(minutes=29))
    assert draft.number in text(visitor.get("/follow/"))
    at_time(monkeypatch, AT + timedelta(minutes=58))
    assert draft.number in text(visitor.get("/follow/"))
    at_time(monkeypatch, AT + timedelta(minutes=89))
    assert draft.number not in text(visitor.get("/follow/"))


def test_a_forged_pass_opens_nothing(visitor: Client, draft: Draft) -> None:
    for forged in ("", "x", "AAAA", "é"):
        visitor.cookies[COOKIE] = forged
        page = text(visitor.get("/follow/"))
        assert draft.number not in page
        assert 'id="id_code"' in page


@pytest.mark.parametrize("action", ["rate", "review", "person", "files"])
def test_who_has_not_entered_can_do_nothing(visitor: Client, draft: Draft, action: str) -> None:
    before = len(rows("entry"))
    answered = visitor.post(f"/follow/{action}/", {"grade_bureau": "1", "grounds": "不服"})
    assert "请再次填写编号和查询码" in text(answered)
    assert draft.number not in text(answered)
    assert len(rows("entry")) == before


def test_what_was_typed_survives_the_end_of_the_session(
    visitor: Client, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = filed(browser)
    life = builders.answered(builders.drafted(builders.accepted(existing(kept))))
    at_time(monkeypatch, life.at)
    answered = visitor.post("/follow/review/", {"grounds": "调查没有听我说"})
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text(answered)))
    assert carried["grounds"] == "调查没有听我说"
    again = enter(visitor, kept, then=carried["then"], grounds=carried["grounds"])
    assert again.status_code == 200
    assert "调查没有听我说</textarea>" in text(again)
