"""Blacking out at the desk: what is under a box is gone from the copy, the original is as it was."""

import hashlib
import io
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from desk_forms import opened
from django.test import Client
from officials import words
from PIL import Image
from pypdf import PdfReader
from test_files_at_the_desk import Scanner, examined, place, with_file

import builders
from huiyin.adapters.scanning.scanner import ScannerDown
from huiyin.kernel.errors import Invalid
from huiyin.prepare import house, redacting
from huiyin.prepare.redacting import Box, read_boxes
from huiyin.vault.examining import sandbox
from huiyin.vault.examining.frames import Frame
from support.state import row, rows
from vault.made_files import at_chengdu, exif, typeset_pdf


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1000, 500), "white").save(out, "JPEG", exif=exif(gps=at_chengdu()))
    return out.getvalue()


def made(browser: Client, life: builders.Life, file: UUID, boxes: str, reason: str = "") -> Any:
    return browser.post(place(life, file, "redact/"), {"boxes": boxes, "reason": reason})


def copy_of(browser: Client, life: builders.Life, file: UUID) -> bytes:
    found = row("redaction", petition=life.petition)
    given = browser.get(place(life, file, f"copy/{found['id']}/"))
    assert given.headers["Content-Disposition"].startswith("attachment; ")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    return b"".join(given.streaming_content)


def test_what_is_under_a_box_is_gone_and_the_original_is_as_it_was(handler: Client) -> None:
    life, file = with_file("检测报告.pdf", typeset_pdf("成都市民"))
    opened(handler, life)
    assert made(handler, life, file.id, "1: 0, 0, 100, 50", "第三人姓名").status_code == 302
    copy = copy_of(handler, life, file.id)
    document = pypdfium2.PdfDocument(copy)
    assert len(document) == 2
    assert all(page.get_textpage().get_text_bounded() == "" for page in document)
    picture = document[0].render(scale=1).to_pil().convert("L")
    assert picture.crop((0, 0, picture.width, picture.height // 2 - 2)).getextrema() == (0, 0)
    reader = PdfReader(io.BytesIO(copy))
    assert (reader.metadata, reader.xmp_metadata) == (None, None)
    assert "成都市民".encode() not in copy
    original = b"".join(handler.get(place(life, file.id)).streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(original).digest() == file.sha256
    page = words(handler.get(place(life, file.id, "look/")))
    assert "遮盖 1 处的副本" in page
    assert "第三人姓名" in page


def test_every_page_is_in_the_copy_and_keeps_its_size(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, file = with_file("检测报告.pdf", typeset_pdf("成都市民"))
    examined(monkeypatch)
    opened(handler, life)
    assert made(handler, life, file.id, "2: 10, 10, 20, 20").status_code == 302
    before, after = (
        pypdfium2.PdfDocument(typeset_pdf("x")),
        pypdfium2.PdfDocument(copy_of(handler, life, file.id)),
    )
    assert len(after) == 2
    for index in range(2):
        assert after.get_page_size(index) == pytest.approx(before.get_page_size(index), abs=0.1)


def test_a_photo_becomes_a_page_without_place_and_device(handler: Client) -> None:
    life, file = with_file("照片.jpg", photo())
    opened(handler, life)
    assert made(handler, life, file.id, "1: 50, 0, 100, 100\n\n1：0，0，10，10").status_code == 302
    copy = copy_of(handler, life, file.id)
    assert b"HUAWEI" not in copy
    assert b"Exif" not in copy
    picture = pypdfium2.PdfDocument(copy)[0].render(scale=1).to_pil().convert("L")
    width, height = picture.size
    assert picture.crop((width // 2 + 2, 2, width - 2, height - 2)).getextrema()[1] < 16
    assert picture.crop((width // 5, height // 2, width // 2 - 5, height - 5)).getextrema()[0] > 240


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "请至少框选或填写一处"),
        ("1: 1, 1, 2", "第 1 行不是有效的范围"),
        ("1: 1, 1, 2, 2\n2: 1, 1, 2, 2", "第 2 行不是有效的范围"),
        ("0: 1, 1, 2, 2", "第 1 行不是有效的范围"),
        ("1: 5, 1, 2, 2", "第 1 行不是有效的范围"),
        ("1: 1, 1, 200, 2", "第 1 行不是有效的范围"),
        ("1: 1, 1, 2, 2\n" * 501, "最多 500 处"),
    ],
)
def test_a_box_that_is_none_is_told_and_nothing_typed_is_lost(handler: Client, typed: str, told: str) -> None:
    life, file = with_file("照片.jpg", photo())
    opened(handler, life)
    page = made(handler, life, file.id, typed, "住址")
    assert page.status_code == 422
    assert told in words(page)
    assert "住址" in words(page)
    assert rows("redaction") == []


def test_boxes_are_read_in_percent_with_either_sign() -> None:
    assert read_boxes("3：1.25, 2，30 40", pages=3) == (
        Box(page=3, left=125, top=200, right=3000, bottom=4000),
    )


def test_the_page_to_draw_on_shows_pictures_and_works_without_them(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, file = with_file("检测报告.pdf", typeset_pdf("成都市民"))
    opened(handler, life)
    assert "尚无页面图" in words(handler.get(place(life, file.id, "redact/")))
    examined(monkeypatch)
    page = words(handler.get(place(life, file.id, "redact/")))
    assert place(life, file.id, "page/2.webp") in page
    assert 'name="boxes"' in page


def test_who_may_not_has_no_page_and_no_button(stranger: Client, dispatcher: Client, handler: Client) -> None:
    life, file = with_file("照片.jpg", photo())
    assert stranger.get(place(life, file.id, "redact/")).status_code == 404
    assert handler.get(place(life, file.id, "redact/")).status_code == 403  # no grant
    opened(dispatcher, life)
    assert "遮盖部分内容" in words(dispatcher.get(place(life, file.id, "look/")))
    assert dispatcher.get(place(life, file.id, f"copy/{file.id}/")).status_code == 404
    assert handler.get(place(life, file.id, f"copy/{file.id}/")).status_code == 403


def test_of_a_file_that_is_shut_or_of_text_no_copy_is_made(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, file = with_file("a.txt", b"river")
    opened(handler, life)
    assert "遮盖部分内容" not in words(handler.get(place(life, file.id, "look/")))
    assert "无法制作副本" in words(made(handler, life, file.id, "1: 1, 1, 2, 2"))
    monkeypatch.setattr(house, "scanner", lambda: Scanner(ScannerDown()))
    other, shut = with_file("照片.jpg", photo())
    opened(handler, other)
    assert made(handler, other, shut.id, "1: 1, 1, 2, 2").status_code == 403
    assert rows("redaction") == []


@pytest.mark.parametrize(
    "told",
    [
        [],
        [Frame(what="copy", told={"pages": 1}, body=b"%PDF-1.4")],
        [Frame(what="copy", told={"pages": 1}, body=b"river"), Frame(what=sandbox.END)],
    ],
)
def test_a_child_that_fails_gives_no_copy(
    handler: Client, monkeypatch: pytest.MonkeyPatch, told: list[Frame]
) -> None:
    monkeypatch.setattr(sandbox, "ask", lambda *_: iter(told))
    life, file = with_file("照片.jpg", photo())
    opened(handler, life)
    page = made(handler, life, file.id, "1: 1, 1, 2, 2")
    assert "无法制作副本" in words(page)
    assert rows("redaction") == []


def test_a_locked_pdf_gives_no_copy() -> None:
    with pytest.raises(Invalid, match=r"redaction\.nothing"):
        read_boxes(" \n", pages=1)
    assert not redacting.may_redact("video/mp4", 9)
    assert not redacting.may_redact("application/pdf", 1 << 30)
