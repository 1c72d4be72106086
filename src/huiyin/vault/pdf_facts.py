"""What a PDF says of itself: author, producer, date, pages. Nothing in it is run, rendered or followed."""

from collections.abc import Iterator
from typing import BinaryIO

from pypdf import PdfReader

from huiyin.vault.facts import Fact, FactName, said


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
