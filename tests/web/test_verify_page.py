"""The verify page as it is served: what it may run, what it says, and its form for who runs no scripts."""

import base64
import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from wizard import text

from huiyin.kernel import clock
from huiyin.web.portal.verifying.assembled import FOLDER, PARTS
from huiyin.web.portal.verifying.receiving import LARGEST
from huiyin.web.portal.verifying.words import ALL, said_in
from rules.receipt import made, made_silence
from rules.receipt.altered_logs import COMPACT, LOGGED
from rules.receipt.tampering import put, tampered
from support.house import House

pytestmark = pytest.mark.usefixtures("database", "house")

PUBLISHED = {  # of the files as npm gives them: tweetnacl 1.0.3 nacl-fast.min.js, fast-sha256 1.3.0 sha256.js
    "nacl.js": "3ec535c004aeeb225785d8e93fb33bf99f52e399bd7dfc01969b5629baea5131",
    "sha256.js": "08abbd6528bcc26760f49399b9064b87199b9245ad22eea283f30fcffd79c8b3",
}
MOST_BYTES = 50_000
LONGEST_PART = 150
SENDS = r"fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|\bimport\("
TOO_NEW = r"\?\.[A-Za-z\[(]|\?\?|\bBigInt\b|[0-9]n\b|\.at\(|replaceAll|structuredClone"
SCRIPTS = sorted((FOLDER / "script").glob("*.js"))


@pytest.fixture(autouse=True)
def _later(_still_clock: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: made.AT + timedelta(days=30))


def sent(browser: Client, data: bytes, **more: Any) -> HttpResponse:
    """Send a file as somebody without scripts does."""
    return browser.post("/verify/", {"file": SimpleUploadedFile("receipt.json", data), **more})


def told(response: HttpResponse) -> str:
    """Return the result on the page; its script holds every sentence in any case."""
    [found] = re.findall(r'<section id="result".*?</section>', text(response), re.DOTALL)
    return str(found)


def inside(page: str, tag: str) -> list[str]:
    """Return what stands between the tags of this name that carry nothing."""
    return re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)


def digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_the_policy_allows_exactly_the_script_and_the_style_of_the_page(browser: Client) -> None:
    answered = browser.get("/verify/")
    page, policy = text(answered), answered.headers["Content-Security-Policy"]
    [script], [style] = inside(page, "script"), inside(page, "style")
    assert policy == (
        f"default-src 'none'; script-src {digest(script)}; style-src {digest(style)}; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def test_a_saved_page_carries_its_policy_along(browser: Client) -> None:
    answered = browser.get("/verify/")
    [own] = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text(answered))
    header = answered.headers["Content-Security-Policy"]
    assert own.replace("&#x27;", "'") + "; frame-ancestors 'none'" == header


def test_other_pages_keep_their_policy(browser: Client) -> None:
    assert "sha256" not in browser.get("/").headers["Content-Security-Policy"]


def test_the_page_is_one_file_that_loads_nothing(browser: Client) -> None:
    page = text(browser.get("/verify/"))
    assert not re.search(r"\ssrc=|url\(|@import|rel=\"(?:stylesheet|preload)", page)
    assert re.findall(r'<link rel="icon" href="(\w+):', page) == ["data"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_is_light(browser: Client, language: str) -> None:
    answered = browser.get("/verify/", headers={"accept-encoding": "gzip", "accept-language": language})
    assert answered.headers["Content-Encoding"] == "gzip"
    assert len(answered.content) < MOST_BYTES


def test_what_is_vendored_is_byte_for_byte_what_was_published() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("vendored/*.js")
    }
    assert found == PUBLISHED


def test_every_part_is_in_the_page_and_small() -> None:
    assert sorted(PARTS) == [path.stem for path in SCRIPTS]
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in SCRIPTS}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_PART} == {}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_the_scripts_send_nothing_and_run_on_older_phones(path: Path) -> None:
    source = path.read_text("utf-8")
    assert not re.search(SENDS, source)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function", source)
    assert not re.search(TOO_NEW, source)
    assert "</" not in source
    assert "<!--" not in source


def test_every_sentence_that_the_page_names_is_there() -> None:
    sources = "".join(path.read_text("utf-8") for path in SCRIPTS)
    named = set(re.findall(r'\bsay\("(\w+)"', sources))
    named |= set(re.findall(r'data-say="(\w+)"', (FOLDER / "page.html").read_text("utf-8")))
    assert named <= set(ALL)
    assert {"proved", "title", "check"} <= named


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_both_languages_name_the_same_facts(language: str) -> None:
    facts = {name: set(re.findall(r"%\((\w+)\)s", said)) for name, said in said_in(language).items()}
    assert facts == {name: set(re.findall(r"%\((\w+)\)s", said)) for name, said in said_in("en").items()}


def test_the_page_speaks_the_language_of_the_reader_or_the_one_asked_for(browser: Client) -> None:
    assert '<h1 data-say="title">核对凭证</h1>' in text(browser.get("/verify/"))
    assert '<html lang="en">' in text(browser.get("/verify/?in=en"))
    english = browser.get("/verify/", headers={"accept-language": "en"})
    assert "Check a receipt</h1>" in text(english)
    assert "核对凭证</h1>" in text(browser.get("/verify/?in=zh", headers={"accept-language": "en"}))


def test_large_type_is_kept(browser: Client) -> None:
    browser.cookies["huiyin_elder"] = "on"
    assert '<html lang="zh-Hans" class="elder">' in text(browser.get("/verify/"))


def test_who_only_asks_for_headers_gets_them(browser: Client) -> None:
    answered = browser.head("/verify/")
    assert answered.status_code == 200
    assert answered.content == b""


def test_without_scripts_a_receipt_is_checked_by_the_form(browser: Client) -> None:
    answered = sent(browser, LOGGED)
    page = told(answered)
    assert answered.status_code == 200
    for words in ("核对通过，凭证没有被改动。", "2026年5月6日 10:00:00", made.NUMBER, "witness.example/uni"):
        assert words in page
    assert "纺织厂偷排污水" in page
    assert (
        answered.headers["Content-Security-Policy"]
        == browser.get("/verify/").headers["Content-Security-Policy"]
    )


def test_whose_key_signed_is_said_and_the_page_carries_that_of_its_site(
    browser: Client, house: House
) -> None:
    own = house.vault.signer.verifier_key
    assert json.dumps(own) in text(browser.get("/verify/"))
    assert "签名用的不是本页所属网站的密钥" in told(sent(browser, LOGGED))
    assert "签名用的是本页所属网站的密钥" not in told(sent(browser, LOGGED))


def test_the_answer_is_in_the_language_of_the_page(browser: Client) -> None:
    page = told(browser.post("/verify/?in=en", {"text": COMPACT}))
    assert "What this QR code says holds." in page
    assert "6 May 2026, 10:00:00" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (tampered(put("别的题目", "title", "filed"), LOGGED), "内容被改动，与当时提交的不符。"),
        (tampered(put([], "history"), made.receipt()), None),
        (b"%PDF-1.7", "无法按凭证读取。"),
        (b"", "无法按凭证读取。"),
        (b'{"format":"huiyin-receipt/9"}', "huiyin-receipt/9"),
        (tampered(lambda members: members["history"].pop(1), LOGGED), "办理经过在第2步断开"),
    ],
)
def test_what_does_not_hold_is_said(browser: Client, data: bytes, words: str | None) -> None:
    answered = sent(browser, data)
    assert answered.status_code == (422 if words else 200)
    assert (words or "核对通过") in told(answered)


def test_records_of_non_response_are_checked_too(browser: Client) -> None:
    corrected = told(sent(browser, made_silence.file(correction=made_silence.corrected())))
    assert "没有超过期限" in corrected
    says = {**made_silence.TOLD, "reason": "office_states_answer"}
    entry = made_silence.corrected(content=made_silence.content_of(says)).entry
    stated = sent(
        browser, made_silence.file(correction=made_silence.Kept(told=says, entry=entry, key=made_silence.OWN))
    )
    assert "承办的机关、单位说明" in told(stated)


@pytest.mark.parametrize("typed", [COMPACT, f"https://x.example/verify/#{COMPACT}", LOGGED.decode()])
def test_a_text_is_checked_as_well(browser: Client, typed: str) -> None:
    assert "核对通过" in told(browser.post("/verify/", {"text": f" {typed}\n"}))


def test_nothing_given_is_the_page_once_more(browser: Client) -> None:
    answered = browser.post("/verify/", {"text": " "})
    assert answered.status_code == 200
    assert '<section id="result" class="card" aria-live="polite" hidden></section>' in told(answered)


def test_a_file_too_large_is_no_receipt_and_a_second_file_is_not_looked_at(browser: Client) -> None:
    assert sent(browser, LOGGED + b" " * LARGEST).status_code == 422
    good, bad = (SimpleUploadedFile("receipt.json", data) for data in (LOGGED, b"x"))
    assert browser.post("/verify/", {"file": [good, bad]}).status_code == 200


def test_markup_out_of_a_file_stays_text(browser: Client) -> None:
    markup = "<script>alert(1)</script>"
    page = text(sent(browser, json.dumps({"format": markup}).encode()))
    assert markup not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_promise_from_the_future_is_told_as_such(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: made.AT - timedelta(minutes=6))
    assert "按这台设备的时钟，其中的时间尚未到来" in told(sent(browser, made.receipt()))
    assert "核对通过" in told(sent(browser, made.receipt(demo=True)))


def test_the_first_page_leads_here(browser: Client) -> None:
    assert 'href="/verify/"' in text(browser.get("/"))
