"""The filing wizard without JavaScript: one question a page, nothing typed is ever lost."""

import pytest
from django.test import Client
from wizard import ASK, PAGES, WHAT, WHERE, WHO, begin, fill, kept, send, text

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


def test_an_empty_page_says_what_to_do_at_the_top_and_beside_each_field(browser: Client) -> None:
    begin(browser)
    answered = send(browser, "what")
    page = text(answered)
    assert answered.status_code == 422
    assert page.count("请用一句话概括这件事。") == 2
    assert 'href="#id_title"' in page
    assert 'id="id_title_error"' in page
    assert 'aria-invalid="true"' in page


@pytest.mark.parametrize("typed", ["😡😡😡", "！！！……", "12345"])
def test_a_text_of_signs_only_is_asked_for_in_words_and_stays_on_the_page(
    browser: Client, typed: str
) -> None:
    begin(browser)
    answered = send(browser, "what", **{**WHAT, "text": typed})
    assert answered.status_code == 422
    assert "这里只有符号或者表情" in text(answered)
    assert typed in text(answered)
    assert kept(browser).answers["text"] == typed


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


def test_places_are_chosen_level_by_level(browser: Client) -> None:
    fill(browser, until="where")
    first = send(browser, "where", prefecture="510100", county_of="", town_of="")
    assert first.status_code == 200
    assert "锦江区" in text(first)
    second = send(browser, "where", prefecture="510100", county="510104", county_of="510100", town_of="")
    assert "春熙路街道" in text(second)
    assert send(browser, "where", **WHERE).headers["Location"] == "/file/ask/"


def test_a_place_may_stay_as_vague_as_the_person_knows_it(browser: Client) -> None:
    fill(browser, until="where")
    send(browser, "where", prefecture="510100")
    assert send(browser, "where", prefecture="510100", county_of="510100").status_code == 302


def test_a_county_of_another_prefecture_is_dropped(browser: Client) -> None:
    fill(browser, until="where")
    send(browser, "where", prefecture="510300", county="510104", county_of="510100")
    assert kept(browser).answers["county"] == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"happened_from": "2026-05-07"}, "这一天还没有到"),
        ({"happened_from": "2026-03-05", "happened_to": "2026-03-04"}, "结束的日子早于开始的日子"),
        ({"happened_from": "三月"}, "请按年、月、日填写"),
        ({"prefecture": ""}, "请选择事情发生在哪个市（州）"),
    ],
)
def test_days_and_places_that_cannot_be_are_explained(
    browser: Client, typed: dict[str, str], said: str
) -> None:
    fill(browser, until="where")
    answered = send(browser, "where", **{**WHERE, **typed})
    assert answered.status_code == 422
    assert said in text(answered)


def test_a_matter_may_concern_nobody_in_particular(browser: Client) -> None:
    fill(browser, until="whom")
    assert send(browser, "whom").headers["Location"] == "/file/evidence/"


def test_an_accusation_must_name_someone_and_is_promised_secrecy(browser: Client) -> None:
    begin(browser)
    send(browser, "what", **{**WHAT, "klass": "accusation"})
    assert "第三十条第三款" in text(browser.get("/file/whom/"))
    answered = send(browser, "whom")
    assert answered.status_code == 422
    assert "检举控告需要写明对象" in text(answered)


def test_an_office_is_found_by_part_of_its_name_nearest_first(browser: Client) -> None:
    fill(browser, until="whom")
    send(browser, "whom", go="stay", whom0_kind="office", whom0_name="生态环境")
    page = text(browser.get("/file/whom/"))
    assert "您说的是其中哪一个" in page
    assert page.index("锦江生态环境局") < page.index("四川省生态环境厅")


def test_more_respondents_can_be_added_and_what_was_typed_stays(browser: Client) -> None:
    fill(browser, until="whom")
    send(browser, "whom", go="more", whom0_kind="person", whom0_name="甲")
    page = text(browser.get("/file/whom/"))
    assert 'id="id_whom1_name"' in page
    assert 'value="甲"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "请选择其中一项"),
        ({"identity": "named", "body": "person", "phone": "1"}, "请填写姓名"),
        ({"identity": "named", "body": "person", "name": "甲"}, "请至少留一种联系方式"),
        ({"identity": "contact", "body": "person"}, "请至少留一种联系方式"),
        ({**WHO, "email": "no-at-sign"}, "这不像一个电子邮箱地址"),
        ({**WHO, "minor": "on"}, "请填写监护人姓名"),
        ({**WHO, "agent": "on"}, "请填写代办人姓名"),
        ({**WHO, "name": "张" * 201}, "这里最多 200 个字"),
    ],
)
def test_the_page_on_reaching_says_what_is_missing(browser: Client, typed: dict[str, str], said: str) -> None:
    fill(browser, until="who")
    answered = send(browser, "who", **typed)
    assert answered.status_code == 422
    assert said in text(answered)


def test_name_and_contact_may_be_withheld(browser: Client) -> None:
    fill(browser, until="who")
    assert send(browser, "who", identity="none", body="person").headers["Location"] == "/file/notice/"


def test_the_notice_names_the_bureau_and_forces_no_consent(browser: Client) -> None:
    fill(browser, until="notice")
    page = text(browser.get("/file/notice/"))
    assert "成都市锦江区信访局" in page
    assert "checked" not in page
    assert send(browser, "notice").headers["Location"] == "/file/check/"


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
    assert browser.get("/file/nonsense/").status_code == 404


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


def test_a_row_with_half_of_it_missing_is_explained(browser: Client) -> None:
    fill(browser, until="whom")
    assert "请选择这是单位、企业还是个人" in text(send(browser, "whom", whom0_name="甲"))
    assert "知道多少写多少" in text(send(browser, "whom", whom0_kind="person"))
