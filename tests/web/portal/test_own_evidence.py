"""What a petitioner sees of the own evidence: facts with their source, checks, witnesses, the whole file."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from followed import follows, words
from wizard import text

import builders
from huiyin.adapters.scanning.scanner import ScannerDown
from huiyin.commands.evidence.add_evidence import AddEvidence
from huiyin.jobs.examining import examine_files
from huiyin.prepare import examining, house
from huiyin.prepare.evidence import stage
from huiyin.prepare.filing import evidence_row
from huiyin.prepare.replies import key_of
from support.moment import AT
from support.state import rows
from vault.made_files import at_chengdu, exif, picture

pytestmark = pytest.mark.usefixtures("installed")

PHOTO = picture("JPEG", exif=exif(gps=at_chengdu(), DateTimeOriginal="2026:05:06 07:08:09"))


def with_photo() -> builders.Life:
    life = builders.file_petition()
    key = key_of(life.petition)
    file = stage(io.BytesIO(PHOTO), "照片.jpg", store=house.store(), data_key=key, at=AT)
    return life.then(AddEvidence(petition=life.petition, files=(evidence_row(file, key),)), life.petitioner)


def test_whoever_adds_a_photo_sees_what_it_says_of_place_and_device(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = with_photo()
    monkeypatch.setattr(examining, "FEW_LETTERS", 0)
    follows(visitor, life, monkeypatch)
    assert "尚未解析" in text(visitor.get("/follow/files/"))
    examine_files(lambda: life.at)
    page = words(text(visitor.get("/follow/files/")))
    for said in ("HUAWEIP60", "30.657420°", "出处：EXIFGPSLatitude", "您添加"):
        assert said in page


def test_a_file_that_waits_for_the_scanner_says_so_and_nothing_else(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = with_photo()
    monkeypatch.setattr(house, "scanner", ScannerDown)
    follows(visitor, life, monkeypatch)
    page = text(visitor.get("/follow/files/"))
    assert "正在进行恶意程序检查" in page
    assert "HUAWEI" not in page


def test_a_witness_is_named_and_the_offices_are_told(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = builders.file_petition()
    assert "提供证人证言" in follows(visitor, life, monkeypatch)
    said = {"who": "李某", "when": "4月28日夜里", "where": "厂区后门", "what": "看见有人接软管。"}
    answered = visitor.post("/follow/statement/", said)
    assert answered.headers["Location"] == "/follow/?told=statement"
    assert "证言已加密并补充到您的事项中" in text(visitor.get(answered.headers["Location"]))
    assert "补充了证人证言" in text(visitor.get("/follow/"))
    page = text(visitor.get("/follow/statement/"))
    assert "李某" in page
    assert "看见有人接软管。" in page
    assert {row["kind"] for row in rows("notice")} >= {"statement.added"}


def test_a_statement_without_words_keeps_what_was_typed(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follows(visitor, builders.file_petition(), monkeypatch)
    answered = visitor.post("/follow/statement/", {"who": "李某", "what": " "})
    assert answered.status_code == 422
    assert "李某" in text(answered)
    assert rows("statement") == []


def test_after_the_answer_no_witness_is_asked_for(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "提供证人证言" not in follows(visitor, builders.answered(), monkeypatch)
    assert visitor.get("/follow/statement/").headers["Location"] == "/follow/"


def test_the_whole_file_is_saved_with_manifest_and_receipt(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = with_photo()
    follows(visitor, life, monkeypatch)
    given = visitor.get("/follow/everything.zip")
    assert given.headers["Content-Disposition"].startswith("attachment; ")
    with zipfile.ZipFile(io.BytesIO(b"".join(given.streaming_content))) as archive:  # type: ignore[attr-defined]
        assert archive.read("files/01-照片.jpg") == PHOTO
        assert {"manifest.json", f"huiyin-{life.prepared.command.number}.json"} <= set(archive.namelist())


def test_without_a_session_nothing_is_given(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.kernel.clock.now", lambda: AT + timedelta(days=1))
    page = visitor.get("/follow/everything.zip")
    assert page.headers["Content-Type"].startswith("text/html")
