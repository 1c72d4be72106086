"""In a browser: somebody changes to 四川话 in the middle of a sentence and loses none of it."""

import pytest
from playwright.sync_api import Page, expect

from support.keyboard import Keyboard

pytestmark = pytest.mark.journey

SWITCH = "button.switch[value$=zh-hans-x-sichuan]"
WRITTEN = "河边的污水管断了，污水流进"


def changes_in_the_middle(page: Page) -> None:
    page.goto("/")
    page.click("a.door >> nth=0")
    page.click("main form .actions button >> nth=0")
    page.fill("#id_title", WRITTEN)
    page.fill("#id_text", WRITTEN * 3)
    page.click(SWITCH)
    expect(page.locator("h1")).to_have_text("出了啥子事？")
    expect(page.locator("#id_title")).to_have_value(WRITTEN)
    expect(page.locator("#id_text")).to_have_value(WRITTEN * 3)
    page.click("button.switch[value=elder]")
    expect(page.locator("html.elder")).to_have_attribute("lang", "zh-Hans-x-sichuan")
    expect(page.locator("#id_title")).to_have_value(WRITTEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_phone_changes_to_sichuanese_in_the_middle(phone: Page) -> None:
    changes_in_the_middle(phone)


def test_a_phone_without_scripts_changes_to_sichuanese_in_the_middle(phone_without_scripts: Page) -> None:
    changes_in_the_middle(phone_without_scripts)


def test_the_switch_is_reached_and_pressed_by_keys_alone(desktop: Page) -> None:
    desktop.goto("/follow/")
    Keyboard(desktop).press(SWITCH)
    expect(desktop.locator(f"{SWITCH}[aria-current]")).to_have_text("四川话")
    expect(desktop.locator("main")).to_contain_text("不消注册账号")
