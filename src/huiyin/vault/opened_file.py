"""A stored file opened segment by segment, and as a seekable stream that touches no disk in clear."""

import io
from uuid import UUID

from huiyin.vault import segments
from huiyin.vault.data_key import DataKey
from huiyin.vault.segments import HEADER_BYTES, SEGMENT_BYTES, FileKey
from huiyin.vault.stores import ReadableStore


class SegmentReader:
    """A stored file opened segment by segment; `size` is the plaintext's."""

    def __init__(self, store: ReadableStore, address: str, data_key: DataKey, object_id: UUID) -> None:
        """Read and check the header and the size."""
        self._store, self._address = store, address
        self._sealed_size = store.size(address)
        header = store.get_range(address, 0, HEADER_BYTES)
        self._key: FileKey = segments.open_file_key(data_key, object_id, header, address=address)
        self._count, self.size = segments.layout(self._sealed_size, address=address)
        if self.size == 0:
            self.segment(0)

    def segment(self, index: int) -> bytes:
        """Return the plaintext of a segment, verified."""
        start, end = segments.sealed_range(index, self._sealed_size)
        sealed = self._store.get_range(self._address, start, end)
        return self._key.open(sealed, index, last=index == self._count - 1, address=self._address)


class OpenedFile(io.RawIOBase):
    """A stored file as a seekable binary stream that never touches a disk in clear."""

    def __init__(self, segment_reader: SegmentReader) -> None:
        """Holds one opened segment at a time."""
        super().__init__()
        self._file = segment_reader
        self._position = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position in the plaintext."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move in the plaintext."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._file.size}[whence]
        if base + offset < 0:
            raise ValueError("a position before the start")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the segment at the position; fewer bytes at its end, none at the end."""
        if self._position >= self._file.size:
            return 0
        index, offset = divmod(self._position, SEGMENT_BYTES)
        if self._held[0] != index:
            self._held = (index, self._file.segment(index))
        piece = memoryview(self._held[1])[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)
