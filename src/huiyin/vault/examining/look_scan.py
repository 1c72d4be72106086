"""A child that reads the text in pictures: photos, and pages of a PDF that hold no text of their own."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw
from rapidocr import RapidOCR

from huiyin.vault.examining import pictures
from huiyin.vault.examining.child import serve
from huiyin.vault.examining.frames import Frame
from huiyin.vault.examining.sandbox import Look
from huiyin.vault.examining.texts import tidy
from huiyin.vault.kinds import Kind

SIDE = 2000  # pixels of the longer side: a page of A4 at about 170 dpi
_ONE = "EngineConfig.onnxruntime"
_READER: list[Any] = []


def load() -> None:
    """Load the models, and read a line of our own: what is loaded late could not be loaded any more."""
    logging.disable(logging.CRITICAL)
    cv2.setNumThreads(0)
    pictures.load()
    told = {
        f"{_ONE}.intra_op_num_threads": 1,
        f"{_ONE}.inter_op_num_threads": 1,
        "Global.log_level": "critical",
    }
    _READER[:] = [RapidOCR(params=told)]
    line = Image.new("RGB", (320, 64), "white")
    ImageDraw.Draw(line).text((10, 10), "2026", fill="black")
    recognised(line)


def recognised(picture: Image.Image) -> str:
    """Return the lines of a picture, from top to bottom."""
    [reader] = _READER
    found = reader(np.asarray(picture)[:, :, ::-1])
    return tidy("\n".join(found.txts or ()))


def scan(order: Mapping[str, Any], content: BinaryIO) -> Iterator[Frame]:
    """Yield the text of each page asked for."""
    kind = Kind(order["kind"])
    if kind is not Kind.PDF:
        yield _said(1, recognised(pictures.small_enough(pictures.upright(content, kind, side=SIDE), SIDE)))
        return
    document = pypdfium2.PdfDocument(content.read())
    for page in order["pages"]:
        yield _said(page, recognised(pictures.rendered(document, page - 1, side=SIDE)))


def _said(page: int, text: str) -> Frame:
    return Frame(what="text", told={"page": page, "text": text})


if __name__ == "__main__":
    serve(Look.SCAN, scan, load=load)
