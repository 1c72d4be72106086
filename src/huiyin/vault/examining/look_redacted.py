"""A child that makes a copy of a file as pictures, with boxes painted black into the dots themselves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image, ImageDraw

from huiyin.vault.examining import pictures, raster_pdf
from huiyin.vault.examining.child import serve
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.raster_pdf import Sheet
from huiyin.vault.examining.sandbox import Look
from huiyin.vault.kinds import Kind

SIDE = 2200  # pixels of the longer side: a page of A4 at about 190 dpi
PHOTO_POINTS = 842  # the longer side of a photo's sheet
WHOLE = 10_000  # boxes are told in parts of a page's width and height


def redacted(order: Mapping[str, Any], content: BinaryIO) -> Iterator[Frame]:
    """Yield the copy in one frame; `order` has kind and boxes, ``[page, left, top, right, bottom]`` each."""
    kind, boxes = Kind(order["kind"]), order["boxes"]
    sheets = list(_pages(content, boxes) if kind is Kind.PDF else [_photo(content, kind, boxes)])
    yield Frame(what="copy", told={"pages": len(sheets)}, body=raster_pdf.written(sheets))


def _photo(content: BinaryIO, kind: Kind, boxes: Sequence[Sequence[int]]) -> Sheet:
    picture = pictures.small_enough(pictures.upright(content, kind, side=SIDE), SIDE)
    longer = max(picture.size)
    points = (picture.width * PHOTO_POINTS / longer, picture.height * PHOTO_POINTS / longer)
    return raster_pdf.sheet(blackened(picture, boxes, 1), points)


def _pages(content: BinaryIO, boxes: Sequence[Sequence[int]]) -> Iterator[Sheet]:
    document = pypdfium2.PdfDocument(content.read())
    for index in range(len(document)):
        points = document.get_page_size(index)
        yield raster_pdf.sheet(
            blackened(pictures.rendered(document, index, side=SIDE), boxes, index + 1), points
        )


def blackened(picture: Image.Image, boxes: Sequence[Sequence[int]], page: int) -> Image.Image:
    """Return a picture with the boxes of its page black, one dot more on every side."""
    copy = picture.copy()
    pen = ImageDraw.Draw(copy)
    for left, top, right, bottom in (box[1:] for box in boxes if box[0] == page):
        across, down = copy.width / WHOLE, copy.height / WHOLE
        pen.rectangle(
            (left * across - 1, top * down - 1, right * across + 1, bottom * down + 1), fill="black"
        )
    return copy


if __name__ == "__main__":
    serve(Look.REDACTED, redacted, load=pictures.load)
