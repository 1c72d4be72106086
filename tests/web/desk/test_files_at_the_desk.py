"""Files at the desk: shown as pictures and facts, kept shut until they are clean, never run."""

import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from desk_forms import address, opened
from django.test import Client
from officials import words

import builders
from huiyin.adapters.scanning.scanner import Said, Scanned, ScannerDown
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.jobs.examining import examine_files
from huiyin.prepare import examining, house
from huiyin.prepare.drafts import StagedFile
from huiyin.prepare.evidence import stage
from huiyin.prepare.filing import evidence_row
from huiyin.prepare.replies import key_of
from huiyin.prepare.searching import indexing
from support.log import turn
from support.moment import AT
from vault.dangerous_files import gif_and_script, office, scripted_pdf
from vault.made_files import at_chengdu, exif, picture, typeset_pdf


def with_file(name: str, content: bytes) -> tuple[builders.Life, StagedFile]:
    """Add a file to a matter that Chengdu's ecology office has."""
    life = builders.file_petition()
    key = key_of(life.petition)
    file = stage(io.BytesIO(content), name, store=house.store(), data_key=key, at=AT)
    return life.then(
        AddEvidence(petition=life.petition, files=(evidence_row(file, key),)), life.petitioner, days=0
    ), file


def examined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "FEW_LETTERS", 0)  # reading pictures takes its time, elsewhere
    examine_files(lambda: AT)


class Scanner:
    """Says what it is told to say."""

    def __init__(self, says: Any) -> None:
        self.says = says

    def scan(self, *_: Any) -> Scanned:
        """Say it."""
        if isinstance(self.says, Exception):
            raise self.says
        return self.says  # type: ignore[no-any-return]


def place(life: builders.Life, file: UUID, end: str = "") -> str:
    return f"{address(life)}evidence/{file}/{end}"


def test_a_file_shows_its_pages_its_text_its_facts_and_who_added_it(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, file = with_file("检测报告.pdf", typeset_pdf("成都市民"))
    opened(handler, life)
    assert "尚未解析" in words(handler.get(address(life)))
    examined(monkeypatch)
    page = words(handler.get(place(life, file.id, "look/")))
    for said in (
        "水质检测报告",
        "成都市民",
        "出处：PDF Info /Author",
        file.sha256.hex(),
        "信访人",
        "第 2 页",
    ):
        assert said in page
    assert place(life, file.id, "page/2.webp") in page
    assert place(life, file.id, "page/0.webp") in words(handler.get(address(life)))


def test_a_picture_of_a_page_is_a_picture_and_nothing_else(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, file = with_file("检测报告.pdf", typeset_pdf("成都市民"))
    examined(monkeypatch)
    assert handler.get(place(life, file.id, "page/1.webp")).status_code == 403  # no grant yet
    opened(handler, life)
    given = handler.get(place(life, file.id, "page/1.webp"))
    assert given.content[:4] == b"RIFF"
    assert given.headers["Content-Type"] == "image/webp"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in given.headers["Cache-Control"]
    assert handler.get(place(life, file.id, "page/9.webp")).status_code == 404


def test_who_has_no_part_sees_neither_page_nor_picture(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, file = with_file("检测报告.pdf", typeset_pdf("成都市民"))
    examined(monkeypatch)
    for end in ("look/", "page/1.webp", ""):
        assert stranger.get(place(life, file.id, end)).status_code == 404


def test_the_page_of_a_file_needs_the_grant_of_the_day(handler: Client) -> None:
    life, file = with_file("a.txt", b"river")
    assert handler.get(place(life, file.id, "look/")).status_code == 403
    opened(handler, life)
    assert handler.get(place(life, life.petition, "look/")).status_code == 404


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (ScannerDown(), "正在进行恶意程序检查"),
        (Scanned(said=Said.INFECTED, finding="Win.Test.EICAR_HDB-1"), "Win.Test.EICAR_HDB-1"),
        (Scanned(said=Said.TOO_LARGE), "大小上限"),
    ],
)
def test_a_file_that_is_not_known_to_be_clean_opens_for_nobody(
    handler: Client, monkeypatch: pytest.MonkeyPatch, says: Any, told: str
) -> None:
    monkeypatch.setattr(house, "scanner", lambda: Scanner(says))
    life, file = with_file("照片.jpg", picture("JPEG", exif=exif(gps=at_chengdu())))
    opened(handler, life)
    for _ in range(2):  # before anybody looked, and after
        assert handler.get(place(life, file.id)).status_code == 403
        assert handler.get(place(life, file.id, "facts/")).status_code == 403
        page = words(handler.get(place(life, file.id, "look/")))
        assert "HUAWEI" not in page
        assert ".webp" not in page
        assert "保存文件" not in page
        examined(monkeypatch)
    assert told in page or told in words(handler.get(place(life, file.id, "look/")))


def test_once_it_is_clean_it_opens_and_says_so(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "scanner", lambda: Scanner(Scanned(said=Said.CLEAN)))
    life, file = with_file("a.txt", "河水发臭".encode())
    opened(handler, life)
    examined(monkeypatch)
    assert b"".join(handler.get(place(life, file.id)).streaming_content) == "河水发臭".encode()  # type: ignore[attr-defined]
    page = words(handler.get(place(life, file.id, "look/")))
    assert "已做恶意程序检查，未发现问题" in page
    assert "此类文件没有页面" in page
    assert "河水发臭" in page


def test_words_in_a_file_are_found_and_shown_to_whom_it_is_open_while_it_is_clean(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, _ = with_file("a.txt", "渣土车夜间偷倒".encode())
    examined(monkeypatch)
    turn()
    indexing.catch_up(batches=10)
    assert life.prepared.command.number in searched(handler, "渣土")
    assert "excerpt" not in searched(handler, "渣土")
    opened(handler, life)
    assert '<p class="excerpt">' in searched(handler, "渣土")
    monkeypatch.setattr(house, "scanner", lambda: Scanner(ScannerDown()))
    assert "excerpt" not in searched(handler, "渣土")


def searched(browser: Client, typed: str) -> str:
    return words(browser.get(browser.post("/desk/search/", {"q": typed})["Location"]))


def test_scripts_a_false_name_and_a_second_file_are_told(
    handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life, pdf = with_file("照片.jpg", scripted_pdf())
    examined(monkeypatch)
    opened(handler, life)
    page = words(handler.get(place(life, pdf.id, "look/")))
    assert "含有脚本" in page
    assert "文件名所示类型与内容不符" in page
    other, gif = with_file("a.gif", gif_and_script())
    examined(monkeypatch)
    opened(handler, other)
    page = words(handler.get(place(other, gif.id, "look/")))
    assert "也可被当作另一类文件读取" in page
    assert "无法制图" in page
    assert "alert(" not in page


def test_what_makes_a_picture_elsewhere_is_named(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    life, file = with_file("来信.docx", office("河水发臭"))
    examined(monkeypatch)
    opened(handler, life)
    page = words(handler.get(place(life, file.id, "look/")))
    assert "libreoffice-writer-nogui" in page
    assert "河水发臭" in page


def test_pages_without_a_picture_are_counted(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "MAX_PICTURES", 2)
    life, file = with_file("检测报告.pdf", typeset_pdf("成都市民"))
    examined(monkeypatch)
    opened(handler, life)
    assert "另有 1 页未在此制图" in words(handler.get(place(life, file.id, "look/")))


def test_text_still_to_be_read_from_pictures_is_told(handler: Client) -> None:
    life, file = with_file("照片.png", picture("PNG"))
    examine_files(lambda: AT - timedelta(days=1), limit=1)
    opened(handler, life)
    assert "图像中的文字仍在识别" in words(handler.get(place(life, file.id, "look/")))


def test_the_whole_file_is_saved_under_the_grant_of_the_day(handler: Client, stranger: Client) -> None:
    life = builders.file_petition()
    place_of_it = f"{address(life)}everything.zip"
    assert handler.get(place_of_it).status_code == 403
    assert stranger.get(place_of_it).status_code == 404
    opened(handler, life)
    given = handler.get(place_of_it)
    assert given.headers["Content-Disposition"].startswith("attachment; ")
    with zipfile.ZipFile(io.BytesIO(b"".join(given.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.namelist() == ["matter.json", "manifest.json"]
