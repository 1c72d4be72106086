"""The way past the pages of evidence: own files, playing, witnesses; files and copies at the desk."""

import io
import math
import struct
import time
import wave
from datetime import datetime
from typing import Any

from playwright.sync_api import Browser, Page, expect

from support.past_desk import _form, _open, _sign_in
from support.past_public import _follow
from support.pictured_life import HANDLER
from support.tour import DESK, PHONE, Looker, May, window
from support.water_evidence import photo, report

WITNESS = {
    "who": "李建国，住在河对岸",
    "reach": "138 0000 0012，本人同意",
    "when": "4月28日夜里十点半左右",
    "where": "方桥村2组桥下",
    "what": "看见两个人从厂区后门拉出软管，接到雨水口上，水是黑色的，大约流了二十分钟。",
}
PATIENCE = 240.0
RATE = 8000


def sound() -> bytes:
    """Return two seconds of a low hum, as a phone records it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        waves = (int(6000 * math.sin(2 * math.pi * 110 * at / RATE)) for at in range(2 * RATE))
        file.writeframes(b"".join(struct.pack("<h", one) for one in waves))
    return out.getvalue()


def _files() -> list[Any]:
    night = datetime(2026, 4, 28, 22, 41, 7)  # noqa: DTZ001  a phone's own time
    return [
        {"name": "水质检测报告.pdf", "mimeType": "application/pdf", "buffer": report()},
        {"name": "排污口.jpg", "mimeType": "image/jpeg", "buffer": photo(night)},
        {"name": "夜里的水泵声.wav", "mimeType": "audio/wav", "buffer": sound()},
    ]


def added(may: May, browser: Browser) -> None:
    """Let the petitioner of the matter add files, and wait until they were looked at."""
    with window(browser, may.place) as page:
        _follow(page, may.matters["follow"])
        page.goto("/follow/files/")
        if page.locator(".ownfile").count():
            return
        page.set_input_files("#id_files", _files())
        for one in _files():
            expect(page.locator("form.column")).to_contain_text(one["name"], timeout=60_000)
        expect(page.locator("#uploads .upload")).to_have_count(0)  # their names are there while they still go
        page.click("[data-final]")
        page.wait_for_selector(".told", timeout=120_000)
        until = time.monotonic() + PATIENCE
        while page.locator(".ownfile").count() < len(_files()) or "尚未解析" in page.content():
            assert time.monotonic() < until
            page.wait_for_timeout(2000)
            page.goto("/follow/files/")


def own(may: May, browser: Browser, looker: Looker) -> None:
    """See the own files as a petitioner: on the page of the matter, while adding, played; name a witness."""
    added(may, browser)
    with window(browser, may.place) as page:
        _follow(page, may.matters["follow"])
        page.locator(".ownfile summary").first.click()
        looker.take(page, "follow-own-files")
        page.goto("/follow/files/")
        looker.take(page, "follow-files-there")
        page.goto("/follow/")
        page.click(".ownfile a[href$='/play/']")
        page.wait_for_selector("audio")
        looker.take(page, "follow-player")
        page.goto("/follow/statement/")
        _type(page, WITNESS)
        looker.take(page, "follow-statement")


def at_the_desk(may: May, browser: Browser, looker: Looker) -> None:
    """See files at the desk: their list, one with its pages, played, blacked out; a witness's form."""
    added(may, browser)
    number = may.number("follow")
    with window(browser, may.place) as page:
        _sign_in(page, may.place, HANDLER)
        _open(page, number)
        looker.take(page, "petition-files")
        pdf = page.locator(".evidence .name > a", has_text="检测报告").get_attribute("href") or ""
        play = page.locator(".evidence a[href$='/play/']").first.get_attribute("href") or ""
        page.goto(pdf)
        looker.take(page, "file-look")
        page.goto(pdf.replace("look/", "redact/"))
        _draw(page)
        looker.take(page, "redact")
        page.goto(play)
        looker.take(page, "player")
        _form(page, number, "witness", WITNESS)
        looker.take(page, "act-witness", (PHONE, DESK))


def _draw(page: Page) -> None:
    page.fill("#id_boxes", "1: 12, 10, 60, 14\n1: 12, 30, 45, 34")
    page.fill("#id_reason", "第三人的姓名和住址")
    page.wait_for_load_state("networkidle")


def _type(page: Page, typed: dict[str, str]) -> None:
    for name, said in typed.items():
        page.fill(f"#id_{name}", said)
