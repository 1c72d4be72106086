"""A store in memory: the least a vault needs."""

import hashlib

from huiyin.kernel.errors import Unknown


class MemoryUpload:
    """An upload into a MemoryStore."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.held, self.discarded = files, bytearray(), False

    def write(self, data: bytes, /) -> None:
        """Add bytes."""
        self.held += data

    def commit(self, address: str, /) -> None:
        """Keep the file under its address, which must be its digest."""
        assert hashlib.sha256(self.held).hexdigest() == address
        self.files[address] = bytes(self.held)

    def discard(self) -> None:
        """Remember it."""
        self.discarded = True


class MemoryStore:
    """The least a vault needs of a store."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.uploads: list[MemoryUpload] = []

    def begin(self, expected_bytes: int = 0) -> MemoryUpload:
        """Return a new upload."""
        assert expected_bytes >= 0
        self.uploads.append(MemoryUpload(self.files))
        return self.uploads[-1]

    def size(self, address: str, /) -> int:
        """Return the size."""
        if address not in self.files:
            raise Unknown("store.no_such_file")
        return len(self.files[address])

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Return the slice."""
        return self.files[address][start:end]
