"""What the public sees of a log that was opened anew: when, after what, how much is missing; the old log."""

import base64
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

import builders
from huiyin.adapters.publishing.current import log_folder
from huiyin.door import door
from huiyin.prepare import receipts
from huiyin.rules.merkle.checkpoint import parse_checkpoint
from huiyin.rules.merkle.hashing import leaf_hash
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.tiles import bundle_entries, parse_path
from huiyin.rules.receipt.commitment import open_body
from huiyin.vault.current import vault
from huiyin.web.portal.verifying.words import ALL
from support.moment import AT
from support.reopening import House
from support.state import row, rows


@pytest.fixture
def receipt(movable: House) -> bytes:
    """The receipt of a filing that a restoration lost; the log was opened anew."""
    movable.integrate()
    carried = movable.back_up()
    prepared = builders.prepare()
    outcome = door.execute(prepared.command, actor=builders.PUBLIC, at=AT)
    given = receipts.receipt_of(prepared, outcome)
    movable.integrate()
    movable.restore(carried)
    movable.reopen(at=AT + timedelta(minutes=1))
    return given


@pytest.fixture
def old(receipt: bytes) -> str:
    """The name of the log that ended."""
    return receipts.verify(receipt).origin


@pytest.mark.usefixtures("receipt")
def test_the_page_says_openly_that_the_log_was_opened_anew(browser: Client, old: str) -> None:
    page = browser.get("/log/").content.decode()
    assert "日志曾经重开" in page
    assert "此处至少缺失 1 条已公开的记录。" in page
    assert old in page
    assert vault().signer.origin in page
    assert f'href="/log/{old}/checkpoint"' in page
    assert 'href="/follow/return/"' in page


def test_a_log_that_was_never_opened_anew_says_nothing_of_it(movable: House, browser: Client) -> None:
    movable.integrate()
    assert "日志曾经重开" not in browser.get("/log/").content.decode()
    assert browser.get("/log/reopened.json").json() == []


def test_the_first_entry_of_the_new_log_can_be_checked_by_anybody(browser: Client, old: str) -> None:
    [told] = browser.get("/log/reopened.json").json()
    body, salt = base64.b64decode(told["entry"]), base64.b64decode(told["salt"])
    opened = open_body(salt, body)
    assert base64.b64encode(opened.commitment).decode() == told["commitment"]
    head = parse_checkpoint(parse_note(browser.get("/log/checkpoint").content).text)
    assert (head.size, head.root) == (1, leaf_hash(opened.commitment))
    facts = json.loads(body)["facts"]
    assert [one["origin"] for one in facts["after"]] == [old]
    assert facts["missing"] == 1
    ended = browser.get(f"/log/{old}/checkpoint").content.decode()
    assert facts["after"][0]["note"] == ended


def test_the_files_of_the_ended_log_are_still_there(browser: Client, old: str) -> None:
    head = parse_checkpoint(parse_note(browser.get(f"/log/{old}/checkpoint").content).text)
    assert head.origin == old
    path = f"tile/entries/000.p/{head.size}"
    named = parse_path(path)
    assert named
    entries = bundle_entries(named, browser.get(f"/log/{old}/{path}").content)  # type: ignore[arg-type]
    held = [one["commitment"] for one in sorted(rows("tree_leaf"), key=lambda one: one["index"])]
    assert list(entries[: head.size - 1]) == held[: head.size - 1]


@pytest.mark.parametrize("path", ["strange.example/1/checkpoint", "%2e%2e/keys/checkpoint", "a/b/tile/0/000"])
@pytest.mark.usefixtures("receipt")
def test_no_other_name_leads_anywhere(browser: Client, path: str) -> None:
    assert log_folder().checkpoint()
    assert browser.get(f"/log/{path}").status_code == 404


def _bring(browser: Client, data: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("receipt.json", data)
    answer = browser.post("/follow/return/", {"file": file})
    return answer.status_code, answer.content.decode()


def test_whoever_holds_the_receipt_brings_the_matter_back(browser: Client, receipt: bytes) -> None:
    assert browser.get("/follow/return/").status_code == 200
    status, page = _bring(browser, receipt)
    number = receipts.verify(receipt).number
    assert status == 200
    assert "您的事项已经恢复" in page
    assert number in page
    assert row("petition", number=number)["happened_at"] == AT
    status, again = _bring(browser, receipt)
    assert (status, "此前已凭本凭证恢复" in again) == (200, True)
    assert len(rows("petition", number=number)) == 1


def test_what_is_no_receipt_or_not_lost_is_answered_in_a_sentence(browser: Client, receipt: bytes) -> None:
    own = builders.prepare()
    outcome = door.execute(own.command, actor=builders.PUBLIC, at=AT)
    for data, said in (
        (b"nothing", "这不是有效的凭证"),
        (receipt.replace(b'"demo":false', b'"demo":true'), "您的事项已经恢复"),
        (receipts.receipt_of(own, outcome), "本凭证系日志重开之后出具"),
    ):
        status, page = _bring(browser, data)
        assert said in page
        assert status == (200 if "已经恢复" in said else 422)
    answer = browser.post("/follow/return/", {})
    assert answer.status_code == 422


def test_the_verify_page_knows_the_keys_of_the_ended_logs(browser: Client, receipt: bytes) -> None:
    page = browser.get("/verify/").content.decode()
    for one in vault().house_keys:
        assert str(one.key) in page
    file = SimpleUploadedFile("receipt.json", receipt)
    answer = browser.post("/verify/", {"file": file})
    assert answer.status_code == 200
    shown = re.sub(r"<script.*?</script>", "", answer.content.decode(), flags=re.DOTALL)
    with override("zh-hans"):
        assert str(ALL["same_key"]) in shown
        assert str(ALL["other_key"]) not in shown
