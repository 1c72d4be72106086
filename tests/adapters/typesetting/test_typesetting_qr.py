"""QR codes hold exactly the given bytes and say what they are."""

import re

import pytest
import segno

from huiyin.adapters.typesetting.qr import MOST_BYTES, qr_svg
from huiyin.kernel.errors import Invalid


def modules(svg: str) -> list[list[int]]:
    """Read the dark modules back from the drawing."""
    side = int(re.search(r'viewBox="0 0 (\d+)', svg).group(1))
    grid = [[0] * side for _ in range(side)]
    path = svg.split('shape-rendering="crispEdges" d="')[1].split('"', maxsplit=1)[0]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", path):
        for step in range(int(length)):
            grid[int(y)][int(x) + step] = 1
    return grid


def as_grid(code: segno.QRCode) -> list[list[int]]:
    return [list(row) for row in code.matrix_iter(border=4)]


def test_the_drawing_is_the_code_of_the_bytes_with_its_quiet_zone() -> None:
    data = "https://xinfang.example.cn/verify/#1"
    assert modules(qr_svg(data)) == as_grid(segno.make(data, error="l", micro=False))


def test_a_large_code_is_drawn_whole() -> None:
    data = bytes(range(256)) * 4
    assert modules(qr_svg(data)) == as_grid(segno.make(data, error="l", micro=False, mask=0))


def test_screen_readers_hear_the_title_and_it_cannot_break_out() -> None:
    svg = qr_svg("x", title='凭证 "<b>&')
    assert 'role="img"' in svg
    assert '<title>凭证 "&lt;b&gt;&amp;</title>' in svg
    assert "<b>" not in svg


def test_the_same_bytes_give_the_same_drawing() -> None:
    assert qr_svg(b"abc") == qr_svg(b"abc")


def test_the_largest_code_fits_and_one_byte_more_is_refused() -> None:
    assert qr_svg(b"x" * MOST_BYTES).startswith("<svg")
    with pytest.raises(Invalid) as caught:
        qr_svg(b"x" * (MOST_BYTES + 1))
    assert caught.value.facts["size"] == MOST_BYTES + 1


def test_nothing_is_no_code() -> None:
    with pytest.raises(Invalid):
        qr_svg("")
