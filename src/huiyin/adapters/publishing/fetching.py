"""One published checkpoint fetched from a public address: bounded in time and size."""

from http.client import HTTPException
from urllib.request import Request, urlopen

from huiyin.kernel.errors import Misconfigured

LARGEST = 1 << 16  # bytes; a checkpoint with many witnesses has a few thousand
SECONDS = 20.0


def fetched(url: str) -> bytes:
    """Return what lies at an address beginning with http; raise Misconfigured ``reopen.unreachable``."""
    try:
        with urlopen(Request(url), timeout=SECONDS) as answer:  # noqa: S310  http or https, by the caller
            data: bytes = answer.read(LARGEST)
    except (OSError, HTTPException, ValueError) as fault:
        raise Misconfigured("reopen.unreachable", url=url, reason=type(fault).__name__) from fault
    return data
