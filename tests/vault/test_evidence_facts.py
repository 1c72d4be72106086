"""What a file says of itself, with its source; a malformed file says nothing and harms nobody."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags
from PIL.TiffImagePlugin import IFDRational
from pypdf import PdfWriter

from huiyin.vault.examining import evidence_facts, exif_facts, sandbox
from huiyin.vault.examining.evidence_facts import EvidenceFacts, facts_of, read_facts
from huiyin.vault.facts import FactName
from huiyin.vault.kinds import Kind
from vault.made_files import CHENGDU, at_chengdu, exif, pdf, pdf_with_a_page_loop, picture, typeset_pdf

PHOTO = picture(
    "JPEG", exif=exif(gps=at_chengdu(), DateTimeOriginal="2026:05:06 07:08:09", OffsetTimeOriginal="+08:00")
)


def _facts(content: bytes, kind: Kind) -> EvidenceFacts:
    return EvidenceFacts(kind=kind, facts=facts_of(io.BytesIO(content), kind))


def _is_the_photo(found: EvidenceFacts) -> None:
    assert found.value(FactName.TAKEN_AT) == "2026-05-06T07:08:09+08:00"
    assert found.value(FactName.CAMERA) == "HUAWEI P60"
    for name, degrees in zip((FactName.LATITUDE, FactName.LONGITUDE), CHENGDU, strict=True):
        assert abs(float(found.value(name) or 0) - degrees) < 0.00001


def test_a_photo_says_when_where_and_by_what() -> None:
    found = _facts(PHOTO, Kind.JPEG)
    _is_the_photo(found)
    assert {fact.source for fact in found.facts} == {
        "EXIF DateTimeOriginal",
        "EXIF Make, Model",
        "EXIF GPSLatitude",
        "EXIF GPSLongitude",
    }


@pytest.mark.parametrize("kind", [Kind.PNG, Kind.WEBP])
def test_other_pictures_say_the_same(kind: Kind) -> None:
    block = exif(gps=at_chengdu(), DateTimeOriginal="2026:05:06 07:08:09", OffsetTimeOriginal="+08:00")
    _is_the_photo(_facts(picture(kind.value.upper(), exif=block), kind))


def test_a_phones_heic_says_the_same() -> None:
    block = exif(gps=at_chengdu(), DateTimeOriginal="2026:05:06 07:08:09", OffsetTimeOriginal="+08:00")
    heic = (
        b"\x00\x00\x00\x18ftypheic"
        + bytes(12)
        + b"mdat"
        + bytes(99)
        + b"\x00\x00\x00\x06"
        + block
        + bytes(50)
    )
    _is_the_photo(_facts(heic, Kind.HEIC))
    assert _facts(heic[:60], Kind.HEIC).facts == ()


def test_a_time_without_zone_stays_without_zone() -> None:
    photo = picture("JPEG", exif=exif(DateTimeOriginal="2026:05:06 07:08:09"))
    assert _facts(photo, Kind.JPEG).value(FactName.TAKEN_AT) == "2026-05-06T07:08:09"


@pytest.mark.parametrize("when", ["", "2026:13:06 07:08:09", "yesterday", "    :  :     :  :  "])
def test_a_time_that_is_none_is_left_out(when: str) -> None:
    assert (
        _facts(picture("JPEG", exif=exif(DateTimeOriginal=when)), Kind.JPEG).value(FactName.TAKEN_AT) is None
    )


def test_south_is_below_zero() -> None:
    found = _facts(picture("JPEG", exif=exif(gps=at_chengdu("S"))), Kind.JPEG)
    assert float(found.value(FactName.LATITUDE) or 0) < -30


@pytest.mark.parametrize(
    "wrong",
    [
        {ExifTags.GPS.GPSLatitudeRef: "?"},
        {ExifTags.GPS.GPSLatitude: (91.0, 0.0, 0.0)},
        {ExifTags.GPS.GPSLatitude: (1.0, 2.0)},
        {ExifTags.GPS.GPSLatitude: (IFDRational(1, 0), 0.0, 0.0)},
    ],
)
def test_a_place_that_is_none_is_left_out(wrong: dict[int, object]) -> None:
    found = _facts(picture("JPEG", exif=exif(gps=at_chengdu() | wrong)), Kind.JPEG)
    assert found.value(FactName.LATITUDE) is None
    assert found.value(FactName.LONGITUDE) is None


def test_a_picture_without_exif_says_nothing() -> None:
    for kind in (Kind.JPEG, Kind.PNG, Kind.WEBP):
        assert _facts(picture(kind.value.upper()), kind).facts == ()


def test_a_pixel_bomb_is_never_unpacked() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    said = chunk(b"eXIf", exif(gps=at_chengdu()).removeprefix(b"Exif\x00\x00"))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + said
    assert _facts(bomb, Kind.PNG).value(FactName.CAMERA) == "HUAWEI P60"


def test_a_pdf_says_author_producer_date_and_pages() -> None:
    content = pdf(Author="四川水检", Producer="LibreOffice 25.2", CreationDate="D:20260506070809+08'00'")
    found = _facts(content, Kind.PDF)
    assert found.value(FactName.AUTHOR) == "四川水检"
    assert found.value(FactName.PRODUCER) == "LibreOffice 25.2"
    assert found.value(FactName.CREATED_AT) == "2026-05-06T07:08:09+08:00"
    assert found.value(FactName.PAGES) == "2"
    assert found.facts[0].source == "PDF page tree"


def test_a_typeset_pdf_speaks_too() -> None:
    found = _facts(typeset_pdf("成都市民"), Kind.PDF)
    assert found.value(FactName.AUTHOR) == "成都市民"
    assert found.value(FactName.PAGES) == "2"


def test_what_a_pdf_says_is_cleaned_and_cut() -> None:
    found = _facts(pdf(Author="\u202e\x00 a\nb" + "长" * 500), Kind.PDF)
    author = found.value(FactName.AUTHOR) or ""
    assert author.startswith("a b长")
    assert len(author) == 200


def test_a_pdf_without_a_date_or_a_word_says_its_pages() -> None:
    found = _facts(pdf(Author=" ", CreationDate="soon"), Kind.PDF)
    assert found.value(FactName.AUTHOR) is None
    assert found.value(FactName.CREATED_AT) is None
    assert found.value(FactName.PAGES) == "2"


def test_a_locked_pdf_says_nothing() -> None:
    writer, out = PdfWriter(clone_from=io.BytesIO(pdf(Author="x"))), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(out)
    assert _facts(out.getvalue(), Kind.PDF).facts == ()


def test_a_pdf_without_information_says_its_pages_only() -> None:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=10, height=10)
    writer.metadata = None
    writer.write(out)
    assert [fact.name for fact in _facts(out.getvalue(), Kind.PDF).facts] == [FactName.PAGES]


def test_a_picture_of_endless_blocks_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exif_facts, "MAX_BLOCKS", 1)
    for kind in (Kind.JPEG, Kind.PNG):
        assert _facts(picture(kind.value.upper(), exif=exif()), kind).facts == ()


def test_a_page_tree_that_contains_itself_says_no_pages() -> None:
    assert _facts(pdf_with_a_page_loop(), Kind.PDF).value(FactName.PAGES) is None


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_malformed_file_says_nothing_wrong_and_raises_nothing(data: st.DataObject) -> None:
    kind, content = data.draw(
        st.sampled_from([(Kind.JPEG, PHOTO), (Kind.PDF, pdf(Author="x")), (Kind.HEIC, PHOTO)])
    )
    broken = bytearray(content[: data.draw(st.integers(0, len(content)))])
    for _ in range(data.draw(st.integers(0, 6))):
        if broken:
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    facts_of(io.BytesIO(bytes(broken)), kind)


def test_facts_are_read_in_a_process_of_its_own() -> None:
    _is_the_photo(read_facts(io.BytesIO(PHOTO), Kind.JPEG))
    assert read_facts(io.BytesIO(typeset_pdf("成都市民")), Kind.PDF).value(FactName.AUTHOR) == "成都市民"


def test_other_kinds_say_nothing_and_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.subprocess, "Popen", None)
    assert read_facts(io.BytesIO(b"text"), Kind.TXT) == EvidenceFacts(kind=Kind.TXT)
    monkeypatch.setattr(evidence_facts, "MAX_FILE_BYTES", 10)
    assert read_facts(io.BytesIO(PHOTO), Kind.JPEG).facts == ()
