"""Evidence on the page: sealed while it streams, each refusal with its reason, never a lost page."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wizard import PDF, begin, kept, pdf, send, text

from huiyin.prepare import drafts
from huiyin.vault import kinds
from huiyin.vault.files import open_file
from support.house import House

pytestmark = pytest.mark.usefixtures("database")


def test_a_file_is_listed_with_size_and_fingerprint_and_opens_with_the_petitions_key(
    browser: Client, house: House
) -> None:
    begin(browser)
    assert send(browser, "evidence", go="stay", files=[pdf()]).status_code == 302
    [file] = kept(browser).files
    page = text(browser.get("/file/evidence/"))
    assert "检测报告.pdf" in page
    assert hashlib.sha256(PDF).hexdigest()[:16] in page
    key = drafts.data_key(kept(browser))
    assert open_file(house.store, file.address, key, file.id).read() == PDF
    assert file.kind == "application/pdf"


def test_files_come_along_with_the_next_button_too(browser: Client, house: House) -> None:
    begin(browser)
    assert send(browser, "evidence", files=[pdf("a.pdf"), pdf("b.pdf")]).headers["Location"] == "/file/who/"
    assert [file.name for file in kept(browser).files] == ["a.pdf", "b.pdf"]
    assert len(list(house.store.list())) == 2


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (pdf("empty.pdf", b""), "这个文件是空的"),
        (pdf("photo.jpg", b"MZ" + bytes(100)), "这种文件不能上传"),
        (pdf("photo.jpg", b"MZ" + bytes(300_000)), "这种文件不能上传"),
    ],
)
def test_a_refused_file_is_named_with_its_reason_and_the_others_are_kept(
    browser: Client, house: House, file: SimpleUploadedFile, said: str
) -> None:
    begin(browser)
    file.seek(0)
    answered = send(browser, "evidence", files=[pdf("good.pdf"), file, pdf("also good.pdf")])
    assert answered.status_code == 422
    assert f"{file.name}: {said}" in text(answered)
    assert [one.name for one in kept(browser).files] == ["good.pdf", "also good.pdf"]
    assert house.store.exists(kept(browser).files[0].address)


def test_a_file_that_is_too_large_is_refused_while_it_streams(
    browser: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MAX_FILE_BYTES", 300_000)
    begin(browser)
    answered = send(browser, "evidence", files=[pdf()])
    assert answered.status_code == 422
    assert "这个文件超过 2 GB" in text(answered)
    assert list(house.store.list()) == []


def test_the_two_hundred_and_first_file_is_refused_and_two_hundred_are_kept(
    browser: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MAX_FILES", 3)
    begin(browser)
    answered = send(browser, "evidence", files=[pdf(f"{number}.pdf", b"%PDF-1.4") for number in range(4)])
    assert answered.status_code == 422
    assert "这里最多上传 3 个文件" in text(answered)
    assert len(kept(browser).files) == 3
    assert len(list(house.store.list())) == 3


def test_a_file_can_be_removed(browser: Client, house: House) -> None:  # noqa: ARG001  the house is in use
    begin(browser)
    send(browser, "evidence", go="stay", files=[pdf("a.pdf"), pdf("b.pdf")])
    first, second = kept(browser).files
    send(browser, "evidence", go=f"remove:{first.id}")
    assert kept(browser).files == (second,)
    send(browser, "evidence", go="remove:nonsense")
    assert kept(browser).files == (second,)


def test_without_a_draft_nothing_is_sealed(browser: Client, house: House) -> None:
    answered = send(browser, "evidence", go="stay", files=[pdf()])
    assert "没有找到您的草稿" in text(answered)
    assert list(house.store.list()) == []


def test_pages_that_ask_for_no_files_take_none(browser: Client, house: House) -> None:
    begin(browser)
    send(browser, "ask", go="later", request="一", files=[pdf()])
    assert browser.post("/language/", {"language": "en", "files": [pdf()]}).status_code == 302
    assert list(house.store.list()) == []


@pytest.mark.usefixtures("house")
def test_nothing_of_an_upload_reaches_the_temporary_folder(
    browser: Client, tmp_path: Path, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temporary")
    begin(browser)
    assert send(browser, "evidence", go="stay", files=[pdf()]).status_code == 302
    assert not any(b"water" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
