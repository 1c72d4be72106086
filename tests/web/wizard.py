"""What somebody types on the pages of the wizard."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from huiyin.prepare import drafts
from huiyin.prepare.drafts import Draft
from huiyin.web.shared.cookies import DRAFT
from support.moment import AT

WHAT = {
    "title": "安靖一家纺织厂夜里向府河排放污水",
    "text": "去年10月以来夜里有刺鼻气味，河水发黑，污水直排。\n我们打过两次12345。",
    "klass": "claim",
}
WHERE = {
    "happened_from": "2026-03-05",
    "prefecture": "510100",
    "county": "510104",
    "county_of": "510100",
    "town_of": "510104",
    "place": "方桥村",
}
ASK = {"request": "1. 请查清。\n2. 请处罚。"}
WHOM = {"whom0_kind": "enterprise", "whom0_name": "华锦纺织厂"}
WHO = {"identity": "named", "body": "person", "name": "𠮷田·买买提", "phone": "13800000000"}
NOTICE: dict[str, str] = {}
PAGES: dict[str, dict[str, Any]] = {
    "what": WHAT, "where": WHERE, "ask": ASK, "whom": WHOM, "evidence": {}, "who": WHO, "notice": NOTICE,
}  # fmt: skip
PDF = b"%PDF-1.4\n" + b"water " * 100_000


def begin(browser: Client) -> None:
    """Press “start”."""
    assert browser.post("/file/").status_code == 302


def send(browser: Client, slug: str, go: str = "next", **typed: Any) -> HttpResponse:
    """Fill a page and press a button."""
    return browser.post(f"/file/{slug}/", {**typed, "go": go})  # type: ignore[return-value]


def fill(browser: Client, *, until: str = "check") -> None:
    """Fill every page before `until`."""
    begin(browser)
    for slug, typed in PAGES.items():
        if slug == until:
            return
        answered = send(browser, slug, **typed)
        assert answered.status_code == 302, answered.content.decode()


def text(response: HttpResponse) -> str:
    """Return the page as text."""
    return response.content.decode()


def pdf(name: str = "检测报告.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file to be sent along."""
    return SimpleUploadedFile(name, content, content_type="application/x-anything")


def kept(browser: Client) -> Draft:
    """Return the draft that this device goes on with."""
    draft = drafts.load(browser.cookies[DRAFT].value, AT)
    assert draft is not None
    return draft


def filed(browser: Client) -> Draft:
    """Fill every page and submit; return the draft as it then stands."""
    fill(browser)
    assert browser.post("/file/check/", {"go": "submit"}).headers["Location"] == "/file/receipt/"
    return kept(browser)
