"""Which characters a font can print, read from the ``cmap`` table of an OpenType file or collection.

Only the table's full-Unicode form (format 12) is read; every CJK and emoji font has one. Fonts with the
older form (format 4) alone, such as those of single scripts, are read too.
"""

import struct
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_SFNT_HEADER = 12
_FORMAT_SEGMENTS = 4
_FORMAT_GROUPS = 12
_SYMBOL = (3, 0)
_LAST_OF_PLANE_0 = 0xFFFF


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Ranges of code points, sorted: `first[i]` to `last[i]`, both included."""

    first: tuple[int, ...]
    last: tuple[int, ...]

    def __contains__(self, code_point: int) -> bool:
        at = bisect_right(self.first, code_point) - 1
        return at >= 0 and code_point <= self.last[at]


def coverage(path: Path) -> Coverage:
    """Return what the first face of the font file at `path` prints. Raises ValueError on other files."""
    with path.open("rb") as file:
        try:
            ranges = _ranges(file)
        except struct.error as error:
            raise ValueError("not an OpenType font") from error
    ranges.sort()
    return Coverage(first=tuple(first for first, _ in ranges), last=tuple(last for _, last in ranges))


def _ranges(file: BinaryIO) -> list[tuple[int, int]]:
    face = 0
    if file.read(4) == b"ttcf":
        face = struct.unpack(">8xI", file.read(12))[0]
    table = _cmap_table(file, face)
    best: list[tuple[int, int]] = []
    for platform, encoding, offset in struct.iter_unpack(
        ">HHI", table[4 : 4 + 8 * struct.unpack_from(">H", table, 2)[0]]
    ):
        if (platform, encoding) == _SYMBOL:
            continue
        form = struct.unpack_from(">H", table, offset)[0]
        if form == _FORMAT_GROUPS:
            return _groups(table, offset)
        if form == _FORMAT_SEGMENTS:
            best = _segments(table, offset)
    return best


def _cmap_table(file: BinaryIO, face: int) -> bytes:
    file.seek(face)
    tables = struct.unpack(">4xH6x", file.read(_SFNT_HEADER))[0]
    for tag, offset, length in struct.iter_unpack(">4s4xII", file.read(16 * tables)):
        if tag == b"cmap":
            file.seek(offset)
            return file.read(length)
    raise ValueError("a font without a cmap table")


def _groups(table: bytes, offset: int) -> list[tuple[int, int]]:
    count = struct.unpack_from(">I", table, offset + 12)[0]
    groups = struct.iter_unpack(">III", table[offset + 16 : offset + 16 + 12 * count])
    return [(first, last) for first, last, glyph in groups if glyph]


def _segments(table: bytes, offset: int) -> list[tuple[int, int]]:
    twice = struct.unpack_from(">H", table, offset + 6)[0]
    shape = f">{twice // 2}H"
    last = struct.unpack_from(shape, table, offset + 14)
    first = struct.unpack_from(shape, table, offset + 16 + twice)
    return [pair for pair in zip(first, last, strict=True) if pair[1] != _LAST_OF_PLANE_0]
