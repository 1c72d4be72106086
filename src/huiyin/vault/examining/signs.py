"""What a reader should know of a file before opening it: scripts, macros, attachments, a second file inside.

Nothing of it is run here or shown in our pages. A sign is told and refuses nothing: evidence may look so.
"""

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from pypdf import PdfReader

from huiyin.vault.examining.open_xml import Container
from huiyin.vault.facts import Fact, FactName, Held
from huiyin.vault.kinds import Kind

MAX_PAGES = 200
_TAIL_BYTES = (1 << 16) + 22
_HEAD_BYTES = 1024
_END_OF_ZIP = b"PK\x05\x06"
_MARKUP = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|\?php)", re.IGNORECASE)
_ZIPPED = frozenset({Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.OFD})
_PLAIN = frozenset({Kind.TXT, Kind.CSV})
_OLE = frozenset({Kind.DOC, Kind.XLS, Kind.PPT})
_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros"))


def read(file: BinaryIO, kind: Kind) -> Iterator[Fact]:
    """Yield what the file holds; may raise anything on a malformed one."""
    yield from _second_file(file, kind)
    if kind is Kind.PDF:
        yield from _in_pdf(file)
    elif kind in _ZIPPED:
        yield from _in_office(file)
    elif kind in _OLE:
        file.seek(0)
        content = file.read()
        if any(name in content for name in _OLE_MACROS):
            yield _holds(Held.MACRO, "OLE VBA")


def _second_file(file: BinaryIO, kind: Kind) -> Iterator[Fact]:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read(_TAIL_BYTES)
    file.seek(0)
    if kind not in _ZIPPED and _END_OF_ZIP in tail:
        yield _holds(Held.SECOND_FILE, "ZIP")
    if kind is not Kind.PDF and b"%PDF-" in head:
        yield _holds(Held.SECOND_FILE, "PDF")
    if kind not in _PLAIN and _MARKUP.search(head):
        yield _holds(Held.SECOND_FILE, "HTML")


def _in_office(file: BinaryIO) -> Iterator[Fact]:
    names = [name.lower() for name in Container(file).names()]
    if any(name.endswith("vbaproject.bin") for name in names):
        yield _holds(Held.MACRO, "vbaProject.bin")
    if any("/embeddings/" in name for name in names):
        yield _holds(Held.ATTACHMENT, "embeddings/")


def _in_pdf(file: BinaryIO) -> Iterator[Fact]:
    reader = PdfReader(file, strict=False)
    catalog: Any = reader.trailer["/Root"]
    found: dict[Held, str] = {}
    names = _inner(catalog.get("/Names"))
    if "/JavaScript" in names:
        found[Held.SCRIPT] = "PDF /Names /JavaScript"
    if "/EmbeddedFiles" in names:
        found[Held.ATTACHMENT] = "PDF /Names /EmbeddedFiles"
    for place, action in _actions(reader, catalog):
        held = {"/JavaScript": Held.SCRIPT, "/Launch": Held.LAUNCH}.get(str(_inner(action).get("/S")))
        if held is not None:
            found.setdefault(held, f"PDF {place}")
    for held, source in found.items():
        yield _holds(held, source)


def _actions(reader: PdfReader, catalog: Any) -> Iterator[tuple[str, Any]]:
    yield "/OpenAction", catalog.get("/OpenAction")
    yield from (("/AA", one) for one in _inner(catalog.get("/AA")).values())
    for page in islice(reader.pages, MAX_PAGES):
        yield from (("/Page /AA", one) for one in _inner(page.get("/AA")).values())
        for annotation in page.get("/Annots") or ():
            inner = _inner(annotation)
            yield "/Annots /A", inner.get("/A")
            yield from (("/Annots /AA", one) for one in _inner(inner.get("/AA")).values())


def _inner(value: Any) -> dict[str, Any]:
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, dict) else {}


def _holds(held: Held, source: str) -> Fact:
    return Fact(name=FactName.HOLDS, value=held.value, source=source)
