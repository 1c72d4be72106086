"""Residents of Anjing report a textile factory from a phone, keep their receipt, and come back to it."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Browser, Page, expect

from support.browser import new_context
from support.water_evidence import photo, report

NEXT = ".actions button[value=next]"
TITLE = "安靖一家纺织厂夜里向府河偷排废水"
STORY = (
    "4月下旬以来，华锦纺织厂每天夜里用软管把印染废水排进府河，河水发黑，有刺鼻气味。附水质检测报告和照片。"
)
PHOTOS = {"排污口一.jpg": datetime(2026, 4, 28, 22, 41, 7), "排污口二.jpg": datetime(2026, 4, 29, 23, 5, 30)}  # noqa: DTZ001  a phone's own time


@dataclass(frozen=True)
class Filed:
    """What the residents keep."""

    number: str
    code: str
    receipt: Path
    paper: bytes

    @property
    def plain(self) -> dict[str, Any]:
        """The receipt file."""
        found: dict[str, Any] = json.loads(self.receipt.read_text("utf-8"))
        return found


class Residents:
    """Their phone."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.context = new_context(browser, address)
        self.page: Page = self.context.new_page()
        self.folder = folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def file(self) -> Filed:
        """File the matter; return what was kept of it."""
        self._tell_what()
        self._tell_where()
        self._tell_the_rest()
        self._say_who()
        self.page.click(".actions button[value=submit]")
        expect(self.page.locator("h1")).to_have_text("已提交。")
        return self._keep()

    def follow(self, filed: Filed) -> Page:
        """Open the matter with number and query code, as on any other device."""
        self.page.goto("/follow/")
        if self.page.locator("#id_code").count():
            self.page.fill("#id_number", filed.number)
            self.page.fill("#id_code", filed.code)
            self.page.click("#follow button")
        expect(self.page.locator(".followhead .number")).to_have_text(filed.number)
        return self.page

    def rate(self) -> None:
        """Rate bureau and office apart."""
        self.page.click("a[href='/follow/rate/']")
        self.page.check("#id_bureau_4")
        self.page.check("#id_office_5")
        self.page.fill("#id_office_comment", "河水清了，谢谢。")
        self.page.click(".actions button")

    def save(self, selector: str, name: str) -> Path:
        """Save what a link gives."""
        with self.page.expect_download() as saved:
            self.page.click(selector)
        kept = self.folder / name
        saved.value.save_as(kept)
        return kept

    def _tell_what(self) -> None:
        self.page.goto("/")
        self.page.click("a.door >> nth=0")
        self.page.click(".actions button")
        self.page.fill("#id_title", TITLE)
        self.page.fill("#id_text", STORY)
        self.page.check("#id_klass_0")
        self.page.click(NEXT)

    def _tell_where(self) -> None:
        self.page.fill("#id_happened_from", "2026-04-20")
        self.page.fill("#id_finder", "安靖")
        self.page.wait_for_selector("#found_places li")
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#id_county")).to_have_value("510117")
        self.page.click(NEXT)

    def _tell_the_rest(self) -> None:
        self.page.fill("#id_request", "请查处该厂违法排污。")
        self.page.click(NEXT)
        self.page.check("#id_whom0_kind_1")
        self.page.fill("#id_whom0_name", "华锦纺织厂")
        self.page.click(NEXT)
        files = [{"name": "水质检测报告.pdf", "mimeType": "application/pdf", "buffer": report()}]
        files += [
            {"name": name, "mimeType": "image/jpeg", "buffer": photo(taken)} for name, taken in PHOTOS.items()
        ]
        self.page.set_input_files("#id_files", files)  # type: ignore[arg-type]
        for one in files:
            expect(self.page.locator("#file_list")).to_contain_text(str(one["name"]))
        self.page.click(NEXT)

    def _say_who(self) -> None:
        self.page.check("#id_identity_0")
        self.page.fill("#id_name", "王小明")
        self.page.fill("#id_phone", "13800000000")
        self.page.check("#id_joint")
        self.page.fill("#id_others", "李秀英\n张建国")
        self.page.fill("#id_speaker0_name", "王小明")
        self.page.click(NEXT)
        self.page.check("#id_electronic")
        self.page.click(NEXT)
        expect(self.page.locator("h1")).to_have_text("请核对一遍")

    def _keep(self) -> Filed:
        return Filed(
            number=self.page.inner_text(".receipt .big"),
            code=self.page.inner_text(".receipt .code"),
            receipt=self.save("a[href='/file/receipt/file/']", "receipt.json"),
            paper=self.save("a.button.quiet[download]", "receipt.pdf").read_bytes(),
        )
