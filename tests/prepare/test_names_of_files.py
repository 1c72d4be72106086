"""Names made to deceive or to lie elsewhere: kept as one plain line, saved under what the content is."""

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.prepare.evidence import NAME_LIMIT, file_name
from huiyin.prepare.packing import safe_name
from huiyin.vault.kinds import saved_as

PDF, TEXT = "application/pdf", "text/plain"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("收据\u202egpj.exe", "收据gpj.exe"),
        ("\u2066a\u2069.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\Windows\\run.pdf", "run.pdf"),
        ("C:\\Users\\王\\报告.pdf", "报告.pdf"),
        ("a\r\nContent-Type: text/html\r\n.pdf", "html .pdf"),
        ("...", "-"),
        (" ", "-"),
        ("/", "-"),
    ],
)
def test_a_name_is_one_line_without_folders_or_turned_letters(sent: str, kept: str) -> None:
    assert file_name(sent) == kept


@pytest.mark.parametrize("sent", ["a" * (NAME_LIMIT + 1), "报" * 300 + ".pdf"])
def test_a_name_without_end_is_refused(sent: str) -> None:
    with pytest.raises(Invalid):
        file_name(sent)


@pytest.mark.parametrize("sent", ["a\0.pdf", "a\x07.pdf", "\x1b[2Ja.pdf"])
def test_no_sign_of_control_stays_in_a_name(sent: str) -> None:
    try:
        kept = file_name(sent)
    except Invalid:
        return
    assert kept.isprintable()


@pytest.mark.parametrize(
    ("name", "media_type", "saved"),
    [
        ("报告.pdf", PDF, "报告.pdf"),
        ("run.exe", PDF, "run.exe.pdf"),
        ("page.HTML", PDF, "page.HTML.pdf"),
        ("run.pdf.lnk", PDF, "run.pdf.lnk.pdf"),
        ("a.exe. ", PDF, "a.exe. .pdf"),
        ("a.pdf:evil.exe", PDF, "a.pdf:evil.exe.pdf"),
        ("说明", TEXT, "说明"),
        ("照片.JPG", "image/jpeg", "照片.JPG"),
        ("run.hta", "audio/mpeg", "run.hta.mp3"),
        ("old.bin", "application/x-unknown", "old.bin"),
    ],
)
def test_a_file_is_saved_under_the_extension_of_what_it_is(name: str, media_type: str, saved: str) -> None:
    assert saved_as(name, media_type) == saved


@pytest.mark.parametrize("name", ["CON", "NUL.pdf", "com1.pdf", "aux", "PRN.txt", "a" * 255, "..", ".", ""])
def test_in_a_packed_file_no_name_is_a_device_or_too_long(name: str) -> None:
    packed = safe_name(name, PDF, 7)
    assert packed.startswith("07-")
    assert packed.endswith(".pdf")
    assert len(packed) <= 110
