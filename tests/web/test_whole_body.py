"""Bodies of requests: what broke off is no body, and what is refused early is read to its end."""

import io
from collections.abc import Iterable
from typing import Any

import pytest

from huiyin.web.shared.whole_body import LINGER, WholeBody, whole_bodies


class Trickle(io.BytesIO):
    """A stream that gives one byte at a time."""

    def read(self, size: int | None = -1) -> bytes:
        """Return the next byte."""
        return super().read(min(1, size or 0))


@pytest.mark.parametrize("piece", [1, 3, 5, 100])
def test_a_whole_body_is_read_as_it_came(piece: int) -> None:
    body = WholeBody(io.BytesIO(b"one\ntwo"), 7)
    assert b"".join(iter(lambda: body.read(piece), b"")) == b"one\ntwo"
    assert body.read(piece) == b""


def test_lines_and_all_at_once_are_read_too() -> None:
    lines = WholeBody(io.BytesIO(b"one\ntwo"), 7)
    assert [lines.readline(), lines.readline(), lines.readline()] == [b"one\n", b"two", b""]
    assert WholeBody(io.BytesIO(b"one\ntwo"), 7).readline(2) == b"on"
    assert WholeBody(io.BytesIO(b"one\ntwo"), 7).read() == b"one\ntwo"
    assert WholeBody(io.BytesIO(b""), 0).read() == b""


def test_what_comes_in_small_pieces_is_read_whole() -> None:
    assert WholeBody(Trickle(b"one\ntwo"), 7).read(5) == b"one\nt"
    assert WholeBody(Trickle(b"one\ntwo"), 7).read() == b"one\ntwo"


def test_nothing_is_read_beyond_the_announced_length() -> None:
    assert WholeBody(io.BytesIO(b"one\ntwo"), 5).read() == b"one\nt"
    assert WholeBody(io.BytesIO(b"onetwo"), 5).readline() == b"onetw"


@pytest.mark.parametrize("piece", [1, 3, 100, -1])
@pytest.mark.parametrize("stream", [io.BytesIO, Trickle])
def test_a_body_that_broke_off_is_an_error(stream: type[io.BytesIO], piece: int) -> None:
    body = WholeBody(stream(b"one"), 4)
    with pytest.raises(OSError, match="broke off"):
        list(iter(lambda: body.read(piece), b""))


def test_a_line_that_broke_off_is_an_error() -> None:
    body = WholeBody(io.BytesIO(b"one"), 4)
    assert body.readline() == b"one"
    with pytest.raises(OSError, match="broke off"):
        body.readline()


@pytest.mark.parametrize(("length", "left"), [(5, 0), (LINGER + 10, 9)])
def test_what_an_application_leaves_is_thrown_away_up_to_a_limit(length: int, left: int) -> None:
    stream = io.BytesIO(bytes(length))
    assert whole_bodies(_refuses)({"CONTENT_LENGTH": str(length), "wsgi.input": stream}, None) == [b"no"]
    assert length - stream.tell() == left


def test_throwing_away_ends_with_the_connection() -> None:
    assert whole_bodies(_refuses)({"CONTENT_LENGTH": "9", "wsgi.input": io.BytesIO(b"1")}, None) == [b"no"]


def test_a_request_without_a_length_passes_as_it_is() -> None:
    seen: list[Any] = []

    def application(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        seen.append(environ["wsgi.input"])
        return []

    stream = io.BytesIO()
    whole_bodies(application)({"wsgi.input": stream}, None)
    assert seen == [stream]


def _refuses(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
    environ["wsgi.input"].read(1)
    return [b"no"]
