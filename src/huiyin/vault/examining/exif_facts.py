"""What a photo says of itself: when, where and by which camera. No picture is ever decoded for it."""

import math
import re
import struct
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from PIL import ExifTags, Image

from huiyin.vault.facts import Fact, FactName, said
from huiyin.vault.kinds import Kind

MAX_EXIF_BYTES = 1 << 20
MAX_BLOCKS = 10_000
_MARK = b"Exif\x00\x00"
_TIFF = (b"II*\x00", b"MM\x00*")
_DEGREE_PARTS = 3  # degrees, minutes, seconds
_MARKER = 0xFF
_START_OF_SCAN = 0xDA
_APP1 = 0xE1
_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")


def read(file: BinaryIO, kind: Kind) -> Iterator[Fact]:
    """Yield the facts of a photo; may raise anything on a malformed one (`evidence_facts` catches it)."""
    block = _FINDERS[kind](file)
    if not block.startswith(_TIFF):
        return
    exif = Image.Exif()
    exif.load(_MARK + block)
    details = exif.get_ifd(ExifTags.IFD.Exif)
    yield from said(FactName.TAKEN_AT, _taken_at(details), "EXIF DateTimeOriginal")
    camera = " ".join(str(exif[tag]) for tag in (ExifTags.Base.Make, ExifTags.Base.Model) if tag in exif)
    yield from said(FactName.CAMERA, camera, "EXIF Make, Model")
    yield from _place(exif.get_ifd(ExifTags.IFD.GPSInfo))


def _taken_at(details: Mapping[int, Any]) -> str | None:
    found = _DATE.fullmatch(str(details.get(ExifTags.Base.DateTimeOriginal, "")).strip("\x00 "))
    if found is None:
        return None
    offset = str(details.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\x00 ")
    text = "{}-{}-{}T{}".format(*found.groups()) + (offset if _OFFSET.fullmatch(offset) else "")
    return datetime.fromisoformat(text).isoformat()


def _place(gps: Mapping[int, Any]) -> Iterator[Fact]:
    latitude = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, limit=90)
    longitude = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, limit=180)
    if latitude and longitude:
        yield from said(FactName.LATITUDE, latitude, "EXIF GPSLatitude")
        yield from said(FactName.LONGITUDE, longitude, "EXIF GPSLongitude")


def _degrees(gps: Mapping[int, Any], tag: int, reference_tag: int, *, limit: int) -> str | None:
    parts, reference = gps.get(tag), str(gps.get(reference_tag, "")).strip("\x00 ")
    if not isinstance(parts, tuple) or len(parts) != _DEGREE_PARTS or reference not in {"N", "S", "E", "W"}:
        return None
    value = sum(float(part) / 60**power for power, part in enumerate(parts))
    if not math.isfinite(value) or not 0 <= value <= limit:
        return None
    return f"{-value if reference in 'SW' else value:.6f}"


def _in_jpeg(file: BinaryIO) -> bytes:
    file.seek(2)
    for _ in range(MAX_BLOCKS):
        start, marker, length = struct.unpack(">BBH", file.read(4))
        if start != _MARKER or marker == _START_OF_SCAN:
            break
        body = file.read(length - 2)
        if marker == _APP1 and body.startswith(_MARK):
            return body[len(_MARK) :]
    return b""


def _in_png(file: BinaryIO) -> bytes:
    return _in_chunks(file, start=8, layout=">I4s", name=b"eXIf", after=4, even=False)


def _in_webp(file: BinaryIO) -> bytes:
    return _in_chunks(file, start=12, layout="<4sI", name=b"EXIF", after=0, even=True).removeprefix(_MARK)


def _in_chunks(file: BinaryIO, *, start: int, layout: str, name: bytes, after: int, even: bool) -> bytes:
    position = start
    for _ in range(MAX_BLOCKS):
        file.seek(position)
        fields = struct.unpack(layout, file.read(8))
        found, length = fields if isinstance(fields[0], bytes) else fields[::-1]
        if found == name:
            return file.read(min(length, MAX_EXIF_BYTES))
        position += 8 + length + after + (length % 2 if even else 0)
    return b""


def _in_heic(file: BinaryIO) -> bytes:
    # The Exif item lies somewhere in the file; the boxes that locate it need no walking to find its mark.
    file.seek(0)
    content = file.read()
    for order in _TIFF:
        if (at := content.find(_MARK + order)) >= 0:
            return content[at + len(_MARK) :][:MAX_EXIF_BYTES]
    return b""


_FINDERS = {Kind.JPEG: _in_jpeg, Kind.PNG: _in_png, Kind.WEBP: _in_webp, Kind.HEIC: _in_heic}
KINDS = frozenset(_FINDERS)
