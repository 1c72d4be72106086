"""What a request of the protocol asks: lengths, offsets and the name, read from its headers."""

import re
from base64 import b64decode

from django.http import HttpRequest

from huiyin.kernel.errors import Invalid

_NUMBER = re.compile(r"[0-9]{1,15}")


def number(request: HttpRequest, header: str) -> int:
    """Return the whole number in a header; raise Invalid ``upload.bad_request`` unless there is one."""
    found = request.headers.get(header, "")
    if not _NUMBER.fullmatch(found):
        raise Invalid("upload.bad_request", field=header)
    return int(found)


def body_length(request: HttpRequest) -> int:
    """Return how many bytes the body announces; raise Invalid ``upload.no_length`` when it does not say."""
    if "Transfer-Encoding" in request.headers or "Content-Length" not in request.headers:
        raise Invalid("upload.no_length")
    return number(request, "Content-Length")


def metadata(request: HttpRequest, *keys: str) -> str:
    """Return the first of these keys that ``Upload-Metadata`` gives; empty when it gives none.

    Raises Invalid ``upload.bad_request`` when the value is no base 64 of UTF-8.
    """
    pairs = (pair.strip().partition(" ") for pair in request.headers.get("Upload-Metadata", "").split(","))
    found = {key: value for key, _, value in pairs}
    encoded = next((found[key] for key in keys if key in found), "")
    try:
        return b64decode(encoded, validate=True).decode()
    except ValueError as error:
        raise Invalid("upload.bad_request", field="Upload-Metadata") from error
