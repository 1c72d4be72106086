"""A look into a file by a process of its own: what it tells, what it may not do, how it ends."""

import io
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont

from huiyin.kernel.errors import HuiyinError
from huiyin.vault.examining import frames, sandbox
from huiyin.vault.examining.confinement import NOBODY, Limits
from huiyin.vault.examining.frames import BadFrame, Frame
from huiyin.vault.examining.sandbox import END, LIMITS, Look, ask
from vault.dangerous_files import office
from vault.made_files import typeset_pdf

SHORT = Limits(cpu_seconds=2, memory_bytes=1 << 30, patience_seconds=4)


def looked(look: Look, kind: str, content: bytes, **order: Any) -> list[Frame]:
    """Return what a look tells."""
    return list(ask(look, {"kind": kind, **order}, [content], LIMITS[look]))


def of(told: Iterable[Frame], what: str) -> list[Frame]:
    return [frame for frame in told if frame.what == what]


def size(frame: Frame) -> tuple[int, int]:
    with Image.open(io.BytesIO(frame.body), formats=["WEBP"]) as picture:
        assert dict(picture.getexif()) == {}
        return picture.size


def test_a_pdf_shows_its_pages_its_words_and_its_maker() -> None:
    told = looked(Look.WHOLE, "pdf", typeset_pdf("成都市民"))
    assert of(told, "pages")[0].told == {"pages": 2}
    assert [frame.told["text"] for frame in of(told, "text")] == ["水质检测报告", "第二页"]
    assert [frame.told["page"] for frame in of(told, "picture")] == [0, 1, 2]
    assert [max(size(frame)) for frame in of(told, "picture")] == [320, 1600, 1600]
    assert {"name": "author", "value": "成都市民", "source": "PDF Info /Author"} in of(told, "facts")[0].told[
        "facts"
    ]
    assert told[-1].what == END


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_photo_is_shown_upright_and_small_and_says_nothing_any_more(kind: str) -> None:
    out, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    Image.new("RGB", (4000, 3000), "teal").save(out, kind, exif=turned)
    shown = of(looked(Look.WHOLE, kind.lower(), out.getvalue()), "picture")
    upright = kind != "GIF"  # which has no such word
    assert [size(one) for one in shown] == (
        [(240, 320), (1200, 1600)] if upright else [(320, 240), (1600, 1200)]
    )


def test_what_is_transparent_is_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "PNG")
    shown = of(looked(Look.WHOLE, "png", out.getvalue()), "picture")
    assert Image.open(io.BytesIO(shown[-1].body)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_letter_of_a_word_processor_gives_its_lines() -> None:
    core = '<cp:p xmlns:cp="c" xmlns:dc="d"><dc:creator>王</dc:creator></cp:p>'.encode()
    told = looked(Look.WHOLE, "docx", office("河水发臭\n请查处", more={"docProps/core.xml": core}))
    assert of(told, "text")[0].told == {"page": 0, "text": "河水发臭\n请查处"}
    assert of(told, "facts")[0].told["facts"][0]["value"] == "王"
    assert of(told, "picture") == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_that_are_let_in(encoding: str) -> None:
    told = looked(Look.WHOLE, "txt", "河水发臭，请查处。".encode(encoding))
    assert of(told, "text")[0].told["text"] == "河水发臭，请查处。"


def letter(*lines: str) -> Image.Image:
    """Return a letter as a scanner gives it: dots, no words."""
    picture = Image.new("RGB", (1240, 1754), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(_font()), 44)
    for number, line in enumerate(lines):
        pen.text((120, 160 + 90 * number), line, fill="black", font=font)
    return picture


def _font() -> Path:
    return Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf"


def test_words_are_read_from_a_photo_and_from_a_scanned_page() -> None:
    lines = ("锦江区污水直排河道，请查处", "2026年5月6日")
    photo, paper = io.BytesIO(), io.BytesIO()
    letter(*lines).save(photo, "PNG")
    letter(*lines).save(paper, "PDF")
    [of_photo] = of(looked(Look.SCAN, "png", photo.getvalue()), "text")
    [of_paper] = of(looked(Look.SCAN, "pdf", paper.getvalue(), pages=[1]), "text")
    for told in (of_photo.told, of_paper.told):
        assert told["page"] == 1
        assert "污水直排河道" in told["text"]
        assert "2026年5月6日" in told["text"]


def test_a_page_of_a_scanned_pdf_gives_no_words_of_its_own() -> None:
    paper = io.BytesIO()
    letter("锦江区污水直排河道").save(paper, "PDF")
    assert [frame.told["text"] for frame in of(looked(Look.WHOLE, "pdf", paper.getvalue()), "text")] == [""]


PROGRAM = """
import os, socket, sys
from huiyin.vault.examining.child import serve
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import Look

def looking(order, content):
{body}

serve(Look.FACTS, looking)
"""


@pytest.fixture
def captured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the child be one that was captured, and does as told once it is behind the walls."""
    real = Path(sandbox.huiyin.__file__).parent.parent

    def run(body: str, limits: Limits = SHORT, content: Iterable[bytes] = (b"file",)) -> list[Frame]:
        indented = "".join(f"    {line}\n" for line in body.splitlines())
        (tmp_path / "captured.py").write_text(PROGRAM.format(body=indented))
        monkeypatch.setattr(
            sandbox,
            "_environment",
            lambda: {"PYTHONPATH": f"{tmp_path}:{real}", "PYTHONDONTWRITEBYTECODE": "1"},
        )
        return list(ask("captured", {"kind": "pdf"}, content, limits))

    return run


def test_whoever_captures_it_finds_no_file_no_network_no_process_no_memory_no_settings(
    captured: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIYIN_DATABASE_URL", "postgres://secret")
    [told, end] = captured(
        """
tried = {}
def attempt(name, act):
    try:
        act()
        tried[name] = "done"
    except BaseException as fault:
        tried[name] = type(fault).__name__
attempt("read", lambda: open("/etc/hostname"))
attempt("write", lambda: open("/tmp/left", "w"))
attempt("connect", lambda: socket.create_connection(("127.0.0.1", 22), timeout=1))
attempt("unix", lambda: socket.socket(socket.AF_UNIX))
attempt("fork", os.fork)
attempt("memory", lambda: bytearray(3 << 30))
attempt("kill", lambda: os.kill(os.getppid(), 0) if os.getuid() else (_ for _ in ()).throw(PermissionError()))
tried["names"] = " ".join(name for name in os.environ if "HUIYIN" in name)
tried["user"] = os.getuid()
tried["folder"] = os.getcwd()
yield Frame(what="tried", told=tried)
"""
    )
    assert end.what == END
    tried = dict(told.told)
    assert tried["folder"] == "/"
    assert tried["names"] == ""
    assert {tried[name] for name in ("read", "write", "connect", "unix", "fork")} == {
        "OSError",
        "BlockingIOError",
    }
    assert tried["memory"] == "MemoryError"
    if os.geteuid() == 0:
        assert tried["user"] == NOBODY
        assert tried["kill"] == "PermissionError"


@pytest.mark.parametrize(
    "body",
    [
        "os.kill(os.getpid(), 11)\nyield",
        "os._exit(0)\nyield",
        "sys.stdout.buffer.write(b'\\xff' * 1000); sys.stdout.buffer.flush()\nyield",
        "sys.stdout.buffer.write(b'\\0\\0\\0\\x02[]\\0\\0\\0\\0'); sys.stdout.buffer.flush()\nyield",
    ],
)
def test_one_that_fails_or_talks_nonsense_has_no_end(captured: Any, body: str) -> None:
    assert captured(body) == []


def test_what_was_told_before_it_failed_stands(captured: Any) -> None:
    [told, end] = captured("yield Frame(what='page', body=b'1')\nraise RuntimeError")
    assert (told.what, told.body, end.what) == ("page", b"1", END)


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass\nyield",
        "while not os.sched_yield(): pass\nyield",
    ],
)
def test_one_that_never_ends_is_ended(captured: Any, body: str) -> None:
    began = time.monotonic()
    assert captured(body) == []
    assert time.monotonic() - began < 2 * SHORT.patience_seconds


def test_one_that_never_stops_talking_is_not_listened_to_for_ever(
    captured: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MAX_ANSWER_BYTES", 1 << 20)
    told = captured("while True: yield Frame(what='page', body=bytes(1 << 16))")
    assert len(told) <= 16


def test_a_file_that_is_damaged_says_so_to_whoever_asked(captured: Any) -> None:
    def damaged() -> Iterator[bytes]:
        yield b"first"
        raise HuiyinError("vault.damaged_segment", segment=1)

    with pytest.raises(HuiyinError, match=r"vault\.damaged_segment"):
        captured("yield Frame(what='page')", content=damaged())


def test_a_child_that_does_not_listen_stops_nobody(captured: Any) -> None:
    assert captured("os._exit(3)\nyield", content=[bytes(1 << 20)] * 8) == []


def test_frames_come_out_as_they_went_in_however_they_were_cut() -> None:
    sent = [Frame(what="a", told={"n": 1}), Frame(what="b", body=b"bytes")]
    stream, buffer, found = b"".join(map(frames.packed, sent)), bytearray(), []
    for at in range(len(stream)):
        buffer += stream[at : at + 1]
        while (frame := frames.take(buffer, 100)) is not None:
            found.append(frame)
    assert found == sent


@pytest.mark.parametrize("head", [b"{", b"[]", b"{}", b'{"what":1,"told":{}}', b'{"what":"a","told":1}'])
def test_a_head_that_is_none_is_no_frame(head: bytes) -> None:
    with pytest.raises(BadFrame):
        frames.take(bytearray(len(head).to_bytes(4, "big") + head + bytes(4)), 10)


def test_a_body_longer_than_agreed_is_no_frame() -> None:
    told: Mapping[str, Any] = {}
    with pytest.raises(BadFrame):
        frames.take(bytearray(frames.packed(Frame(what="a", told=told, body=bytes(11)))), 10)
