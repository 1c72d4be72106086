"""The Protocol of a store of sealed files, addressed by the SHA-256 of their bytes in hex."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from huiyin.kernel.errors import HuiyinError

_ADDRESS = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One file as the store lists it."""

    address: str
    size: int
    modified_at: datetime


class Upload(Protocol):
    """A file on its way in, under no address yet. As a context manager it discards what is not committed."""

    def __enter__(self) -> Self:
        """Return the upload."""

    def __exit__(self, *error: object) -> None:
        """Discard the upload unless it was committed."""

    def write(self, data: bytes | memoryview, /) -> None:
        """Add bytes, which may change afterwards; raise Misconfigured ``store.full`` without room."""

    def commit(self, address: str, /) -> None:
        """Make the file durable under its address; the same address again is no error."""

    def discard(self) -> None:
        """Leave nothing behind; does nothing after `commit`."""


class ObjectStore(Protocol):
    """A store of sealed files. What was committed survives a power cut; what was not leaves no trace."""

    def require_room(self, expected_bytes: int = 0) -> None:
        """Raise Misconfigured ``store.full`` unless more than `expected_bytes` still fits."""

    def begin(self, expected_bytes: int = 0) -> Upload:
        """Return a new upload; raise Misconfigured ``store.full`` when `expected_bytes` would not fit."""

    def size(self, address: str, /) -> int:
        """Return the size in bytes; raise Unknown ``store.no_such_file``."""

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Return the bytes from `start` up to `end`, fewer at the end of the file."""

    def exists(self, address: str, /) -> bool:
        """True when the file is in the store."""

    def delete(self, address: str, /) -> None:
        """Remove the file; one that is not there is no error."""

    def list(self) -> Iterator[Stored]:
        """Yield every committed file, in no promised order."""

    def discard_unfinished(self, older_than: datetime) -> int:
        """Remove uploads that were begun and left before `older_than`; return how many."""

    def free_bytes(self) -> int | None:
        """Return how much still fits, or None when the store has no known limit."""


def require_address(address: str) -> str:
    """Return `address` when it is 64 lower-case hex digits: nothing else may become a path."""
    if not _ADDRESS.fullmatch(address):
        raise HuiyinError("store.bad_address")
    return address
