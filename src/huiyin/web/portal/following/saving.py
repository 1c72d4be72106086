"""Bytes that a person saves from the page."""

from django.http import HttpResponse


def download(data: bytes, kind: str, name: str) -> HttpResponse:
    """Return bytes to be saved under a name."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
