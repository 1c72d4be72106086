"""Without a mouse: a petition is filed and followed, and an official signs in and accepts it."""

import pytest
from at_the_desk import Official
from playwright.sync_api import Browser, Page, expect

from support.installation import Installation
from support.keyboard import Keyboard
from support.second_factor import fresh_code

pytestmark = pytest.mark.journey

NEXT = ".actions button[value=next]"
DO = ".actform .actions button[value=do]"
TITLE = "安靖一家印染厂清晨向府河排放污水"


class ByKeyboard(Official):
    """An official who uses no mouse."""

    def _sign_in(self) -> None:
        keys = Keyboard(self.page)
        self.page.goto("/desk/")
        keys.write("#id_login", self.username)
        keys.write("#id_password", self.password)
        keys.press(".actions button")
        keys.write("#id_code", fresh_code(self.secret))
        keys.press(".actions button")
        expect(self.page.locator("h1")).to_have_text("待办事项")


def test_a_petition_is_filed_followed_and_accepted_by_keys_alone(
    desktop: Page, live: Installation, browser: Browser
) -> None:
    number = file(desktop)
    follow(desktop, number)
    with ByKeyboard(browser, live, "shen.qinghe") as official:
        accept(official.page, number)
    desktop.reload()
    expect(desktop.locator(".echoes")).to_contain_text("受理告知书已网上送达")


def file(page: Page) -> str:
    """File the petition; return its number."""
    keys = Keyboard(page)
    page.goto("/")
    skip(keys)
    keys.press("a.door")
    assert keys.stops == len(("to the skip link", "to the first door"))
    keys.press("main form .actions button")
    keys.write("#id_title", TITLE)
    keys.write("#id_text", "每天清晨有刺鼻气味，河水发黑，污水从雨水口直接排进府河。")
    keys.choose("#id_klass_0")
    keys.press(NEXT)
    keys.write("#id_finder", "安靖")
    page.keyboard.press("End")
    page.wait_for_selector("#found_places li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_county")).to_have_value("510117")
    keys.press(NEXT)
    keys.write("#id_request", "请查处。")
    keys.press(NEXT)
    keys.choose("[name=whom0_kind]", down=1)
    keys.write("#id_whom0_name", "某印染厂")
    keys.press(NEXT)
    keys.press(NEXT)
    keys.choose("#id_identity_0")
    keys.write("#id_name", "王小明")
    keys.write("#id_phone", "13800000000")
    keys.press(NEXT)
    keys.choose("#id_electronic")
    keys.press(NEXT)
    keys.press(".actions button[value=submit]")
    return page.inner_text(".receipt .big")


def skip(keys: Keyboard) -> None:
    """The first stop leads past the head of the page."""
    keys.step()
    assert keys.stands_on(".skip")
    expect(keys.page.locator(".skip")).to_be_in_viewport()
    keys.page.keyboard.press("Enter")
    assert keys.stands_on("#main")


def follow(page: Page, number: str) -> None:
    """Go on from the receipt to the matter, and ask why it is that day."""
    keys = Keyboard(page)
    keys.press("form[action='/follow/'] button")
    expect(page.locator(".followhead .number")).to_have_text(number)
    keys.to(".why summary")
    page.keyboard.press("Enter")
    expect(page.locator(".why .inside")).to_be_visible()


def accept(page: Page, number: str) -> None:
    """Find the matter in the queue, open its story, decide its class, accept it."""
    keys = Keyboard(page)
    skip(keys)
    page.goto("/desk/?topic=environment.water")
    for _ in range(page.locator(".line").count()):
        page.keyboard.press("j")
        if page.locator(f".line[aria-current=true] a[href*='{number}']").count():
            break
    page.keyboard.press("Enter")
    expect(page.locator(".matterhead .number")).to_have_text(number)
    keys.press(".closed button")
    likeliest(page)
    keys.choose("[name=klass]")
    keys.choose("[name=route]", down=5)
    keys.press(DO)
    expect(page.locator(".told")).to_contain_text("类别和途径已确定")
    likeliest(page)
    keys.write("#id_unit", "水生态环境处")
    keys.write("#id_contact", "水生态环境处，028-00000000")
    keys.press(DO)
    expect(page.locator(".told")).to_contain_text("已受理")


def likeliest(page: Page) -> None:
    """The letter a leads to the first thing that can be done."""
    page.keyboard.press("a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
