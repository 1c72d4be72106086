"""The filing wizard without JavaScript: one question a page, nothing typed is ever lost."""

import pytest
from django.test import Client
from wizard import ASK, PAGES, WHAT, begin, fill, kept, send, text

from huiyin.web.shared.cookies import DRAFT

pytestmark = pytest.mark.usefixtures("database", "house")


def test_every_page_says_where_one_is(browser: Client) -> None:
    begin(browser)
    for place, slug in enumerate((*PAGES, "check"), start=1):
        assert f"第 {place} 步，共 8 步" in text(browser.get(f"/file/{slug}/"))


def test_a_full_journey_reaches_the_check_page_with_everything_on_it(browser: Client) -> None:
    fill(browser)
    page = text(browser.get("/file/check/"))
    for said in (WHAT["title"], "我们打过两次12345", "锦江区", "华锦纺织厂", "𠮷田·买买提", "2026年3月5日"):
        assert said in page
    assert page.count("?return=check") == len(PAGES)
    assert "还有几处没有填好" not in page


def test_a_page_without_a_draft_leads_to_the_beginning(browser: Client) -> None:
    assert browser.get("/file/what/").headers["Location"] == "/file/"
    assert browser.get("/file/check/").headers["Location"] == "/file/"
    assert browser.get("/file/later/").headers["Location"] == "/file/"


def test_typing_on_a_page_whose_draft_is_gone_starts_a_new_one_with_the_text(browser: Client) -> None:
    assert send(browser, "what", **WHAT).status_code == 302
    assert kept(browser).answers["text"] == WHAT["text"]


def test_a_text_of_one_megabyte_is_taken(browser: Client) -> None:
    begin(browser)
    long = "水" * 349_000
    assert send(browser, "what", **{**WHAT, "text": long}).status_code == 302
    assert kept(browser).answers["text"] == long


def test_a_longer_text_is_kept_while_it_is_being_shortened(browser: Client) -> None:
    begin(browser)
    long = "水" * 360_000
    answered = send(browser, "what", **{**WHAT, "text": long})
    assert answered.status_code == 422
    assert "您写的内容没有丢失" in text(answered)
    assert kept(browser).answers["text"] == long


def test_back_keeps_what_is_half_typed(browser: Client) -> None:
    fill(browser, until="ask")
    answered = send(browser, "ask", go="back", request="只写了一半")
    assert answered.headers["Location"] == "/file/where/"
    assert "只写了一半" in text(browser.get("/file/ask/"))


def test_the_script_keeps_half_typed_text_without_judging_it(browser: Client) -> None:
    begin(browser)
    assert browser.post("/file/what/keep/", {"title": "半"}).status_code == 204
    page = text(browser.get("/file/what/"))
    assert 'value="半"' in page
    assert "请再看一下" not in page


def test_changing_the_language_in_the_middle_of_a_page_keeps_the_text(browser: Client) -> None:
    begin(browser)
    answered = send(browser, "what", go="language:en", text="写到一半")
    assert answered.headers["Location"] == "/file/what/"
    page = text(browser.get("/file/what/"))
    assert "Step 1 of 8" in page
    assert "写到一半" in page


def test_large_type_in_the_middle_of_a_page_keeps_the_text(browser: Client) -> None:
    begin(browser)
    send(browser, "what", go="elder", text="写到一半")
    page = text(browser.get("/file/what/"))
    assert 'class="elder"' in page
    assert "写到一半" in page
    send(browser, "what", go="elder", text="写到一半")
    assert 'class="elder"' not in text(browser.get("/file/what/"))


def test_pressing_enter_in_a_field_continues_and_does_nothing_else(browser: Client) -> None:
    begin(browser)
    page = text(browser.get("/file/what/"))
    first_button = page[page.index("<button") :]
    assert first_button.startswith('<button class="unseen" form="step" name="go" value="next"')


def test_a_change_from_the_check_page_returns_there(browser: Client) -> None:
    fill(browser)
    assert 'name="return" value="check"' in text(browser.get("/file/ask/?return=check"))
    answered = send(browser, "ask", **ASK, **{"return": "check"})
    assert answered.headers["Location"] == "/file/check/"


def test_a_return_code_opens_the_draft_on_another_device(browser: Client) -> None:
    fill(browser, until="ask")
    code = browser.cookies[DRAFT].value
    assert code in text(browser.get("/file/later/"))
    other = Client()
    assert other.post("/file/resume/", {"code": f" {code.lower()} "}).headers["Location"] == "/file/check/"
    assert WHAT["title"] in text(other.get("/file/check/"))


def test_an_unknown_return_code_is_answered_in_words(browser: Client) -> None:
    answered = browser.post("/file/resume/", {"code": "0000-0000-0000-0000"})
    assert answered.status_code == 422
    assert "没有找到这个续填码对应的草稿" in text(answered)


def test_a_draft_can_be_removed_from_a_device_that_is_not_ones_own(browser: Client) -> None:
    begin(browser)
    code = browser.cookies[DRAFT].value
    browser.post("/file/leave/")
    assert browser.get("/file/what/").headers["Location"] == "/file/"
    assert Client().post("/file/resume/", {"code": code}).status_code == 302


def test_the_check_page_lists_what_is_missing_with_links_to_it(browser: Client) -> None:
    begin(browser)
    page = text(browser.get("/file/check/"))
    assert "还有几处没有填好" in page
    assert 'href="/file/what/?return=check#id_title"' in page


def test_an_expired_form_brings_the_person_back_with_the_text_still_there() -> None:
    careful = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="zh-CN")
    page = text(careful.get("/file/"))
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    careful.post("/file/", {"csrfmiddlewaretoken": token})
    answered = careful.post("/file/what/", {**WHAT, "csrfmiddlewaretoken": "x" * 64})
    assert answered.status_code == 403
    assert "您填的内容都在，请再点一次" in text(answered)
    assert "我们打过两次12345" in text(answered)
    assert "text" not in kept(careful).answers


def test_the_draft_cookie_is_closed_to_scripts_and_other_sites(browser: Client) -> None:
    begin(browser)
    cookie = browser.cookies[DRAFT]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * 24 * 3600


def test_an_unknown_step_is_no_page(browser: Client) -> None:
    answered = browser.get("/file/nonsense/")
    assert answered.status_code == 404
    assert "没有这个页面" in text(answered)


@pytest.mark.parametrize(
    ("go", "address"),
    [
        ("back", "/file/notice/"),
        ("later", "/file/later/"),
        ("language:en", "/file/check/"),
        ("elder", "/file/check/"),
    ],
)
def test_every_button_of_the_check_page_leads_where_it_says(browser: Client, go: str, address: str) -> None:
    fill(browser)
    assert browser.post("/file/check/", {"go": go}).headers["Location"] == address


def test_the_check_page_without_a_draft_leads_to_the_beginning(browser: Client) -> None:
    assert browser.post("/file/check/", {"go": "submit"}).headers["Location"] == "/file/"
    assert browser.post("/file/what/keep/", {"title": "x"}).status_code == 410
