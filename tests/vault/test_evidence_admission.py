"""Evidence is told by its content; what a browser or a double click would run stays out."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.vault import containers
from huiyin.vault.admission import admit, refuse_head
from huiyin.vault.kinds import MAX_FILE_BYTES, NAMES, Kind, extension, require_count, require_size
from huiyin.vault.signatures import HEAD_BYTES, by_head
from vault.made_files import ole, pdf, picture, typeset_pdf, zipped


def _brand(brand: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + brand + bytes(4) + b"".join(others)
    return struct.pack(">I", len(body) + 4) + body + b"\x00\x00\x00\x08free"


_TYPES = "[Content_Types].xml"
ALLOWED = [
    (pdf(Author="x"), "pdf"),
    (typeset_pdf("x"), "pdf"),
    (picture("JPEG"), "jpeg"),
    (picture("PNG"), "png"),
    (picture("WEBP"), "webp"),
    (picture("GIF"), "gif"),
    (_brand(b"heic", b"mif1", b"heic"), "heic"),
    (_brand(b"mif1", b"heic"), "heic"),
    (_brand(b"isom", b"iso2avc1mp41"), "mp4"),
    (_brand(b"mp42"), "mp4"),
    (_brand(b"qt  "), "mov"),
    (b"\x00\x00\x00\x08wide\x00\x00\x00\x08mdat", "mov"),
    (_brand(b"M4A "), "m4a"),
    (_brand(b"3gp5"), "3gp"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm", "webm"),
    (b"ID3\x04\x00\x00\x00\x00\x00\x00", "mp3"),
    (b"\xff\xfb\x90\x64" + bytes(400), "mp3"),
    (b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav"),
    (b"OggS\x00\x02" + bytes(20), "ogg"),
    (b"#!AMR\n" + bytes(20), "amr"),
    (b"#!AMR-WB\n" + bytes(20), "amr"),
    (zipped(_TYPES, "word/document.xml"), "docx"),
    (zipped(_TYPES, "xl/workbook.xml"), "xlsx"),
    (zipped(_TYPES, "ppt/presentation.xml"), "pptx"),
    (zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
    (ole("WordDocument"), "doc"),
    (ole("Workbook", padding=30), "xls"),
    (ole("PowerPoint Document"), "ppt"),
    ("河水发臭，请核实。\r\n".encode(), "txt"),
    ("河水发臭，请核实。".encode("gb18030"), "txt"),
    ("河水发臭".encode("utf-16"), "txt"),
    ("\ufeff河水发臭".encode(), "txt"),
    ("<3 以上为附件".encode(), "txt"),
    (b"MZ is how a town abbreviates its name\n", "txt"),
    (("河" * HEAD_BYTES).encode(), "txt"),
]
REFUSED = [
    (b"<!DOCTYPE html><p>x", "html"),
    (b"\n\t <HTML><body>", "html"),
    ("\ufeff<script>alert(1)</script>".encode(), "html"),
    ("<script>".encode("utf-16"), "html"),
    (b"text first, then <iframe src=x>", "html"),
    (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
    (b"<svg onload=alert(1)>", "svg"),
    (b'<?xml version="1.0"?><note/>', "xml"),
    (b"<?php system($_GET[0]);", "html"),
    (b"#!/bin/sh\nrm -rf ~\n", "script"),
    (b"MZ\x90\x00\x03" + bytes(60), "executable"),
    (b"\x7fELF\x02\x01", "executable"),
    (b"\xca\xfe\xba\xbe\x00\x00\x00\x41", "executable"),
    (b"\xcf\xfa\xed\xfe\x07", "executable"),
    (b"L\x00\x00\x00\x01\x14\x02\x00\x00", "executable"),
    (zipped("anything.txt"), "archive"),
    (zipped(_TYPES, "strange/part.xml"), "archive"),
    (zipped("META-INF/MANIFEST.MF", "A.class"), "archive"),
    (zipped(), "archive"),
    (b"PK\x03\x04 cut short", "archive"),
    (zipped(_TYPES, "word/document.xml")[:-1], "archive"),
    (b"Rar!\x1a\x07\x00", "archive"),
    (ole("__properties_version1.0"), "unknown"),
    (ole()[:100], "unknown"),
    (b"{\\rtf1\\ansi", "rtf"),
    (b"%!PS-Adobe-3.0", "postscript"),
    (_brand(b"avif", b"mif1"), "unknown"),
    (_brand(b"crx "), "unknown"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x88matroska", "unknown"),
    (b"RIFF\x24\x00\x00\x00AVI LIST", "unknown"),
    (b"\xff\xfb\xf0\x64" + bytes(400), "unknown"),  # a reserved bit rate
    (b"\xff\xeb\x90\x64" + bytes(400), "unknown"),  # a reserved version
    (b"bell \x07 in it", "unknown"),
    (b"\x81\xff\xff\x00", "unknown"),
    (b"\xff\xfe\x00\xd8", "unknown"),
]


@pytest.mark.parametrize(("content", "kind"), ALLOWED)
def test_what_may_be_evidence_is_told_by_its_content(content: bytes, kind: str) -> None:
    admitted = admit(io.BytesIO(content), f"scan.{NAMES[Kind(kind)].extensions[0]}")
    assert admitted.kind == kind
    assert admitted.extension_fits
    assert admitted.media_type == NAMES[Kind(kind)].media_type
    refuse_head(content[:HEAD_BYTES])


@pytest.mark.parametrize(("content", "found"), REFUSED)
def test_what_may_not_is_refused_whatever_it_is_called(content: bytes, found: str) -> None:
    with pytest.raises(Invalid) as caught:
        admit(io.BytesIO(content), "photo.jpg")
    assert caught.value.code == "evidence.type_not_allowed"
    assert caught.value.facts == {"found": found}


@pytest.mark.parametrize(
    ("content", "found"), [pair for pair in REFUSED if pair[1] in {"html", "svg", "script"}]
)
def test_the_first_bytes_are_enough_to_refuse_what_runs(content: bytes, found: str) -> None:
    with pytest.raises(Invalid) as caught:
        refuse_head(content)
    assert caught.value.facts == {"found": found}


def test_a_wrong_extension_is_noticed_and_not_trusted() -> None:
    admitted = admit(io.BytesIO(picture("PNG")), "water-report.PDF")
    assert admitted.kind is Kind.PNG
    assert not admitted.extension_fits
    assert admitted.extension == "png"


@pytest.mark.parametrize("name", ["run.bat", "RUN.VBS", "a.txt.js", "page.html ", "x.ps1.", "C:\\x\\y.cmd"])
def test_text_that_a_double_click_would_run_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        admit(io.BytesIO(b"echo hello\n"), name)
    assert caught.value.facts == {"found": "script"}


def test_only_its_name_tells_a_table_from_text() -> None:
    content = "日期,读数\n2026-05-06,41\n".encode()
    assert admit(io.BytesIO(content), "readings.CSV").kind is Kind.CSV
    assert admit(io.BytesIO(content), "readings").kind is Kind.TXT


def test_the_file_is_handed_back_at_its_start() -> None:
    file = io.BytesIO(zipped(_TYPES, "word/document.xml"))
    admit(file, "x.docx")
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.TXT", "txt"),
        ("a", ""),
        ("dir.d/a", ""),
        ("dir.d\\a", ""),
        (".hidden", ""),
        ("a.tar.gz", "gz"),
        ("", ""),
    ],
)
def test_the_extension_is_what_follows_the_last_dot(name: str, found: str) -> None:
    assert extension(name) == found


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        admit(io.BytesIO(b""), "a.pdf")
    assert caught.value.code == "evidence.empty"


def test_two_gibibytes_are_the_limit() -> None:
    require_size(MAX_FILE_BYTES)
    with pytest.raises(Invalid) as caught:
        require_size(MAX_FILE_BYTES + 1)
    assert caught.value.code == "evidence.too_large"


def test_two_hundred_files_are_the_limit() -> None:
    require_count(200)
    with pytest.raises(Invalid) as caught:
        require_count(201)
    assert (caught.value.code, caught.value.facts) == ("evidence.too_many", {"limit": 200, "found": 201})


def test_a_zip_of_too_many_names_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_ENTRIES", 1)
    assert containers.in_zip(io.BytesIO(zipped(_TYPES, "word/document.xml"))) == "archive"


def test_a_zip_whose_directory_is_damaged_is_not_an_office_file() -> None:
    content = zipped(_TYPES, "word/document.xml").replace(b"PK\x01\x02", b"PK\x09\x09")
    assert containers.in_zip(io.BytesIO(content)) == "archive"


def test_an_ole_directory_that_runs_in_a_circle_ends() -> None:
    content = bytearray(ole("MsiPackage"))
    struct.pack_into("<I", content, 512 + 4, 1)
    assert containers.in_ole(io.BytesIO(bytes(content))) == "unknown"


@pytest.mark.parametrize(("at", "value"), [(30, 60), (48, 1 << 20), (76, 0xFFFFFFFF)])
def test_an_ole_file_that_points_nowhere_is_unknown(at: int, value: int) -> None:
    content = bytearray(ole("WordDocument"))
    struct.pack_into("<I", content, at, value)
    assert containers.in_ole(io.BytesIO(bytes(content))) == "unknown"


@given(
    st.binary(max_size=600),
    st.sampled_from(["", *(allowed[:40] for allowed, _ in ALLOWED)]),
    st.text(max_size=9),
)
def test_whatever_comes_in_is_admitted_or_refused(noise: bytes, start: bytes | str, name: str) -> None:
    content = (start or b"x") + noise  # type: ignore[operator]
    try:
        assert admit(io.BytesIO(content), name).kind in Kind
    except Invalid as refusal:
        assert refusal.code == "evidence.type_not_allowed"  # noqa: PT017  both ends are right
    assert by_head(content)
