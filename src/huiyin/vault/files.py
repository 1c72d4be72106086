"""Files sealed while they stream in, opened while they stream out, in the memory of a few segments.

Order of a sealed upload: write (sealed, temporary), finish (last segment, durable under its digest). A
crash or an error before the end leaves nothing under any address.
"""

import hashlib
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from uuid import UUID

from huiyin.kernel.errors import HuiyinError
from huiyin.vault import segments
from huiyin.vault.data_key import DataKey
from huiyin.vault.opened_file import OpenedFile, SegmentReader
from huiyin.vault.segments import PREFIX_LETTERS, SEGMENT_BYTES
from huiyin.vault.stores import Readable, ReadableStore, WritableStore

CHECK_BLOCK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """What is known of a file after sealing."""

    object_id: UUID
    address: str  # SHA-256 of the sealed bytes in hex: the content address
    sealed_size: int
    plaintext_sha256: bytes
    plaintext_size: int


class FileSealer:
    """Seals one file as its bytes arrive. As a context manager it discards what was not finished."""

    def __init__(
        self, store: WritableStore, data_key: DataKey, object_id: UUID, expected_bytes: int = 0
    ) -> None:
        """`object_id` is the file's id in the database: it opens under no other."""
        self._key = segments.new_file_key(data_key, object_id)
        self._object_id = object_id
        self._pending = bytearray()
        self._index = 0
        self._plain_hash, self._plain_size = hashlib.sha256(), 0
        self._beside: ThreadPoolExecutor | None = None
        self._sealed_hash, self._sealed_size = hashlib.sha256(), 0
        self._upload = store.begin(expected_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def discard(self) -> None:
        """Leave nothing of the file behind; does nothing after `finish`."""
        self._end_beside()
        self._upload.discard()

    def write(self, data: bytes | memoryview) -> None:
        """Take plaintext, in pieces of any size."""
        view = memoryview(data)
        while view:
            # A full segment waits until more comes: only then is it known not to be the last.
            if len(self._pending) == SEGMENT_BYTES:
                self._seal(last=False)
            taken = view[: SEGMENT_BYTES - len(self._pending)]
            self._pending += taken
            view = view[len(taken) :]

    def finish(self) -> SealedFile:
        """Seal the last segment and make the file durable under its address."""
        self._seal(last=True)
        self._end_beside()
        address = self._sealed_hash.hexdigest()
        self._upload.commit(address)
        return SealedFile(
            object_id=self._object_id,
            address=address,
            sealed_size=self._sealed_size,
            plaintext_sha256=self._plain_hash.digest(),
            plaintext_size=self._plain_size,
        )

    def _seal(self, *, last: bool) -> None:
        hashed = self._hashed_beside()
        self._plain_size += len(self._pending)
        if self._index == 0:
            self._put(self._key.header)
        self._put(self._key.seal(self._pending, self._index, last=last))
        self._index += 1
        hashed()
        self._pending.clear()

    def _hashed_beside(self) -> Callable[[], object]:
        """Take the digest of the original; from the second segment on in a thread beside the sealing."""
        if self._index == 0:
            self._plain_hash.update(self._pending)
            return lambda: None
        self._beside = self._beside or ThreadPoolExecutor(1)
        return self._beside.submit(self._plain_hash.update, self._pending).result

    def _end_beside(self) -> None:
        if self._beside is not None:
            self._beside.shutdown()
            self._beside = None

    def _put(self, sealed: bytes) -> None:
        self._sealed_hash.update(sealed)
        self._sealed_size += len(sealed)
        self._upload.write(sealed)


def seal_stream(reader: Readable, *, store: WritableStore, data_key: DataKey, object_id: UUID) -> SealedFile:
    """Seal everything `reader` gives into `store`; on any error nothing is left behind."""
    with FileSealer(store, data_key, object_id) as sealer:
        while piece := reader.read(SEGMENT_BYTES):
            sealer.write(piece)
        return sealer.finish()


def open_stream(
    store: ReadableStore,
    address: str,
    data_key: DataKey,
    object_id: UUID,
    start: int = 0,
    end: int | None = None,
) -> Iterator[bytes]:
    """Return the plaintext from byte `start` up to `end`, each segment verified before it is given out.

    Raises ``vault.damaged_header`` at once and ``vault.damaged_segment`` while reading. Segments outside
    the range are not read; a file read to its end is thereby known to be whole.
    """
    file = SegmentReader(store, address, data_key, object_id)
    return _pieces(file, start, file.size if end is None else min(end, file.size))


def _pieces(file: SegmentReader, position: int, stop: int) -> Iterator[bytes]:
    while position < stop:
        index, offset = divmod(position, SEGMENT_BYTES)
        piece = file.segment(index)[offset : offset + stop - position]
        yield piece
        position += len(piece)


def open_file(store: ReadableStore, address: str, data_key: DataKey, object_id: UUID) -> io.BufferedReader:
    """Return the plaintext as a seekable stream; errors as of `open_stream`, while reading."""
    return io.BufferedReader(OpenedFile(SegmentReader(store, address, data_key, object_id)), 1 << 16)


def check_address(store: ReadableStore, address: str) -> None:
    """Raise ``vault.damaged_file`` unless the stored bytes have the digest that is their address.

    Needs no key: for the check of the whole store.
    """
    digest, size = hashlib.sha256(), store.size(address)
    for start in range(0, size, CHECK_BLOCK):
        digest.update(store.get_range(address, start, min(start + CHECK_BLOCK, size)))
    if digest.hexdigest() != address:
        raise HuiyinError("vault.damaged_file", file=address[:PREFIX_LETTERS])
