"""A PDF made of pictures only: no text, no font, no metadata, no object but pages and their pictures."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

JPEG_QUALITY = 85


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page: its picture as JPEG, the picture's dots, and the paper in points."""

    jpeg: bytes
    dots: tuple[int, int]
    points: tuple[float, float]


def sheet(picture: Image.Image, points: tuple[float, float]) -> Sheet:
    """Return a picture as a page; nothing but its dots goes along."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY)
    return Sheet(jpeg=out.getvalue(), dots=picture.size, points=points)


def written(sheets: Sequence[Sheet]) -> bytes:
    """Return the PDF of these pages."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    for number, body in enumerate(_objects(sheets), start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))
    return out.getvalue()


def _objects(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    kids = b" ".join(b"%d 0 R" % (3 + 3 * index) for index in range(len(sheets)))
    yield b"<</Type/Catalog/Pages 2 0 R>>"
    yield b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(sheets), kids)
    for index, one in enumerate(sheets):
        first = 3 + 3 * index
        width, height = (b"%.2f" % side for side in one.points)
        yield (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %b %b]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (width, height, first + 1, first + 2)
        )
        drawn = b"q %b 0 0 %b 0 0 cm /P Do Q" % (width, height)
        yield b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawn), drawn)
        yield (
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8"
            b"/Filter/DCTDecode/Length %d>>\nstream\n%b\nendstream" % (*one.dots, len(one.jpeg), one.jpeg)
        )
