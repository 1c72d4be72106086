"""What a document says to who reads it on paper."""

from io import BytesIO

from pypdf import PdfReader


def printed(pdf: bytes) -> str:
    """Return the words of all pages, without white space."""
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
