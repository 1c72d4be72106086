"""Files without end and files that bite their tail: each costs little, and its words are still told."""

import io
import socket
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.vault import admission
from huiyin.vault.examining import pictures
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import END, LIMITS, Look, ask
from huiyin.vault.facts import Held, parsed
from huiyin.vault.kinds import Kind
from vault import worse_files as made

ENOUGH = LIMITS[Look.WHOLE].patience_seconds / 2  # seconds, on a busy machine; most take one


def looked(kind: Kind, content: bytes) -> Sequence[Frame]:
    """Return what a look tells; it ends by itself, long before it would be ended."""
    began = time.monotonic()
    told = list(ask(Look.WHOLE, {"kind": kind.value}, [content], LIMITS[Look.WHOLE]))
    assert time.monotonic() - began < ENOUGH
    return told


def of(told: Sequence[Frame], what: str) -> list[Frame]:
    return [frame for frame in told if frame.what == what]


def texts(told: Sequence[Frame]) -> list[str]:
    return [frame.told["text"] for frame in of(told, "text")]


@pytest.mark.parametrize("make", [made.colour_bomb, made.word_bomb])
def test_a_bomb_in_what_a_picture_says_of_itself_is_not_unpacked(make: Callable[[], bytes]) -> None:
    told = looked(Kind.PNG, make())
    assert told[-1].what == END
    for frame in of(told, "picture"):
        assert len(frame.body) < 10_000


def test_a_photo_of_many_colour_profiles_is_shown_without_them() -> None:
    shown = of(looked(Kind.JPEG, made.jpeg_with_profiles()), "picture")
    assert [frame.told["page"] for frame in shown] == [0, 1]
    assert all(b"ICCP" not in frame.body and len(frame.body) < 10_000 for frame in shown)


def test_a_photo_that_claims_more_dots_than_are_decoded_is_not_shown() -> None:
    told = looked(Kind.JPEG, made.wide_jpeg())
    assert of(told, "picture") == []
    assert told[-1].what == END


@pytest.mark.parametrize("scans", [100, pytest.param(2_000, marks=pytest.mark.long)])
def test_a_photo_of_very_many_scans_ends(scans: int) -> None:
    looked(Kind.JPEG, made.jpeg_of_many_scans(scans))


@pytest.mark.parametrize(
    ("kind", "make"), [(Kind.GIF, made.gif_of_many_frames), (Kind.WEBP, made.webp_of_many_frames)]
)
def test_of_a_hundred_thousand_frames_one_is_shown(kind: Kind, make: Callable[[], bytes]) -> None:
    content = make()
    assert admission.admit(io.BytesIO(content), f"a.{kind.value}").kind is kind
    told = looked(kind, content)
    assert [frame.told["page"] for frame in of(told, "picture")] == [0, 1]
    assert told[-1].what == END


def test_a_tiff_is_not_let_in_whatever_it_claims() -> None:
    for name in ("scan.tif", "scan.jpg", "scan.txt"):
        with pytest.raises(Invalid, match=r"evidence\.type_not_allowed"):
            admission.admit(io.BytesIO(made.wide_tiff()), name)


@pytest.mark.parametrize("pages", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_of_a_hundred_thousand_pages_as_many_are_drawn_as_of_any_other(pages: int) -> None:
    told = looked(Kind.PDF, made.pdf_of_many_pages(pages))
    assert of(told, "pages")[0].told == {"pages": pages}
    assert len(of(told, "picture")) == pictures.MAX_PAGES + 1
    assert told[-1].what == END


@pytest.mark.parametrize(
    "make",
    [
        made.pdf_with_a_table_loop,
        made.pdf_with_deep_arrays,
        partial(made.pdf_stream_bomb, 32 << 20),
        pytest.param(partial(made.pdf_stream_bomb, 1 << 30), marks=pytest.mark.long),
        made.pdf_nested_bomb,
        made.pdf_pixel_bomb,
        partial(made.pdf_form_loop, 1),
        pytest.param(partial(made.pdf_form_loop, 2), marks=pytest.mark.long),
    ],
)
def test_a_pdf_that_bites_its_tail_or_bursts_costs_little(make: Callable[[], bytes]) -> None:
    content = make()
    assert admission.admit(io.BytesIO(content), "a.pdf").kind is Kind.PDF
    told = looked(Kind.PDF, content)
    assert sum(len(frame.body) for frame in told) < 1 << 20


@pytest.mark.parametrize(
    "box",
    [
        b"0 0 1e9 1e9",
        b"0 0 14400 0.001",
        b"0 0 0 0",
        b"0 0 -595 -842",
        b"0 0 nan inf",
        b"5 5 5 5",
        b"0 0 1 99999",
    ],
)
def test_paper_of_any_sides_is_drawn_within_bounds_or_not_at_all(box: bytes) -> None:
    told = looked(Kind.PDF, made.pdf_of_paper(box))
    for frame in of(told, "picture"):
        assert 0 < max(frame.told["width"], frame.told["height"]) <= pictures.PAGE_SIDE + 1


def test_a_document_that_asks_elsewhere_gets_no_answer_and_nobody_is_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        told = looked(Kind.DOCX, made.office_asking_outside(server.getsockname()[1]))
        with pytest.raises(TimeoutError):
            server.accept()
    assert texts(told) == ["河水发臭"]


@pytest.mark.parametrize("where", ["docProps/core.xml", "word/comments.xml", "word/header1.xml"])
def test_an_entity_from_outside_is_refused_in_every_part(where: str) -> None:
    told = looked(Kind.DOCX, made.office_with_entities(where))
    assert "root:" not in str([frame.told for frame in told])
    assert told[-1].what == END


def test_archives_within_a_document_stay_packed() -> None:
    told = looked(Kind.DOCX, made.office_with_archives())
    assert texts(told) == ["河水发臭"]
    assert {fact.value for fact in parsed(told[0].told["facts"])} == {Held.ATTACHMENT}


def test_parts_that_share_their_bytes_are_counted_each_time() -> None:
    told = looked(Kind.DOCX, made.office_of_one_part_many_times())
    assert texts(told) == []
    assert told[-1].what == END


def test_parts_that_want_to_lie_elsewhere_lie_nowhere() -> None:
    assert texts(looked(Kind.DOCX, made.office_with_path_tricks())) == ["河水发臭"]
    for place in ("/tmp/huiyin-escaped", "huiyin-escaped", "C:\\huiyin-escaped"):
        assert not Path(place).exists()


def test_elements_a_million_deep_end() -> None:
    assert looked(Kind.DOCX, made.deep_office())[-1].what == END


@pytest.mark.parametrize("lengths", [(20, 0, 0xFFFFFFFF), (20, 7, 1), (20, 8, 8)])
def test_a_video_with_wrong_lengths_is_kept_and_never_walked(lengths: tuple[int, ...]) -> None:
    content = made.video(*lengths)
    assert admission.admit(io.BytesIO(content), "a.mp4").kind is Kind.MP4
    assert of(looked(Kind.MP4, content), "picture") == []
