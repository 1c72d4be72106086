"""Submitting and the receipt: one petition however often it is sent, and a receipt that proves it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wizard import NOTICE, WHAT, WHO, filed, fill, kept, pdf, send, text

from huiyin.kernel import clock
from huiyin.prepare import receipts
from huiyin.web.shared.cookies import DRAFT
from support.house import House
from support.moment import AT
from support.state import rows

pytestmark = pytest.mark.usefixtures("installed")


def test_a_submission_ends_at_a_receipt_with_number_code_and_what_comes_next(browser: Client) -> None:
    draft = filed(browser)
    page = text(browser.get("/file/receipt/"))
    assert draft.number in page
    assert draft.code in page
    assert "<svg" in page
    assert "2026年5月6日" in page
    assert "为什么是这一天？" in page
    assert "成都市锦江区信访局" in page


def test_the_saved_receipt_proves_itself(browser: Client) -> None:
    draft = filed(browser)
    saved = browser.get("/file/receipt/file/")
    assert saved.headers["Content-Disposition"] == f'attachment; filename="huiyin-{draft.number}.json"'
    proof = receipts.verify(saved.content)
    assert proof.number == draft.number
    assert proof.at == AT
    assert proof.filed["title"] == WHAT["title"]
    assert proof.filed["persons"][0]["name"] == WHO["name"]


def test_the_saved_receipt_passes_the_verify_page(browser: Client) -> None:
    draft = filed(browser)
    saved = browser.get("/file/receipt/file/").content
    answered = browser.post("/verify/", {"file": SimpleUploadedFile("receipt.json", saved)})
    assert answered.status_code == 200
    told = text(answered).split('<section id="result"')[1].split("</section>")[0]
    assert draft.number in told
    assert "签名用的是本页所属网站的密钥" in told


def test_the_receipt_comes_on_paper_too(browser: Client) -> None:
    filed(browser)
    paper = browser.get("/file/receipt/paper/")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


def test_pressing_twice_files_once(browser: Client) -> None:
    draft = filed(browser)
    again = browser.post("/file/check/", {"go": "submit"})
    assert again.headers["Location"] == "/file/receipt/"
    assert kept(browser) == draft
    assert len(rows("petition")) == 1


def test_the_back_button_leads_to_the_same_receipt(browser: Client) -> None:
    draft = filed(browser)
    for slug in ("what", "evidence", "notice"):
        assert browser.get(f"/file/{slug}/").headers["Location"] == "/file/receipt/"
        assert send(browser, slug, **NOTICE).headers["Location"] == "/file/receipt/"
    assert browser.get("/file/check/").headers["Location"] == "/file/receipt/"
    assert kept(browser) == draft
    assert len(rows("petition")) == 1


def test_an_answer_lost_after_filing_gives_the_same_receipt_on_the_next_press(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: Any) -> bytes:
        raise KeyboardInterrupt

    fill(browser)
    with monkeypatch.context() as patch:
        patch.setattr(receipts, "receipt_of", lost)
        with pytest.raises(KeyboardInterrupt):
            browser.post("/file/check/", {"go": "submit"})
    assert kept(browser).receipt is None
    send(browser, "ask", request="etwas anderes")
    browser.post("/file/check/", {"go": "submit"})
    proof = receipts.verify(browser.get("/file/receipt/file/").content)
    assert proof.filed["request"].startswith("1. 请查清")
    assert len(rows("petition")) == 1


def test_an_incomplete_draft_is_not_filed_and_says_what_is_missing(browser: Client) -> None:
    fill(browser, until="who")
    answered = browser.post("/file/check/", {"go": "submit"})
    assert answered.status_code == 422
    assert "还有几处没有填好" in text(answered)
    assert len(rows("petition")) == 0


def test_the_files_stand_on_the_receipt_with_their_digests(browser: Client, house: House) -> None:
    fill(browser, until="evidence")
    send(browser, "evidence", files=[pdf()])
    send(browser, "who", **WHO)
    send(browser, "notice", electronic="on")
    browser.post("/file/check/", {"go": "submit"})
    [file] = kept(browser).files
    assert file.sha256.hex()[:16] in text(browser.get("/file/receipt/"))
    saved = json.loads(browser.get("/file/receipt/file/").content)
    assert saved["filed"]["files"][0]["sha256"] == file.sha256.hex()
    assert saved["filed"]["electronic"]
    assert house.store.exists(file.address)


def test_who_withholds_everything_is_told_on_the_receipt_what_cannot_come(browser: Client) -> None:
    fill(browser, until="who")
    send(browser, "who", identity="none", body="person")
    send(browser, "notice")
    browser.post("/file/check/", {"go": "submit"})
    assert "无法向您送达" in text(browser.get("/file/receipt/"))


def test_a_moved_clock_marks_the_receipt_as_a_demonstration(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "is_moved", lambda: True)
    filed(browser)
    assert receipts.verify(browser.get("/file/receipt/file/").content).demo
    assert "演示" in text(browser.get("/file/receipt/"))


def test_a_device_that_filed_nothing_has_no_receipt(browser: Client) -> None:
    for address in ("/file/receipt/", "/file/receipt/file/", "/file/receipt/paper/"):
        assert browser.get(address).headers["Location"] == "/file/"


def test_another_matter_can_be_begun_on_the_same_device(browser: Client) -> None:
    first = filed(browser)
    browser.post("/file/")
    second = kept(browser)
    assert second.number != first.number
    assert second.receipt is None


def test_no_secret_ever_stands_in_an_address(browser: Client) -> None:
    draft = filed(browser)
    token = browser.cookies[DRAFT].value
    page = text(browser.get("/file/receipt/"))
    addresses = [part.split('"')[0] for part in page.split('href="')[1:] + page.split('action="')[1:]]
    assert addresses
    assert not any(secret in one for one in addresses for secret in (draft.number, draft.code, token))


def test_a_receipt_stays_on_the_device_for_thirty_days(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = filed(browser)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=29))
    assert draft.number in text(browser.get("/file/receipt/"))
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=31))
    assert browser.get("/file/receipt/").headers["Location"] == "/file/"


def test_everybody_who_takes_part_stands_on_the_receipt(browser: Client) -> None:
    fill(browser, until="who")
    told = {
        **WHO, "body": "organisation", "name": "方桥村业主小组", "keeper": "王五", "minor": "on",
        "foreign": "on", "guardian_name": "父亲", "guardian_relation": "父子", "agent": "on",
        "agent_name": "律师", "agent_authority": "委托书", "joint": "on", "others": "甲\n乙·买买提\n",
        "speaker0_name": "丙", "speaker0_phone": "1", "speaker2_name": "丁",
    }  # fmt: skip
    assert send(browser, "who", **told).status_code == 302
    send(browser, "notice", publish="on")
    browser.post("/file/check/", {"go": "submit"})
    filed_as = receipts.verify(browser.get("/file/receipt/file/").content).filed
    assert [(one["part"], one["name"]) for one in filed_as["persons"]] == [
        ("petitioner", "方桥村业主小组"), ("guardian", "父亲"), ("agent", "律师"),
        ("petitioner", "甲"), ("petitioner", "乙·买买提"), ("representative", "丙"), ("representative", "丁"),
    ]  # fmt: skip
    assert filed_as["persons"][0]["note"] == "王五"
    assert filed_as["persons"][0]["foreign"]
    assert filed_as["publish"]
    assert not filed_as["electronic"]


def test_an_accused_office_picked_from_the_list_is_denied(browser: Client, installed: Any) -> None:
    fill(browser, until="whom")
    send(browser, "what", **{**WHAT, "klass": "accusation"})
    accused = {"whom0_kind": "office", "whom0_name": "成都市生态环境局"}
    send(browser, "whom", go="stay", **accused)
    assert 'value="510100002"' in text(browser.get("/file/whom/"))
    send(browser, "whom", **accused, whom0_office="510100002")
    send(browser, "who", **WHO)
    send(browser, "notice")
    browser.post("/file/check/", {"go": "submit"})
    with installed["owner"].cursor() as cursor:
        cursor.execute("SELECT denied, offices FROM petition")
        [(denied, offices)] = cursor.fetchall()
    assert denied == [510100002]
    assert 510100002 not in offices
