"""What the vault needs of a store of sealed files; `adapters.store` has it without knowing the vault."""

from typing import Protocol


class Upload(Protocol):
    """A file on its way into a store, under no address yet."""

    def write(self, data: memoryview, /) -> None:
        """Add bytes; they are overwritten when this has returned."""

    def commit(self, address: str, /) -> None:
        """Make the file durable under its address, the SHA-256 of its bytes in hex."""

    def discard(self) -> None:
        """Leave nothing behind; does nothing after `commit`."""


class WritableStore(Protocol):
    """Where sealed files go."""

    def begin(self, expected_bytes: int = 0) -> Upload:
        """Return a new upload; raise when `expected_bytes` would not fit."""


class ReadableStore(Protocol):
    """Where sealed files come from."""

    def size(self, address: str, /) -> int:
        """Return the size in bytes; raise Unknown when there is no such file."""

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Return the bytes from `start` up to `end`, fewer at the end of the file."""


class Readable(Protocol):
    """Anything that plaintext is read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; none at the end."""
