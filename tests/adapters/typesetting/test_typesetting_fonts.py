"""The fonts that a plain installation brings print what people are called."""

import shutil
import struct
from pathlib import Path

import pytest
from typesetting_samples import RARE

from huiyin.adapters.typesetting import fonts
from huiyin.adapters.typesetting.cmap import coverage
from huiyin.kernel.errors import Misconfigured

TRADITIONAL = "臺灣龍體鬱憂國學廣東話"


@pytest.mark.parametrize("character", RARE + TRADITIONAL + "—…“”《》①☑¥㎡")
def test_rare_and_traditional_characters_have_a_glyph(character: str) -> None:
    assert fonts.installed().prints(ord(character))


def test_emoji_have_a_glyph() -> None:
    assert fonts.installed().prints(ord("😡"))


def test_what_no_font_has_is_known() -> None:
    assert not fonts.installed().prints(0xE000)
    assert not fonts.installed().prints(0x10FFFF)


def test_the_wheels_alone_print_the_rare_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_DEBIAN_CJK", Path("/nowhere"))
    monkeypatch.setattr(fonts, "_DEBIAN_NOTO", Path("/nowhere"))
    alone = fonts._find()
    assert [character for character in RARE if not alone.prints(ord(character))] == []
    assert alone.song[0] == "Noto Serif SC"


def test_fonts_are_found_once_and_again_when_their_folder_was_swept_away() -> None:
    before = fonts.installed()
    assert fonts.installed() is before
    shutil.rmtree(before.links[0].parent)
    after = fonts.installed()
    assert after is not before
    assert after.intact()


def test_a_machine_without_fonts_is_told_which_packages_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_in_wheel", lambda _package, _name: ())
    monkeypatch.setattr(fonts, "_DEBIAN_CJK", Path("/nowhere"))
    with pytest.raises(Misconfigured) as caught:
        fonts._find()
    assert "pylopdf-fonts-zh-cn" in caught.value.facts["packages"]


def font_with(table: bytes) -> bytes:
    """Return the smallest font file that holds only the cmap `table`."""
    header = struct.pack(">IHHHH", 0x00010000, 1, 16, 0, 0)
    return header + struct.pack(">4sIII", b"cmap", 0, 28, len(table)) + table


def subtable_4(first: int, last: int) -> bytes:
    body = struct.pack(">HHHH", 4, 4, 0, 0) + struct.pack(">HHH", last, 0xFFFF, 0)
    body += struct.pack(">HH", first, 0xFFFF) + struct.pack(">HHHH", 0, 0, 0, 0)
    return struct.pack(">HHH", 4, 6 + len(body), 0) + body


def test_the_older_table_form_is_read_and_the_symbol_form_is_not(tmp_path: Path) -> None:
    records = struct.pack(">HH", 0, 2) + struct.pack(">HHI", 3, 0, 20) + struct.pack(">HHI", 3, 1, 20)
    path = tmp_path / "a.ttf"
    path.write_bytes(font_with(records + subtable_4(0xA000, 0xA48C)))
    ranges = coverage(path)
    assert 0xA000 in ranges
    assert 0xA48C in ranges
    assert 0xA48D not in ranges
    assert 0x9FFF not in ranges
    assert 0xFFFF not in ranges


@pytest.mark.parametrize("content", [b"", b"not a font at all, but long enough", b"ttcf"])
def test_a_file_that_is_no_font_is_named_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ttf"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"cmap|OpenType"):
        coverage(path)
