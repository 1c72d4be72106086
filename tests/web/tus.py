"""A small client of the tus protocol, by the words of its specification, on Django's test client."""

from base64 import b64encode
from typing import Any

from django.http import HttpResponse
from django.test import Client

PIECES = "application/offset+octet-stream"
VERSION = {"HTTP_TUS_RESUMABLE": "1.0.0"}


def create(browser: Client, where: str, size: int, name: str = "检测报告.pdf", **headers: Any) -> Any:
    """Ask for an upload."""
    metadata = f"filename {b64encode(name.encode()).decode()}"
    asked = {"HTTP_UPLOAD_LENGTH": str(size), "HTTP_UPLOAD_METADATA": metadata, **VERSION, **headers}
    return browser.post(where, b"", content_type="application/octet-stream", **asked)


def begun(browser: Client, where: str, size: int, name: str = "检测报告.pdf") -> str:
    """Ask for an upload and return its address."""
    answer = create(browser, where, size, name)
    assert answer.status_code == 201, answer.content.decode()
    return str(answer.headers["Location"])


def patch(browser: Client, address: str, data: bytes, offset: int, **headers: Any) -> Any:
    """Send bytes from an offset on."""
    always = {
        "CONTENT_TYPE": PIECES,
        "CONTENT_LENGTH": str(len(data)),
        **VERSION,
    }
    return browser.patch(address, data, **{**always, "HTTP_UPLOAD_OFFSET": str(offset), **headers})


def offset(browser: Client, address: str) -> int:
    """Ask how far it is."""
    answer: HttpResponse = browser.head(address, **VERSION)  # type: ignore[assignment]
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])
