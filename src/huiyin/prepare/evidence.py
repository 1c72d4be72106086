"""Evidence on its way in: sealed under the petition's key while it arrives, in the memory of one segment."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PureWindowsPath
from types import TracebackType
from typing import BinaryIO, Self
from uuid import UUID

from huiyin.adapters.store.object_store import ObjectStore
from huiyin.kernel.ids import new_id
from huiyin.prepare.answers import line
from huiyin.prepare.staged import StagedFile
from huiyin.vault import admission, kinds
from huiyin.vault.admission import Admitted
from huiyin.vault.data_key import DataKey
from huiyin.vault.files import open_file
from huiyin.vault.sealer import FileSealer, SealedFile
from huiyin.vault.segments import SEGMENT_BYTES
from huiyin.vault.signatures import HEAD_BYTES
from huiyin.vault.stores import Readable

NAME_LIMIT = 255
_TURNING = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


class Staging:
    """One file being taken in. As a context manager it leaves nothing behind unless finished."""

    def __init__(
        self,
        name: str,
        *,
        store: ObjectStore,
        data_key: DataKey,
        at: datetime,
        file_id: UUID | None = None,
        expected_bytes: int = 0,
    ) -> None:
        """`name` is what the sender calls the file; `at` dates its id unless `file_id` is given.

        `expected_bytes` is its size when known: then it is refused at once when it would not fit.
        """
        self._name = file_name(name)
        self._store, self._key = store, data_key
        self._id: UUID = file_id or new_id(at)
        self._head = bytearray()
        self._size = 0
        self._sealer = FileSealer(store, data_key, self._id, expected_bytes)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sealer.__exit__(kind, error, trace)

    def write(self, data: bytes | memoryview) -> None:
        """Take bytes; raise ``evidence.type_not_allowed`` or ``evidence.too_large`` as soon as it shows."""
        self._size += len(data)
        if self._size > kinds.MAX_FILE_BYTES:
            kinds.require_size(self._size)
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]
            if len(self._head) == HEAD_BYTES:
                admission.refuse_head(bytes(self._head))
        self._sealer.write(data)

    def finish(self) -> StagedFile:
        """Return the file, sealed and durable; raise ``evidence.empty`` or ``evidence.type_not_allowed``.

        A container refused only now lies in the store under no row, and the sweep takes it.
        """
        known = admission.admit_by_head(bytes(self._head), self._size, self._name)
        sealed = self._sealer.finish()
        admitted = known or admission.admit(_opened(sealed, self._store, self._key), self._name)
        return _staged(sealed, self._name, admitted)


def file_name(name: str) -> str:
    """Return what a file is called: one line, no folders of whoever sent it; a dash when nothing is left.

    Signs that turn the direction of writing are left out: they make one extension look like another.
    """
    told = line(name.translate(_TURNING), field="files", limit=NAME_LIMIT)
    last = PureWindowsPath(told).name
    return last if last.strip(". ") else "-"


def adopted(sealed: SealedFile, name: str, *, store: ObjectStore, data_key: DataKey) -> StagedFile:
    """Return a file that lies sealed in the store already; raise Invalid as `Staging.finish` does."""
    return _staged(sealed, name, admission.admit(_opened(sealed, store, data_key), name))


def stage(stream: Readable, name: str, *, store: ObjectStore, data_key: DataKey, at: datetime) -> StagedFile:
    """Seal everything a stream gives and return the file, or raise Invalid and keep nothing."""
    with Staging(name, store=store, data_key=data_key, at=at) as staging:
        while piece := stream.read(SEGMENT_BYTES):
            staging.write(piece)
        return staging.finish()


def discard(files: Iterable[StagedFile], *, store: ObjectStore) -> None:
    """Take staged files out of the store again: they belong to a filing that was refused."""
    for file in files:
        store.delete(file.address)


def _opened(sealed: SealedFile, store: ObjectStore, data_key: DataKey) -> BinaryIO:
    return open_file(store, sealed.address, data_key, sealed.object_id)


def _staged(sealed: SealedFile, name: str, admitted: Admitted) -> StagedFile:
    return StagedFile(
        id=sealed.object_id,
        name=name,
        kind=admitted.media_type,
        size=sealed.plaintext_size,
        sha256=sealed.plaintext_sha256,
        address=sealed.address,
    )
