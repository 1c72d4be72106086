"""Somebody checks a receipt: by file, drop, paste, QR code, keyboard, in English, saved, without scripts."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from django.test import RequestFactory
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from huiyin.adapters.typesetting.qr import qr_svg
from huiyin.rules.receipt.format import read
from huiyin.web.portal.receipt import proof_address, qr
from rules.receipt import made, made_silence
from rules.receipt.altered_logs import COMPACT, LOGGED
from rules.receipt.tampering import put, tampered
from support.examiner import Examiner
from support.verify_page import SAFE, opened, python_says, saved, served

pytestmark = pytest.mark.journey
ALTERED = tampered(put("别的题目", "title", "filed"), LOGGED)
HOLDS, FAILS = "核对通过，凭证没有被改动。", "核对不通过。"
MILLIMETRE = 96 / 25.4

_HAND = """([selector, name, bytes]) => {
  const given = new DataTransfer();
  given.items.add(new File([Uint8Array.from(bytes)], name));
  const dropped = new DragEvent("drop", { dataTransfer: given, bubbles: true });
  document.querySelector(selector).dispatchEvent(dropped);
}"""
_SEND = """new Promise((told) => {
  document.addEventListener("securitypolicyviolation", (one) => told(one.effectiveDirective), { once: true });
  fetch("https://elsewhere.example/").catch(() => 0);
})"""
_PASTE = """([selector, text]) => {
  const given = new DataTransfer();
  given.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: given, bubbles: true });
  document.querySelector(selector).dispatchEvent(event);
}"""


def choose(page: Page, data: bytes) -> None:
    """Choose a file."""
    page.set_input_files("#file", {"name": "receipt.json", "mimeType": "application/json", "buffer": data})


def by_file(page: Page) -> None:
    choose(page, LOGGED)


def by_drop(page: Page) -> None:
    page.evaluate(_HAND, ["main", "receipt.json", list(LOGGED)])


def by_typing(page: Page) -> None:
    page.fill("#text", LOGGED.decode())
    page.click("form button")


def by_paste(page: Page) -> None:
    page.evaluate(_PASTE, ["main", LOGGED.decode()])


@pytest.mark.parametrize("hand", [by_file, by_drop, by_typing, by_paste])
def test_a_receipt_is_checked_however_it_is_handed_over(
    browser: Browser, hand: Callable[[Page], None]
) -> None:
    with opened(browser) as page:
        hand(page)
        expect(page.locator("#result h2")).to_have_text(HOLDS)
        expect(page.locator("#result h2")).to_be_focused()
        expect(page.locator(".proved")).to_contain_text("witness.example/uni")
        page.click("summary >> nth=0")
        expect(page.locator("dl")).to_contain_text("𠮷田·买买提")
        page.click("summary >> nth=1")
        expect(page.locator("details >> nth=1")).to_contain_text("2026年5月7日 10:00:00 受理")


def test_what_is_wrong_is_said_and_a_good_file_after_it_holds(browser: Browser) -> None:
    with opened(browser) as page:
        choose(page, ALTERED)
        expect(page.locator("#result h2")).to_have_text(FAILS)
        expect(page.locator("#result")).to_contain_text("内容被改动")
        choose(page, b"%PDF-1.7")
        expect(page.locator("#result h2")).to_have_text("这不是凭证。")
        choose(page, LOGGED)
        expect(page.locator("#result h2")).to_have_text(HOLDS)


def test_the_language_is_changed_without_asking_the_server(browser: Browser) -> None:
    with opened(browser) as page:
        choose(page, made_silence.file(correction=made_silence.corrected()))
        expect(page.locator(".proved")).to_contain_text("期限届满日为2026年5月6日")
        page.click("#language")
        expect(page.locator("h1")).to_have_text("Check a receipt")
        expect(page.locator("#result h2")).to_have_text("This record holds.")
        expect(page.locator(".proved")).to_contain_text("the last day was 6 May 2026")
        page.click("#language")
        expect(page.locator("h1")).to_have_text("核对凭证")


def test_keys_alone_are_enough(browser: Browser) -> None:
    with opened(browser) as page:
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "text":
                break
        page.keyboard.insert_text(COMPACT)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#result h2")).to_have_text("核对通过，二维码的内容没有被改动。")


def test_a_file_out_of_a_strangers_hand_brings_no_markup_in(browser: Browser) -> None:
    bad = made.receipt(of=made.entry(number="<img src=x onerror=alert(1)>"))
    with opened(browser) as page:
        choose(page, tampered(put("<img src=x onerror=alert(1)>", "number"), bad))
        expect(page.locator(".proved")).to_contain_text("<img src=x")
        assert page.locator("#result img").count() == 0


def test_the_page_cannot_send_anything(browser: Browser) -> None:
    with opened(browser, complains=True) as page:
        assert page.evaluate(_SEND) == "connect-src"
        assert page.evaluate("fetch('/verify/').then(() => 'sent', () => 'kept')") == "kept"


def test_the_page_saved_by_its_own_link_works_without_a_net(
    browser: Browser, phone: Page, tmp_path: Path
) -> None:
    phone.goto("/")
    phone.click("a[href='/verify/']")
    with phone.expect_download() as kept:
        phone.click("#keep a")
    assert kept.value.suggested_filename == "huiyin-verify.html"
    kept.value.save_as(tmp_path / "kept.html")
    with saved(browser, tmp_path / "kept.html") as page:
        expect(page.locator("#keep")).to_be_hidden()
        choose(page, LOGGED)
        expect(page.locator("#result h2")).to_have_text(HOLDS)
    with saved(browser, tmp_path / "kept.html", f"#{COMPACT}") as page:
        expect(page.locator("#result h2")).to_have_text("核对通过，二维码的内容没有被改动。")


def test_every_state_of_the_page_is_for_everyone(browser: Browser) -> None:
    examiner = Examiner()
    with opened(browser) as page:
        examiner.take(page, "empty")
        for name, data in (("holds", LOGGED), ("fails", ALTERED), ("no receipt", b"x")):
            choose(page, data)
            page.wait_for_selector("#result h2")
            for summary in page.locator("summary").all():
                summary.click()
            examiner.take(page, name)
            page.click("#language")
            examiner.take(page, f"{name} in the other language")
    assert not examiner.faults, "\n".join(examiner.faults)


def test_without_scripts_the_form_is_answered_by_the_server(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    context.route("**/*", _served)
    page = context.new_page()
    page.goto(f"{SAFE}/verify/")
    expect(page.locator("noscript p")).to_be_visible()
    page.fill("#text", COMPACT)
    page.click("form button")
    expect(page.locator("#result h2")).to_have_text("核对通过，二维码的内容没有被改动。")
    expect(page.locator(".proved")).to_contain_text(made.NUMBER)
    context.close()


def _served(route: Any) -> None:
    asked = route.request
    factory = RequestFactory()
    request = factory.get("/verify/")
    if asked.method == "POST":
        kind = asked.headers["content-type"]
        request = factory.generic("POST", "/verify/", asked.post_data_buffer, content_type=kind)
    answer = served(request)
    route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.content)


@pytest.mark.parametrize(
    ("drawn", "millimetres"),
    [(lambda text: qr(text, error="l"), 232 / MILLIMETRE), (qr_svg, 33)],
    ids=["on the page", "on paper"],
)
def test_the_qr_code_as_large_as_it_is_shown_reads_and_verifies(
    browser: Browser, drawn: Callable[[str], str], millimetres: float
) -> None:
    context = browser.new_context(device_scale_factor=2)
    page = context.new_page()
    address = proof_address(read(LOGGED))
    page.set_content(
        f'<div id="code" style="width:{millimetres}mm;padding:2mm;background:#fff">{drawn(address)}</div>'
    )
    picture = Image.open(io.BytesIO(page.locator("#code").screenshot()))
    context.close()
    [found] = zxingcpp.read_barcodes(picture)
    assert found.text == address
    assert python_says(found.text)["proved"] == python_says(COMPACT)["proved"]
    with opened(browser, path=f"/verify/#{found.text.partition('#')[2]}") as opened_by_phone:
        expect(opened_by_phone.locator("#result h2")).to_have_text("核对通过，二维码的内容没有被改动。")
        expect(opened_by_phone.locator(".proved")).to_contain_text(made.NUMBER)
