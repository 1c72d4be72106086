"""Evidence on its way out: what it is, byte for byte, and what it says of itself."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from pypdf import PdfWriter

from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare import opening
from huiyin.prepare.evidence import stage
from huiyin.queries.evidence.sealed_object import SealedObject
from huiyin.vault.facts import FactName
from support.house import House

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def letter() -> bytes:
    """Return a small document of a word processor."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", "<document/>")
    return made.getvalue()


def report(author: str) -> bytes:
    """Return a page of PDF by this author."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Author": author})
    writer.write(made)
    return made.getvalue()


def sealed(house: House, content: bytes, name: str, at: datetime) -> SealedObject:
    key = house.vault.new_data_key(PetitionId(new_id(at)))
    file = stage(io.BytesIO(content), name, store=house.store, data_key=key, at=at)
    return SealedObject(
        id=file.id,
        petition=key.petition_id,
        name=file.name,
        kind=file.kind,
        size=file.size,
        address=file.address,
        wrapped=key.wrapped,
    )


def test_a_letter_is_told_by_what_is_in_it_and_comes_out_as_it_went_in(house: House, at: datetime) -> None:
    file = sealed(house, letter(), "来信.docx", at)
    assert file.kind == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert b"".join(opening.evidence(file)) == letter()


def test_an_archive_that_is_no_document_is_refused_once_it_is_whole(house: House, at: datetime) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    with pytest.raises(Invalid, match=r"evidence\.type_not_allowed"):
        sealed(house, made.getvalue(), "来信.docx", at)


def test_a_file_says_who_wrote_it(house: House, at: datetime) -> None:
    told = opening.facts(sealed(house, report("王小明"), "报告.pdf", at))
    said = {fact.name: fact.value for fact in told}
    assert (said[FactName.AUTHOR], said[FactName.PAGES]) == ("王小明", "1")


def test_a_file_of_a_kind_that_is_not_known_says_nothing(house: House, at: datetime) -> None:
    file = sealed(house, letter(), "来信.docx", at)
    assert opening.facts(replace(file, kind="application/octet-stream")) == ()
