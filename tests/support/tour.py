"""One way past every page: filing, following, figures, the desk and its actions; whoever looks is told.

One installation lives through it: on 2 March 2026 somebody files from a phone; then officials work; on
19 May everything is looked at.
"""

import base64
import hashlib
import hmac
import json
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, Page

from support.folders import new_folder
from support.installation import PACKAGES, SOURCE, Installation
from support.pictured_life import DISPATCHER, HANDLER, HEAD
from support.pictured_matters import CONTACT, FINDING, OPINION
from support.water_evidence import photo

TESTS = Path(__file__).parents[1]
NEXT = ".actions button[value=next]"
PATIENCE = 900
TAKEN = datetime(2026, 2, 20, 7, 41, 7)  # noqa: DTZ001  a phone's own time
PHONE, DESK = (390, 844), (1280, 800)
Sizes = tuple[tuple[int, int], ...]


class Looker(Protocol):
    """Whoever comes along and looks at each page, and at each document."""

    def take(self, page: Page, name: str, sizes: Sizes = (PHONE, DESK)) -> None:
        """Look at a page."""

    def take_paper(self, pdf: bytes, name: str) -> None:
        """Look at a document."""


@dataclass(frozen=True)
class May:
    """The installation on 19 May, and its matters."""

    place: Installation
    matters: dict[str, dict[str, str]]

    def number(self, name: str) -> str:
        """Return the number of a matter."""
        return self.matters[name]["number"]


@contextmanager
def installed() -> Iterator[Installation]:
    """An installation of its own, removed afterwards."""
    folder = new_folder()
    made = Installation(data=folder / "var")
    try:
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


def filing(place: Installation, browser: Browser, looker: Looker) -> dict[str, str]:
    """File a matter in March, page by page; return its number and code."""
    running = place.up("--demo", "--now", "2026-03-02").ready()
    with window(browser, place) as page:
        found = _file(page, looker)
    running.stop()
    return found


def may(place: Installation, filed: dict[str, str]) -> May:
    """Let the same installation live on until May."""
    running = place.up("--demo", "--now", "2026-05-19T08:00").ready()
    matters = {**_lived(place, filed["number"]), "answered": filed}
    assert running.process.poll() is None
    return May(place, matters)


class window:  # noqa: N801  used as a word
    """A browser window at an installation, closed afterwards."""

    def __init__(self, browser: Browser, place: Installation) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=place.url, locale="zh-CN", timezone_id="Asia/Shanghai", color_scheme="light"
        )

    def __enter__(self) -> Page:
        return self.context.new_page()

    def __exit__(self, *_told: object) -> None:
        self.context.close()


def _lived(place: Installation, number: str) -> dict[str, dict[str, str]]:
    paths = f"{SOURCE}:{TESTS}:{PACKAGES}"
    more = {"PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings", "HUIYIN_DEMO": "1"}
    done = subprocess.run(
        [place.python, "-B", "-m", "support.pictured_life", number],
        env=place.environment(more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def _file(page: Page, looker: Looker) -> dict[str, str]:
    page.goto("/")
    looker.take(page, "home")
    page.click("a.door >> nth=0")
    looker.take(page, "file")
    page.click("main form .actions button >> nth=0")
    page.fill("#id_title", "河边的污水管断了，污水流进菜地和河里")
    page.fill(
        "#id_text",
        "二月二十号发现河边的污水管断裂，污水一直流进菜地和河里，河水发臭。打过两次12345，都说会来看，至今没有人来。",
    )
    page.check("#id_klass_0")
    _next(page, looker, "file-what")
    page.fill("#id_happened_from", "2026-02-20")
    page.select_option("#id_prefecture", "510100")
    page.select_option("#id_county", "510117")
    page.wait_for_selector("#id_town option >> nth=3", state="attached")
    page.fill("#id_place", "安靖街道方桥村2组河边")
    _next(page, looker, "file-where")
    page.fill("#id_request", "1. 请尽快修好污水管。\n2. 请检测河水水质，把结果告诉我们。")
    _next(page, looker, "file-ask")
    page.check("#id_whom0_kind_1")
    page.fill("#id_whom0_name", "某排水管网养护公司")
    _next(page, looker, "file-whom")
    page.set_input_files("#id_files", {"name": "河边.jpg", "mimeType": "image/jpeg", "buffer": photo(TAKEN)})
    page.wait_for_selector("#file_list li")
    _next(page, looker, "file-evidence")
    page.check("#id_identity_0")
    page.fill("#id_name", "王小明")
    page.fill("#id_phone", "13800000001")
    page.fill("#id_address", "郫都区安靖街道方桥村1组")
    _next(page, looker, "file-who")
    page.check("#id_electronic")
    _next(page, looker, "file-notice")
    looker.take(page, "file-check")
    page.goto("/file/later/")
    looker.take(page, "file-later")
    page.goto("/file/check/")
    page.click(".actions button[value=submit]")
    page.wait_for_selector(".receipt")
    looker.take(page, "receipt")
    looker.take_paper(page.context.request.get("/file/receipt/paper/").body(), "paper-receipt")
    return {"number": page.inner_text(".receipt .big"), "code": page.inner_text(".receipt .code")}


def _next(page: Page, looker: Looker, name: str) -> None:
    looker.take(page, name)
    with page.expect_navigation():
        page.click(NEXT)


def _follow(page: Page, matter: dict[str, str]) -> None:
    page.goto("/follow/")
    page.fill("#id_number", matter["number"])
    page.fill("#id_code", matter["code"])
    page.click("#follow .actions button")
    page.wait_for_selector(".followed")


def _code(secret: str) -> str:
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def _sign_in(page: Page, place: Installation, username: str, looker: Looker | None = None) -> None:
    lines = (place.data / "demo-accounts.txt").read_text("utf-8").splitlines()
    _, password, secret, *_ = next(line.split("\t") for line in lines if line.startswith(f"{username}\t"))
    page.goto("/desk/")
    if looker:
        looker.take(page, "desk-sign-in")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.click(".actions button")
    page.wait_for_selector("#id_code")
    if looker:
        looker.take(page, "desk-second-factor")
    page.fill("#id_code", _code(secret))
    page.click(".actions button")
    page.wait_for_selector("h1 >> text=待办")


def _open(page: Page, number: str) -> None:
    page.goto(f"/desk/petition/{number}/")
    button = page.locator("form[action$='/open/'] button")
    if button.count():
        button.first.click()
        page.wait_for_selector(".said")


def _form(page: Page, number: str, slug: str, typed: dict[str, Any] | None = None) -> None:
    """Open a form of a matter and type into it."""
    _open(page, number)
    page.goto(f"/desk/petition/{number}/{slug}/")
    for name, value in (typed or {}).items():
        field = page.locator(f"[name={name}]:not([type=hidden])")
        if field.count() and field.first.get_attribute("type") == "radio":
            page.check(f"[name={name}][value='{value}']")
        elif field.count():
            field.fill(value)


def following(may: May, browser: Browser, looker: Looker) -> None:
    """See the pages of somebody who follows."""
    with window(browser, may.place) as page:
        page.goto("/follow/")
        looker.take(page, "follow-entry")
        _follow(page, may.matters["follow"])
        looker.take(page, "follow")
        page.goto("/follow/files/")
        looker.take(page, "follow-files")
        page.goto("/follow/calendar/")
        page.click("button[value=make]")
        looker.take(page, "follow-calendar")
    with window(browser, may.place) as page:
        _follow(page, may.matters["answered"])
        looker.take(page, "follow-answered")
        for name in ("rate", "review"):
            page.goto(f"/follow/{name}/")
            assert name in page.url
            looker.take(page, f"follow-{name}")
        page.goto("/follow/")
        opinion = page.locator(".files a.button[href*='/document/']").last.get_attribute("href")
        assert opinion
        looker.take_paper(page.context.request.get(opinion).body(), "paper-opinion")
    with window(browser, may.place) as page:
        _follow(page, may.matters["soon"])
        page.goto("/follow/person/")
        looker.take(page, "follow-person")


REASONED = {
    "calculator": "/calculator/",
    "calculator-answer": "/calculator/?rule=cn22.handle&from=2026-03-03&extend=30&extended_on=2026-05-06",
    "calculator-wrong": "/calculator/?rule=zfxx.reply&from=2026-02-30",
    "whom": "/whom/?aim=claim",
    "whom-found": "/whom/?aim=claim&litigation=no&arbitration=unsure&party=no&administrative=no&duty=yes",
}


def public(may: May, browser: Browser, looker: Looker) -> None:
    """See the figures, calculator and guide, and the page of an address that is none."""
    with window(browser, may.place) as page:
        page.goto("/figures/?from=2026-03-01")
        looker.take(page, "figures")
        for name, address in REASONED.items():
            page.goto(address)
            looker.take(page, name)
        page.goto("/nowhere/")
        looker.take(page, "error-404")


def handler(may: May, browser: Browser, looker: Looker) -> None:
    """See the desk as a handler."""
    with window(browser, may.place) as page:
        _sign_in(page, may.place, HANDLER, looker)
        looker.take(page, "queue", (PHONE,))
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.keyboard.press("j")
        page.wait_for_selector("#panel h2")
        looker.take(page, "queue", (DESK,))
        page.goto(f"/desk/petition/{may.number('soon')}/")
        looker.take(page, "petition-closed")
        _form(page, may.number("soon"), "classify")
        page.click("button[value='guide:aim=claim']")
        looker.take(page, "act-classify")
        page.goto("/desk/calendar/")
        page.click("button[value=make]")
        looker.take(page, "desk-calendar")
        _open(page, may.number("follow"))
        looker.take(page, "petition")
        _open(page, may.number("answered"))
        page.locator(".filefacts").scroll_into_view_if_needed()
        page.wait_for_selector(".filefacts li")
        page.evaluate("scrollTo(0, 0)")
        looker.take(page, "petition-evidence", (DESK,))
        _form(page, may.number("follow"), "contact", CONTACT)
        looker.take(page, "act-contact")
        _form(page, may.number("follow"), "finding", FINDING)
        looker.take(page, "act-finding")
        _form(page, may.number("follow"), "draft", OPINION)
        looker.take(page, "act-draft")
        page.click("button[value=preview]")
        page.wait_for_selector("img.sheet")
        looker.take(page, "preview")
        page.goto(f"/desk/petition/{may.number('duty_open')}/sign/")
        looker.take(page, "error-403")
        _form(page, may.number("overdue"), "accept")
        looker.take(page, "act-accept")
        _form(page, may.number("overdue"), "decline")
        looker.take(page, "act-decline")
        _form(page, may.number("redirect"), "redirect")
        looker.take(page, "act-redirect")
        _form(page, may.number("unserved"), "serve")
        looker.take(page, "act-serve")
        page.goto("/desk/find/?go=find")
        looker.take(page, "find")
        page.goto("/desk/me/")
        looker.take(page, "me")
        _open(page, may.number("duty_done"))
        reply = page.locator("a[href*='/document/']").last.get_attribute("href")
        assert reply
        looker.take_paper(page.context.request.get(reply).body(), "paper-duty-reply")


def head_and_dispatcher(may: May, browser: Browser, looker: Looker) -> None:
    """See the desk as the head of an office, and as a dispatcher."""
    with window(browser, may.place) as page:
        _sign_in(page, may.place, HEAD)
        _form(page, may.number("duty_open"), "sign")
        looker.take(page, "act-sign")
        _form(page, may.number("follow"), "extend")
        looker.take(page, "act-extend")
    with window(browser, may.place) as page:
        _sign_in(page, may.place, DISPATCHER)
        looker.take(page, "queue-bureau")
        _form(page, may.number("unclear"), "transfer", {"look_up": "锦江区住房"})
        page.click("button[value=look_up]")
        page.wait_for_selector("#id_to .choice")
        looker.take(page, "act-transfer")
