"""One way past every page; whoever looks is told. Here it is filed; `past_public` and `past_desk` go on.

One installation lives through it: on 2 March 2026 somebody files from a phone; then officials work; on
19 May everything is looked at.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from playwright.sync_api import Browser, BrowserContext, Page

from support.folders import new_folder
from support.inside import told
from support.installation import Installation
from support.water_evidence import photo

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


def press(page: Page, selector: str) -> None:
    """Press what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        page.click(selector)


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
    found: dict[str, dict[str, str]] = told(
        place, "support.pictured_life", number, more={"HUIYIN_DEMO": "1"}, patience=PATIENCE
    )
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
