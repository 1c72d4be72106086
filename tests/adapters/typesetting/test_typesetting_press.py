"""The press: hostile, huge and odd texts print; many threads print at once; the same gives the same."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from typesetting_samples import DOCUMENTS, OPINION, RARE, RECEIPT, TRANSFER, text_of

from huiyin.adapters.typesetting import press as press_room
from huiyin.adapters.typesetting.documents import Document, print_document, render
from huiyin.adapters.typesetting.receipt import print_receipt, render_receipt
from huiyin.kernel.errors import HuiyinError

ATTACKS = (
    '#read("/etc/passwd")',
    '#import "@preview/evil:0.1.0"',
    "#set page(width: 1pt)",
    "$ integral_0^1 $",
    "\\ @label <label> [content] *bold* _emph_ `raw` = head",
    '"); #panic("x") //',
    "{url} {{ %s ${x} </svg><script>",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_source_of_any_language_is_printed_not_run(attack: str) -> None:
    printed = text_of(render(replace(TRANSFER, reason=attack, addressee=attack)))
    shown = "".join(attack.split())
    assert printed.count(shown) == 2
    assert shown in text_of(render_receipt(replace(RECEIPT, matter=attack)))


def test_rare_names_are_printed_with_their_own_glyphs() -> None:
    printed = print_document(replace(OPINION, addressee=RARE, found=RARE))
    assert printed.no_glyph == ()
    assert text_of(printed.pdf).count(RARE) == 2


def test_a_character_that_no_font_has_is_named_on_paper_and_reported() -> None:
    printed = print_document(replace(OPINION, addressee="王\U000e4567\ue123"))
    assert printed.no_glyph == ("U+E123", "U+E4567")
    assert "⟦U+E123⟧" in text_of(printed.pdf)


@pytest.mark.parametrize("text", ["水" * 350_000, "a" * 1_000_000, "😡" * 250_000, "\ue000" * 20_000])
def test_a_text_of_a_megabyte_is_printed_or_shortened_but_never_breaks(text: str) -> None:
    assert len(PdfReader(io.BytesIO(render(replace(OPINION, found=text)))).pages) > 100
    assert len(PdfReader(io.BytesIO(render_receipt(replace(RECEIPT, matter=text)))).pages) <= 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
def test_any_text_at_all_prints_as_archive_pdf(text: str) -> None:
    assert render(replace(OPINION, found=f"查{text}明")).startswith(b"%PDF")
    assert render_receipt(replace(RECEIPT, matter=f"事{text}项")).startswith(b"%PDF")


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_the_same_document_gives_the_same_bytes_in_any_thread(document: Document) -> None:
    with ThreadPoolExecutor(4) as pool:
        copies = set(pool.map(render, [document] * 8))
    assert len(copies) == 1


def test_threads_do_not_mix_their_texts() -> None:
    def first_words(place: int) -> bool:
        return f"第{place}号事项" in text_of(render(replace(TRANSFER, matter=f"第{place}号事项")))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(first_words, range(40)))


def test_the_file_is_dated_by_the_given_instant_and_marked_as_archive_pdf() -> None:
    reader = PdfReader(io.BytesIO(render_receipt(RECEIPT)))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == RECEIPT.filed_at
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_a_failure_of_the_template_never_quotes_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_room, "printable_data", lambda data, _prints: (data, frozenset()))
    with pytest.raises(HuiyinError) as caught:
        press_room.press("paper.typ", {"title": "秘密"}, at=datetime(2026, 1, 1, tzinfo=UTC))
    assert caught.value.facts == {"template": "paper.typ"}
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_receipt_reports_what_it_could_not_print() -> None:
    assert print_receipt(replace(RECEIPT, petitioner="\ue000")).no_glyph == ("U+E000",)
