"""The text of a file, page by page where it has pages: what people could read in it."""

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from huiyin.vault.examining.open_xml import Container
from huiyin.vault.kinds import Kind

MAX_LETTERS = 1 << 20  # of one file
MAX_PAGES = 500
_NEWLINES = {"p", "br", "cr", "tr", "si", "row", "TextObject"}
_SPACES = {"tab", "tc", "c"}
_HELD = {"t", "TextCode"}  # elements whose characters are text
_PARTS = {
    Kind.DOCX: re.compile(r"word/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"),
    Kind.XLSX: re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
    Kind.PPTX: re.compile(r"ppt/(slides|notesSlides)/[A-Za-z]+\d+\.xml"),
    Kind.OFD: re.compile(r".*/Pages/[^/]+/Content\.xml"),
}
OFFICE = frozenset(_PARTS)
_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n\s*\n+")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def of_plain(content: BinaryIO) -> str:
    """Return plain text or CSV, in the encodings that are let in."""
    content.seek(0)
    data = content.read(4 * MAX_LETTERS)
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            return tidy(codecs.getincrementaldecoder(encoding)().decode(data))
        except UnicodeDecodeError:
            continue
    return ""


def of_document(document: Any) -> Iterator[tuple[int, str]]:
    """Yield the text of each page of a PDF; empty where a page is a picture only."""
    left = MAX_LETTERS
    for index in range(min(len(document), MAX_PAGES)):
        page = document[index]
        text = tidy(page.get_textpage().get_text_bounded())[:left]
        page.close()
        left -= len(text)
        yield index + 1, text
        if left <= 0:
            return


def of_office(content: BinaryIO, kind: Kind) -> str:
    """Return the text of an office document, its parts in the order of their numbers."""
    container = Container(content)
    wanted = [name for name in container.names() if _PARTS[kind].fullmatch(name)]
    heard = _Heard()
    for name in sorted(wanted, key=_order):
        container.walk(name, start=heard.start, text=heard.text, end=heard.end)
        heard.pieces.append("\n")
    return tidy("".join(heard.pieces))


def tidy(text: str) -> str:
    """Return text without control characters and without needless blanks."""
    plain = "".join(" " if letter < " " and letter != "\n" else letter for letter in text.replace("\r", "\n"))
    return _GAPS.sub("\n\n", _BLANK.sub(" ", plain)).strip()[:MAX_LETTERS]


class _Heard:
    """Collects the characters that stand where text stands."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._within = 0
        self._letters = 0

    def start(self, tag: str) -> None:
        self._within += tag in _HELD

    def text(self, said: str) -> None:
        if self._within and self._letters < MAX_LETTERS:
            self._letters += len(said)
            self.pieces.append(said)

    def end(self, tag: str) -> None:
        self._within -= tag in _HELD
        if tag in _NEWLINES:
            self.pieces.append("\n")
        elif tag in _SPACES:
            self.pieces.append(" ")


def _order(name: str) -> tuple[str, list[int]]:
    return _NUMBER.sub("", name), [int(number) for number in _NUMBER.findall(name)]
