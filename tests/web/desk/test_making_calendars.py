"""Calendars at secret addresses: made, seen once and revoked, by officials and by petitioners."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from officials import signed_in

import builders
from builders import HANDLER, Life
from huiyin.kernel import clock
from huiyin.prepare import passes
from huiyin.rules.access.roles import Role
from huiyin.web.portal.following.sessions import COOKIE
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")

ADDRESS = re.compile(r'value="http[^"]*(/calendar/[\w-]+\.ics)"')


def made_on(page: Any) -> str:
    found = ADDRESS.search(page.content.decode())
    assert found
    return found[1]


def test_an_official_makes_an_address_sees_it_once_and_revokes_it(browser: Client) -> None:
    builders.accepted()
    desk = signed_in(HANDLER)
    address = made_on(desk.post("/desk/calendar/", {"go": "make"}))
    assert browser.get(address).status_code == 200
    page = desk.get("/desk/calendar/").content.decode()
    assert address not in page
    feed = re.search(r'name="feed" value="([\w-]+)"', page)
    assert feed
    desk.post("/desk/calendar/", {"go": "revoke", "feed": feed[1]})
    assert browser.get(address).status_code == 404
    for gone in (feed[1], "x"):
        told = desk.post("/desk/calendar/", {"go": "revoke", "feed": gone}, follow=True)
        assert "这个地址此前已经撤销" in told.content.decode()


def test_a_sixth_address_is_refused_in_words(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = signed_in(HANDLER)
    for _ in range(5):
        desk.post("/desk/calendar/", {"go": "make"})
    assert "已有五个" in desk.post("/desk/calendar/", {"go": "make"}, follow=True).content.decode()
    life = builders.accepted()
    own = following(browser, life, monkeypatch)
    for _ in range(5):
        own.post("/follow/calendar/", {"go": "make"})
    assert "已有五个" in own.post("/follow/calendar/", {"go": "make"}).content.decode()


def test_an_administrator_has_no_calendar() -> None:
    administrator = signed_in(builders.official(Role.SYSTEM_ADMINISTRATOR, builders.BUREAU_OF_SICHUAN))
    assert administrator.get("/desk/calendar/").status_code == 403
    assert administrator.post("/desk/calendar/", {"go": "make"}).status_code == 403
    assert rows("feed") == []


def following(browser: Client, life: Life, monkeypatch: pytest.MonkeyPatch) -> Client:
    at: datetime = life.at
    monkeypatch.setattr(clock, "now", lambda: at)
    browser.cookies[COOKIE] = passes.issue(life.petition, at)
    return browser


def test_a_petitioner_makes_an_address_sees_it_once_and_revokes_it(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.accepted()
    own, anybody = following(browser, life, monkeypatch), Client()
    assert "/follow/calendar/" in own.get("/follow/").content.decode()
    address = made_on(own.post("/follow/calendar/", {"go": "make"}))
    assert anybody.get(address).status_code == 200
    page = own.get("/follow/calendar/").content.decode()
    assert address not in page
    feed = re.search(r'name="feed" value="([\w-]+)"', page)
    assert feed
    revoked = own.post("/follow/calendar/", {"go": "revoke", "feed": feed[1]}).content.decode()
    assert "地址已撤销" in revoked
    assert anybody.get(address).status_code == 404
    for gone in (feed[1], "x"):
        told = own.post("/follow/calendar/", {"go": "revoke", "feed": gone}).content.decode()
        assert "这个地址此前已经撤销" in told


def test_without_number_and_code_no_calendar_is_made(browser: Client) -> None:
    page = browser.post("/follow/calendar/", {"go": "make"}).content.decode()
    assert "请再次填写编号和查询码" in page
    assert not ADDRESS.search(page)
    assert rows("feed") == []
