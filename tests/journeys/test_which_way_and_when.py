"""Without JavaScript and by keys alone: which way a matter takes, and when the last day is."""

import pytest
from playwright.sync_api import Page, expect

from support.keyboard import Keyboard

pytestmark = pytest.mark.journey

CONTINUE = "main form .actions button"


def test_a_phone_without_scripts_is_led_to_the_class_and_files_it(phone_without_scripts: Page) -> None:
    page = phone_without_scripts
    page.goto("/")
    page.click("a[href='/whom/']")
    page.click(CONTINUE)
    expect(page.locator(".trouble")).to_contain_text("请选择其中一项")
    page.check("input[value=claim]")
    page.click(CONTINUE)
    for question in ("litigation", "arbitration", "party", "administrative"):
        page.check(f"input[name={question}][value=no]")
        page.click(CONTINUE)
    page.click(".back a")
    expect(page.locator("h1")).to_contain_text("行政行为")
    page.check("input[value=unsure]")
    page.click(CONTINUE)
    page.check("input[name=duty][value=yes]")
    page.click(CONTINUE)
    expect(page.locator("h1")).to_have_text("申诉求决：申请查处违法行为、履行职责")
    expect(page.locator("main")).to_contain_text("第三十一条第五项")
    expect(page.locator(".note:not(.aloud)")).to_contain_text("行政行为")
    page.click(".actions a.button >> nth=0")
    page.click("main form .actions button >> nth=0")
    expect(page.locator("#id_klass_0")).to_be_checked()


def test_a_phone_without_scripts_reckons_a_day_and_keeps_the_answer(phone_without_scripts: Page) -> None:
    page = phone_without_scripts
    page.goto("/")
    page.click("a[href='/calculator/']")
    page.click("a[href='/calculator/?rule=cn22.handle']")
    page.fill("#id_from", "2026-03-03")
    page.click(CONTINUE)
    expect(page.locator("#last")).to_have_text("最后一日是2026年5月6日，星期三。")
    expect(page.locator(".month")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    address = page.inner_text(".keeps a")
    page.fill("#id_extend", "30")
    page.fill("#id_extended_on", "2026-05-06")
    page.click(CONTINUE)
    expect(page.locator("#last")).to_contain_text("2026年6月1日")
    page.goto(address)
    expect(page.locator("#last")).to_contain_text("2026年5月6日")
    page.fill("#id_from", "2003-03-03")
    page.click(CONTINUE)
    expect(page.locator(".trouble")).to_contain_text("2022-05-01")
    expect(page.locator("#id_from")).to_have_value("2003-03-03")


def test_both_go_by_keys_alone(desktop: Page) -> None:
    keys = Keyboard(desktop)
    desktop.goto("/whom/")
    keys.choose("#id_first", down=1)
    keys.press(CONTINUE)
    expect(desktop.locator("h1")).to_have_text("检举控告")
    desktop.goto("/calculator/")
    keys.press("a[href='/calculator/?rule=cn22.review.request']")
    keys.to("#id_from")
    for typed in ("2026", "ArrowRight", "03", "03"):
        desktop.keyboard.press(typed) if typed.startswith("Arrow") else desktop.keyboard.type(typed)
    keys.press(CONTINUE)
    expect(desktop.locator("#last")).to_contain_text("2026年4月2日")
    expect(desktop.locator("[data-print]")).to_be_visible()
