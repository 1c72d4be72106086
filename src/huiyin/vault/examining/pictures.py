"""Pictures of pages: decoded within bounds, turned upright, made small, written anew."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image, ImageOps

from huiyin.vault.kinds import Kind

MAX_PIXELS = 120_000_000  # of a photo; decoding takes up to 4 bytes each
MAX_PAGES = 30
PAGE_SIDE, SMALL_SIDE = 1600, 320  # pixels, the longer side
QUALITY = 72
POINTS_PER_INCH = 72
FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.GIF: "GIF", Kind.WEBP: "WEBP"}


class TooLarge(ValueError):
    """A picture of more pixels than are decoded here."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One page as WebP."""

    page: int
    width: int
    height: int
    webp: bytes


def load() -> None:
    """Load every decoder, before no file can be opened any more."""
    Image.init()
    Image.new("RGB", (1, 1)).save(io.BytesIO(), "WEBP")
    pypdfium2.PdfDocument.new().close()


def upright(content: BinaryIO, kind: Kind, *, side: int) -> Image.Image:
    """Return a photo at least `side` long if it is, upright, on white, without what it said of itself."""
    Image.MAX_IMAGE_PIXELS = None  # counted here
    content.seek(0)
    picture: Image.Image = Image.open(content, formats=[FORMATS[kind]])
    if picture.width * picture.height > MAX_PIXELS:
        raise TooLarge(f"{picture.width}x{picture.height}")
    picture.draft(
        "RGB", (side, side)
    )  # a JPEG is decoded at an eighth, a quarter or a half where that is enough
    return on_white(ImageOps.exif_transpose(picture))


def on_white(picture: Image.Image) -> Image.Image:
    """Return a picture in plain colours; what was transparent is white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA")).convert("RGB")


def rendered(document: Any, index: int, *, side: int) -> Image.Image:
    """Return a page of a PDF, `side` pixels on its longer side. Forms and scripts are not even loaded."""
    page = document[index]
    try:
        longer = max(*page.get_size(), 1.0)
        found: Image.Image = page.render(scale=side / longer, may_draw_forms=False).to_pil()
    finally:
        page.close()
    return on_white(found)


def small(picture: Image.Image, page: int, *, side: int) -> Picture:
    """Return a picture as WebP, at most `side` pixels on its longer side."""
    copy = small_enough(picture, side)
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=QUALITY, method=4)
    return Picture(page=page, width=copy.width, height=copy.height, webp=out.getvalue())


def small_enough(picture: Image.Image, side: int) -> Image.Image:
    """Return a copy of at most `side` pixels on its longer side."""
    copy = picture.copy()
    copy.thumbnail((side, side))
    return copy


def of_photo(content: BinaryIO, kind: Kind) -> Iterator[Picture]:
    """Yield the small picture, page 0, and the large one, page 1."""
    whole = upright(content, kind, side=PAGE_SIDE)
    yield small(whole, 0, side=SMALL_SIDE)
    yield small(whole, 1, side=PAGE_SIDE)


def of_document(document: Any) -> Iterator[Picture]:
    """Yield the small picture of the first page, page 0, and the pages from 1, as many as are made."""
    for index in range(min(len(document), MAX_PAGES)):
        whole = rendered(document, index, side=PAGE_SIDE)
        if index == 0:
            yield small(whole, 0, side=SMALL_SIDE)
        yield small(whole, index + 1, side=PAGE_SIDE)
