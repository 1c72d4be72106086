"""What a PDF says of itself: author, producer, date, pages. Nothing in it is run, rendered or followed."""

import importlib
import io
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

import pypdf
from pypdf import PdfReader, PdfWriter

from huiyin.vault.facts import Fact, FactName, said


def load() -> None:
    """Load what the reader would load when first needed, before no file can be opened any more."""
    for module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        with suppress(ImportError):  # what a part of it would need that is not installed
            importlib.import_module(module.name)
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=1, height=1)
    writer.write(made)
    list(read(made))


def read(file: BinaryIO) -> Iterator[Fact]:
    """Yield the facts of a PDF; may raise anything on a malformed one (`evidence_facts` catches it)."""
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        return
    yield from said(FactName.PAGES, len(reader.pages), "PDF page tree")
    if (info := reader.metadata) is None:
        return
    yield from said(FactName.AUTHOR, info.author, "PDF Info /Author")
    yield from said(FactName.PRODUCER, info.producer, "PDF Info /Producer")
    created_at = info.creation_date
    if created_at is not None:
        yield from said(FactName.CREATED_AT, created_at.isoformat(), "PDF Info /CreationDate")
