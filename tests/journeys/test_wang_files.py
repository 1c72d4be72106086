"""王小明 files from a phone, with scripts and without, and comes back to see where the matter is."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 2000
NEXT = ".actions button[value=next]"


def tell_what(page: Page) -> None:
    page.goto("/")
    page.click("a.door >> nth=0")
    page.click(".actions button")
    page.fill("#id_title", "安靖一家纺织厂夜里向府河排放污水")
    page.fill("#id_text", "去年10月以来，夜里有刺鼻气味，河水发黑，污水直排。")
    page.check("#id_klass_0")
    page.click(NEXT)


def tell_the_rest(page: Page) -> None:
    page.fill("#id_request", "请查处。")
    page.click(NEXT)
    page.check("#id_whom0_kind_1")
    page.fill("#id_whom0_name", "华锦纺织厂")
    page.click(NEXT)


def say_who(page: Page) -> None:
    page.click(NEXT)
    page.check("#id_identity_0")
    page.fill("#id_name", "𠮷田·买买提")
    page.fill("#id_phone", "13800000000")
    page.click(NEXT)
    page.click(NEXT)
    expect(page.locator("h1")).to_have_text("请核对一遍")
    page.click(".actions button[value=submit]")


def see_the_matter(page: Page) -> None:
    number = page.inner_text(".receipt .big")
    with page.expect_download() as saved:
        page.click("a[href='/file/receipt/file/']")
    receipt = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert receipt["number"] == number
    assert receipt["filed"]["files"][0]["name"] == "检测报告.pdf"
    page.click("form[action='/follow/'] button")
    expect(page.locator("main h1")).to_contain_text("成都市生态环境局")
    assert number in page.inner_text("main")


def test_wang_files_by_phone_with_suggestions_progress_and_kept_text(phone: Page) -> None:
    tell_what(phone)
    phone.fill("#id_finder", "安靖")
    phone.wait_for_selector("#found_places li")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Enter")
    expect(phone.locator("#id_county")).to_have_value("510117")
    phone.click(NEXT)
    phone.fill("#id_request", "写到一半")
    expect(phone.locator("#kept")).to_have_text("已保存")
    phone.reload()
    expect(phone.locator("#id_request")).to_have_value("写到一半")
    tell_the_rest(phone)
    phone.set_input_files("#id_files", {"name": "检测报告.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(phone.locator("#file_list")).to_contain_text("检测报告.pdf")
    say_who(phone)
    see_the_matter(phone)


def test_wang_files_without_scripts(phone_without_scripts: Page) -> None:
    page = phone_without_scripts
    tell_what(page)
    page.select_option("#id_prefecture", "510100")
    page.click(NEXT)
    page.select_option("#id_county", "510117")
    page.click(NEXT)
    page.click(NEXT)
    tell_the_rest(page)
    page.set_input_files("#id_files", {"name": "检测报告.pdf", "mimeType": "application/pdf", "buffer": PDF})
    say_who(page)
    see_the_matter(page)


def test_nothing_runs_that_the_policy_forbids(desktop: Page) -> None:
    told: list[str] = []
    desktop.on("console", lambda message: told.append(message.text))
    for address in ("/", "/file/", "/follow/"):
        desktop.goto(address)
    assert [one for one in told if "Content Security Policy" in one] == []
