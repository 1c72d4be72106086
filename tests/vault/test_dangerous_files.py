"""Files made to harm: each is looked into by a child, costs little, tells what it is, and harms nobody."""

import io
import time
from collections.abc import Callable, Sequence

import pytest
from PIL import Image

from huiyin.kernel.errors import Invalid
from huiyin.vault import admission
from huiyin.vault.examining import pictures
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import END, LIMITS, Look, ask
from huiyin.vault.facts import Fact, FactName, Held, parsed
from huiyin.vault.kinds import Kind
from vault import dangerous_files as made
from vault.made_files import ole, picture, zipped


def looked(kind: Kind, content: bytes) -> Sequence[Frame]:
    """Return what a look tells; it ends by itself, in time."""
    began = time.monotonic()
    told = list(ask(Look.WHOLE, {"kind": kind.value}, [content], LIMITS[Look.WHOLE]))
    assert time.monotonic() - began < LIMITS[Look.WHOLE].patience_seconds / 2
    return told


def facts(told: Sequence[Frame]) -> tuple[Fact, ...]:
    return parsed(told[0].told["facts"])


def held(told: Sequence[Frame]) -> set[str]:
    return {fact.value for fact in facts(told) if fact.name is FactName.HOLDS}


def of(told: Sequence[Frame], what: str) -> list[Frame]:
    return [frame for frame in told if frame.what == what]


def test_a_pixel_bomb_is_never_unpacked() -> None:
    told = looked(Kind.PNG, made.pixel_bomb())
    assert of(told, "picture") == []
    assert told[-1].what == END


def test_a_photo_of_as_many_dots_as_are_decoded_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pictures.TooLarge):
        pictures.upright(io.BytesIO(made.png(12_000, 10_001)), Kind.PNG, side=100)
    monkeypatch.setattr(pictures, "MAX_PIXELS", 48)
    assert pictures.upright(io.BytesIO(picture("PNG")), Kind.PNG, side=100).size == (8, 6)


@pytest.mark.parametrize("bomb", [made.zip_bomb, made.entity_bomb, made.outside_entity])
def test_a_bomb_in_an_office_document_gives_no_text_and_ends(bomb: Callable[[], bytes]) -> None:
    told = looked(Kind.DOCX, bomb())
    assert of(told, "text") == []
    assert told[-1].what == END


def test_a_document_of_too_many_parts_gives_no_text() -> None:
    many = made.office("河水", more={f"word/media/{number}": b"" for number in range(5_001)})
    assert of(looked(Kind.DOCX, many), "text") == []
    with pytest.raises(Invalid, match=r"evidence\.type_not_allowed"):
        admission.admit(io.BytesIO(many), "a.docx")


@pytest.mark.parametrize(
    ("make", "sign"),
    [
        (made.scripted_pdf, Held.SCRIPT),
        (made.launching_pdf, Held.LAUNCH),
        (made.pdf_with_attachment, Held.ATTACHMENT),
    ],
)
def test_a_pdf_that_would_act_is_drawn_without_acting_and_tells_it(
    make: Callable[[], bytes], sign: Held
) -> None:
    told = looked(Kind.PDF, make())
    assert held(told) == {sign}
    assert [frame.told["page"] for frame in of(told, "picture")] == [0, 1]


def test_macros_and_packed_files_of_an_office_document_are_told() -> None:
    more = {"word/vbaProject.bin": b"x", "word/embeddings/a.bin": b"MZ"}
    assert held(looked(Kind.DOCX, made.office("河水", more=more))) == {Held.MACRO, Held.ATTACHMENT}
    assert held(looked(Kind.DOC, ole("WordDocument", "_VBA_PROJECT"))) == {Held.MACRO}
    assert held(looked(Kind.DOCX, made.office("河水"))) == set()


def test_a_photo_that_is_a_zip_file_too_is_shown_as_a_photo_and_tells_it() -> None:
    told = looked(Kind.JPEG, made.jpeg_and_zip())
    assert held(told) == {Held.SECOND_FILE}
    shown = of(told, "picture")
    assert all(zipped("x")[:4] not in frame.body for frame in shown)  # what hung behind it is gone
    assert Image.open(io.BytesIO(shown[-1].body)).size == (40, 30)


def test_a_picture_that_is_a_page_too_is_told() -> None:
    assert held(looked(Kind.GIF, made.gif_and_script())) == {Held.SECOND_FILE}
    assert held(looked(Kind.MP3, b"ID3" + b"%PDF-1.7")) == {Held.SECOND_FILE}


@pytest.mark.parametrize(
    ("kind", "make"), [(Kind.JPEG, made.jpeg_of_many_entries), (Kind.PNG, made.png_of_a_million_entries)]
)
def test_exif_of_a_million_entries_costs_little(kind: Kind, make: Callable[[], bytes]) -> None:
    told = looked(kind, make())
    assert len(facts(told)) < 10
    assert of(told, "picture")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.html", b"<!doctype html><script>alert(1)</script>"),
        ("a.png", b"<svg onload='alert(1)'>"),
        ("a.txt", b"\xef\xbb\xbf <html><script>alert(1)</script>"),
        ("a.jpg", b"MZ\x90\x00"),
        ("a.txt.bat", b"format c:"),
    ],
)
def test_what_a_browser_or_a_double_click_would_run_does_not_come_in(name: str, content: bytes) -> None:
    with pytest.raises(Invalid, match=r"evidence\.type_not_allowed"):
        admission.admit(io.BytesIO(content), name)


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\run.pdf", "/etc/cron.d/a.pdf", "a\0.pdf"])
def test_a_name_with_a_path_is_only_a_name(name: str) -> None:
    assert admission.admit(io.BytesIO(b"%PDF-1.7\n"), name).kind is Kind.PDF
