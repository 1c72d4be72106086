"""Files sealed while they stream in, opened while they stream out, in the memory of a few segments.

Order of a sealed upload: write (sealed, temporary), finish (last segment, durable under its digest). A
crash or an error before the end leaves nothing under any address.
"""

import hashlib
import io
from collections.abc import Iterator
from uuid import UUID

from huiyin.kernel.errors import HuiyinError
from huiyin.vault.data_key import DataKey
from huiyin.vault.opened_file import OpenedFile, SegmentReader
from huiyin.vault.sealer import FileSealer, SealedFile
from huiyin.vault.segments import PREFIX_LETTERS, SEGMENT_BYTES
from huiyin.vault.stores import Readable, ReadableStore, WritableStore

CHECK_BLOCK = 1 << 20


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
