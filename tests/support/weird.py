"""What nobody should send, and somebody does: texts, structures and files for the fuzzing of the ways in."""

import io
import zipfile
from functools import cache
from typing import Any

from hypothesis import strategies as st

from support.program import PETITION, File

MEBI = 1 << 20
EVERY_SIGN = st.characters(categories=("L", "M", "N", "P", "S", "Z", "Cc", "Cf", "Co", "Cs", "Cn"))


class Long(str):
    """A long text that is shown short when a test fails."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Long({self[:4]!r}…, {len(self)} signs)"


TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "水\udfff污染",
    "🙂",
    Long("👨‍👩‍👧‍👦" * 50),
    Long("🙂" * (MEBI // 4)),
    Long("🙂" * (MEBI // 4 + 1)),
    Long("河" * (MEBI // 3)),
    Long("a" * MEBI),
    Long("a" * (MEBI + 1)),
    Long("\n" * 5000),
    "𠮷田·买买提",
    Long("e" + "\u0301" * 200),
    Long("王" + "\u0301" * 200),
    "\u202e倒过来\u202c",
    Long("\u200b" * 100),
    "\ufeff水",
    "<script>alert(1)</script>",
    "{{7*7}}{% debug %}",
    "%(title)s %s {0}",
    "'; DROP TABLE petition; --",
    "../../etc/passwd",
    Long("ﷺ" * 100),
    "\r\n.\r\n",
    "NaN",
    "0",
    "2026-02-30",
    "9999-12-31",
    "0000-00-00",
)
NUMBERS = (
    0,
    -1,
    1,
    510117,
    510000,
    999999,
    1 << 31,
    1 << 63,
    -(1 << 63),
    10**40,
    510117000000,
    True,
    1.5,
    1e308,
)

texts = st.one_of(st.sampled_from(TEXTS), st.text(EVERY_SIGN, max_size=40))
scalars = st.one_of(texts, st.sampled_from(NUMBERS), st.none(), st.booleans(), st.integers(), st.floats())
anything: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda one: st.one_of(st.lists(one, max_size=4), st.dictionaries(texts, one, max_size=4)),
    max_leaves=8,
)


@st.composite
def objects(draw: st.DrawFn, likely: dict[str, Any]) -> dict[str, Any]:
    """Objects that are nearly right: some members left out, some replaced, seldom one too many."""
    made = dict(likely)
    for name in draw(st.sets(st.sampled_from(sorted(likely)), max_size=2)):
        if draw(st.booleans()):
            made[name] = draw(anything)
        else:
            del made[name]
    if draw(st.integers(0, 9)) == 0:
        made[draw(texts)] = draw(anything)
    return made


PERSON = {"part": "petitioner", "kind": "person", "name": "王芳", "phone": "13800000000", "minor": False}
RESPONDENT = {"kind": "enterprise", "name": "华锦纺织厂", "accused": False}
LIKELY = {
    **PETITION,
    "language": "zh-hans",
    "place": "方桥村",
    "happened_from": "2026-03-05",
    "happened_to": "2026-03-06",
    "publish": False,
    "electronic": True,
}


@st.composite
def petitions(draw: st.DrawFn) -> dict[str, Any]:
    """Filings as JSON objects: nearly right ones mostly."""
    made = draw(objects(LIKELY))
    for name, likely, most in (("persons", PERSON, 12), ("respondents", RESPONDENT, 3)):
        if draw(st.booleans()):
            made[name] = draw(st.one_of(st.lists(objects(likely), max_size=most), anything))
    return made


@cache
def files() -> tuple[File, ...]:
    """Return files that are not what they claim, damaged, empty or dangerous; and a few good ones."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    bomb = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(128 * MEBI)})
    return (
        File("空.pdf", b""),
        File("svg.pdf", svg),
        File("page.pdf", b"<!doctype html><html><script>alert(1)</script>"),
        File("bomb.docx", bomb),
        File("loop.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"x"})[:-10]),
        File("program.pdf", b"MZ" + bytes(500)),
        File("elf.jpg", b"\x7fELF" + bytes(500)),
        File("archive.zip", zipped({"a.txt": b"a"})),
        File("short.jpg", b"\xff\xd8\xff"),
        File("short.png", b"\x89PNG\r\n\x1a\n"),
        File("noise.bin", bytes(range(256)) * 8),
        File("script.sh", b"#!/bin/sh\nrm -rf /\n"),
        File("run.bat", b"@echo off\r\n"),
        File("../../etc/passwd", b"root:x:0:0\n"),
        File("名" * 300 + ".txt", "水".encode()),
        File("𠮷·.txt", "水".encode()),
        File("con.pdf\x00.exe", b"%PDF-1.7\n"),
        File("", b"%PDF-1.7\n"),
        File("说明.txt", "河水发黑。".encode()),
        File("报告.pdf", b"%PDF-1.7\n%%EOF\n"),
    )


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return bytes with some changed, taken out, doubled or put in, or the end cut off."""
    made = bytearray(whole)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(made) - 1, 0)))
        length = draw(st.integers(1, 40))
        match draw(st.sampled_from(["flip", "cut", "double", "insert", "end"])):
            case "flip" if made:
                made[at] ^= draw(st.integers(1, 255))
            case "cut":
                del made[at : at + length]
            case "double":
                made[at:at] = made[at : at + length]
            case "end":
                del made[at:]
            case _:
                made[at:at] = draw(st.binary(min_size=1, max_size=length))
    return bytes(made)
