"""A file sealed as its bytes arrive, in the memory of a few segments.

Whoever brings the bytes takes their digest; segments that are full are sealed, digested and written by a
thread beside it, in their order. A file of one segment needs no thread.
"""

import hashlib
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self
from uuid import UUID

from huiyin.vault import segments
from huiyin.vault.beside import Beside
from huiyin.vault.data_key import DataKey
from huiyin.vault.segments import SEGMENT_BYTES
from huiyin.vault.stores import WritableStore
from huiyin.vault.suite import TAG_BYTES

AHEAD = 2  # full segments that wait while the next one fills
SPARE = 8  # buffers of a segment that stay with the process: new memory costs as much as sealing does

_spare: list[bytearray] = []  # taking and giving back one are each a single step of the interpreter


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
        self._filling, self._filled = _buffer(), 0
        self._sealed = _buffer()
        self._index = 0
        self._plain_hash, self._plain_size = hashlib.sha256(), 0
        self._sealed_hash, self._sealed_size = hashlib.sha256(), 0
        self._beside = Beside(AHEAD)
        self._upload = store.begin(expected_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def discard(self) -> None:
        """Leave nothing of the file behind; does nothing after `finish`."""
        self._beside.end()
        self._upload.discard()

    def write(self, data: bytes | memoryview) -> None:
        """Take plaintext, in pieces of any size; what an earlier piece met may be raised only now."""
        view = memoryview(data)
        self._plain_hash.update(view)
        self._plain_size += len(view)
        while view:
            # A full segment waits until more comes: only then is it known not to be the last.
            if self._filled == SEGMENT_BYTES:
                self._pass_on()
            taken = view[: SEGMENT_BYTES - self._filled]
            end = self._filled + len(taken)
            self._filling[self._filled : end] = taken  # grows while it is filled for the first time
            self._filled = end
            view = view[len(taken) :]

    def finish(self) -> SealedFile:
        """Seal the last segment and make the file durable under its address."""
        self._beside.done()
        self._seal(self._filling, self._filled, self._index, last=True)
        self._beside.end()
        _keep(self._filling)
        _keep(self._sealed)
        self._filling = self._sealed = bytearray()  # they may be another file's by now
        address = self._sealed_hash.hexdigest()
        self._upload.commit(address)
        return SealedFile(
            object_id=self._object_id,
            address=address,
            sealed_size=self._sealed_size,
            plaintext_sha256=self._plain_hash.digest(),
            plaintext_size=self._plain_size,
        )

    def _pass_on(self) -> None:
        self._beside.do(partial(self._seal, self._filling, SEGMENT_BYTES, self._index, last=False))
        self._index += 1
        self._filling, self._filled = _buffer(), 0

    def _seal(self, segment: bytearray, size: int, index: int, *, last: bool) -> None:
        # In the thread beside, and at the end in the caller's: never in both at once.
        header = self._key.header if index == 0 else b""
        start, end = len(header), len(header) + size + TAG_BYTES
        if len(self._sealed) < end:
            self._sealed += bytes(end - len(self._sealed))
        self._sealed[:start] = header
        sealed = memoryview(self._sealed)[:end]
        self._key.seal_into(memoryview(segment)[:size], index, sealed[start:], last=last)
        self._sealed_hash.update(sealed)
        self._sealed_size += end
        self._upload.write(sealed)
        if not last:
            _keep(segment)


def _buffer() -> bytearray:
    try:
        return _spare.pop()
    except IndexError:
        return bytearray()


def _keep(buffer: bytearray) -> None:
    # None of a file that came to nothing: somebody may hold on to a view of it.
    if len(buffer) >= SEGMENT_BYTES and len(_spare) < SPARE:
        _spare.append(buffer)
