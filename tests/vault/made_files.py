"""Real files of evidence, made on the spot."""

import io
import struct
import zipfile
from typing import Any

import typst
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject, NumberObject

CHENGDU = (30.657420, 104.065735)


def exif(*, gps: dict[int, Any] | None = None, **details: str) -> bytes:
    """Return an EXIF block as a phone writes it."""
    block = Image.Exif()
    block[ExifTags.Base.Make] = "HUAWEI"
    block[ExifTags.Base.Model] = "P60"
    block.get_ifd(ExifTags.IFD.Exif).update({ExifTags.Base[name]: value for name, value in details.items()})
    if gps is not None:
        block.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return block.tobytes()


def at_chengdu(latitude_reference: str = "N") -> dict[int, Any]:
    """Return the GPS part of an EXIF block taken in Chengdu."""
    return {
        ExifTags.GPS.GPSLatitudeRef: latitude_reference,
        ExifTags.GPS.GPSLatitude: _parts(CHENGDU[0]),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: _parts(CHENGDU[1]),
    }


def picture(kind: str, **options: Any) -> bytes:
    """Return a small picture of one of Pillow's formats."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(out, kind, **options)
    return out.getvalue()


def pdf(**info: str) -> bytes:
    """Return a PDF of two pages with the given document information."""
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(2):
        writer.add_blank_page(width=595, height=842)
    writer.add_metadata({f"/{name}": value for name, value in info.items()})
    writer.write(out)
    return out.getvalue()


def typeset_pdf(author: str) -> bytes:
    """Return a PDF as an office program makes it: compressed objects, metadata."""
    source = f'#set document(author: "{author}")\n水质检测报告\n#pagebreak()\n第二页'
    return typst.compile(source.encode())


def pdf_with_a_page_loop() -> bytes:
    """Return a PDF whose page tree contains itself."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=10, height=10)
    pages = writer.root_object["/Pages"]
    loop = writer.root_object.raw_get("/Pages")
    pages.get_object()[NameObject("/Kids")] = ArrayObject([loop, loop])
    pages.get_object()[NameObject("/Count")] = NumberObject(1 << 30)
    writer.write(out)
    return out.getvalue()


def zipped(*names: str) -> bytes:
    """Return a ZIP file holding these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name in names:
            container.writestr(name, "content")
    return out.getvalue()


def ole(*streams: str, padding: int = 0) -> bytes:
    """Return an OLE file whose directory names these streams, after `padding` others."""
    names = ["Root Entry", *(f"filler{number}" for number in range(padding)), *streams]
    entries = [_ole_entry(name) for name in names]
    entries += [bytes(128)] * (-len(entries) % 4)
    directory = [b"".join(entries[start : start + 4]) for start in range(0, len(entries), 4)]
    last = len(directory)
    fat = [0xFFFFFFFD, *range(2, last + 1), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(header) + struct.pack("<128I", *fat) + b"".join(directory)


def _ole_entry(name: str) -> bytes:
    text = f"{name}\x00".encode("utf-16-le")
    return text.ljust(64, b"\x00") + struct.pack("<H", len(text)) + bytes(62)


def _parts(degrees: float) -> tuple[IFDRational, ...]:
    whole, rest = divmod(degrees, 1)
    minutes, rest = divmod(rest * 60, 1)
    return IFDRational(int(whole)), IFDRational(int(minutes)), IFDRational(round(rest * 60 * 10_000), 10_000)
