"""A child that looks at a whole file: what it says of itself, its text, pictures of its pages."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

import pypdfium2

from huiyin.vault.examining import pdf_facts, pictures, texts
from huiyin.vault.examining.child import serve
from huiyin.vault.examining.evidence_facts import facts_of
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.pictures import Picture
from huiyin.vault.examining.sandbox import Look
from huiyin.vault.kinds import Kind


def load() -> None:
    """Load every reader."""
    pictures.load()
    pdf_facts.load()


def whole(order: Mapping[str, Any], content: BinaryIO) -> Iterator[Frame]:
    """Yield facts first, then text, then pictures: what fails takes nothing with it that was told before."""
    kind = Kind(order["kind"])
    yield Frame(what="facts", told={"facts": [asdict(fact) for fact in facts_of(content, kind)]})
    content.seek(0)
    if kind is Kind.PDF:
        yield from _of_pdf(content)
    elif kind in pictures.FORMATS:
        yield Frame(what="pages", told={"pages": 1})
        yield from map(_shown, pictures.of_photo(content, kind))
    elif kind in texts.OFFICE:
        yield _said(0, texts.of_office(content, kind))
    else:
        yield _said(0, texts.of_plain(content))


def _of_pdf(content: BinaryIO) -> Iterator[Frame]:
    document = pypdfium2.PdfDocument(content.read())
    yield Frame(what="pages", told={"pages": len(document)})
    for page, text in texts.of_document(document):
        yield _said(page, text)
    yield from map(_shown, pictures.of_document(document))


def _said(page: int, text: str) -> Frame:
    return Frame(what="text", told={"page": page, "text": text})


def _shown(picture: Picture) -> Frame:
    told = {"page": picture.page, "width": picture.width, "height": picture.height}
    return Frame(what="picture", told=told, body=picture.webp)


if __name__ == "__main__":
    serve(Look.WHOLE, whole, load=load)
