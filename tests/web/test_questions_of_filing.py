"""The questions of the filing wizard: what each asks for, leaves open and explains."""

import pytest
from django.test import Client
from wizard import WHAT, WHERE, WHO, begin, fill, kept, send, text

pytestmark = pytest.mark.usefixtures("database", "house")


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
    answered = send(browser, "where", prefecture="510100", county_of="510100")
    assert answered.headers["Location"] == "/file/ask/"
    assert kept(browser).answers["county"] == ""


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


def test_a_row_with_half_of_it_missing_is_explained(browser: Client) -> None:
    fill(browser, until="whom")
    assert "请选择这是单位、企业还是个人" in text(send(browser, "whom", whom0_name="甲"))
    assert "知道多少写多少" in text(send(browser, "whom", whom0_kind="person"))
