"""Sealed files in a local folder: ``ab/<address>``, written aside, fsynced, then renamed."""

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Self

from huiyin.adapters.durable import sync_folder
from huiyin.adapters.store.object_store import Stored, require_address
from huiyin.adapters.store.steady import SteadyFile
from huiyin.kernel.errors import Misconfigured, Unknown

# Kept free for the database and its log on the same disk, which must never stop for an upload.
RESERVED_BYTES = 256 << 20
_UPLOADS = "uploads"
_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
Keep = Callable[[SteadyFile, Path, str], None]
Room = Callable[[], contextlib.AbstractContextManager[None]]
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FolderStore:
    """An ObjectStore in one folder of one file system."""

    def __init__(self, folder: Path, *, reserved_bytes: int = RESERVED_BYTES) -> None:
        """Make the folder when it is not there."""
        self._folder = folder
        self._uploads = folder / _UPLOADS
        self._reserved = reserved_bytes
        self._durable: set[Path] = set()
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        self._uploads.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        sync_folder(folder)
        sync_folder(folder.parent)

    def require_room(self, expected_bytes: int = 0) -> None:
        """Raise ``store.full`` unless more than `expected_bytes` fits beside the reserve."""
        if self.free_bytes() <= expected_bytes:
            raise self._full()

    def begin(self, expected_bytes: int = 0) -> "FolderUpload":
        """Return a new upload; raise ``store.full`` when `expected_bytes` would not fit."""
        self.require_room(expected_bytes)
        with self._room():
            path = self._uploads / secrets.token_hex(16)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        return FolderUpload(path, SteadyFile(handle), keep=self._keep, room=self._room)

    def size(self, address: str, /) -> int:
        """Return the size in bytes."""
        try:
            return self._path(address).stat().st_size
        except FileNotFoundError as error:
            raise Unknown("store.no_such_file") from error

    def get_range(self, address: str, start: int, end: int, /) -> bytes:
        """Return the bytes from `start` up to `end`, fewer at the end of the file."""
        try:
            with self._path(address).open("rb", buffering=0) as file:
                file.seek(start)
                return _read_fully(file, end - start)
        except FileNotFoundError as error:
            raise Unknown("store.no_such_file") from error

    def exists(self, address: str, /) -> bool:
        """True when the file is in the store."""
        return self._path(address).exists()

    def delete(self, address: str, /) -> None:
        """Remove the file, durably; one that is not there is no error."""
        path = self._path(address)
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
            sync_folder(path.parent)

    def list(self) -> Iterator[Stored]:
        """Yield every committed file."""
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                facts = path.stat()
                changed_at = datetime.fromtimestamp(facts.st_mtime, UTC)
                yield Stored(address=path.name, size=facts.st_size, modified_at=changed_at)

    def discard_unfinished(self, older_than: datetime) -> int:
        """Remove uploads last written before `older_than`; return how many."""
        removed = 0
        for path in self._uploads.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < older_than.timestamp():
                    path.unlink()
                    removed += 1
        return removed

    def free_bytes(self) -> int:
        """Return how much still fits, the reserve set aside."""
        return max(0, shutil.disk_usage(self._folder).free - self._reserved)

    def _path(self, address: str) -> Path:
        require_address(address)
        return self._folder / address[:2] / address

    def _keep(self, file: SteadyFile, path: Path, address: str) -> None:
        # Order: contents durable, then the name, then the folders that hold the name. A crash before the
        # rename leaves an unfinished upload; after it, a whole file under its own digest.
        final = self._path(address)
        with self._room():
            self._have(final.parent)
            file.sync()
            file.close()
            os.rename(path, final)  # noqa: PTH104  for each file: a Path would be made once more
            sync_folder(final.parent)

    def _have(self, folder: Path) -> None:
        # Made by another process, it may not be durable yet: its name is synced once by each process.
        if folder not in self._durable:
            folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
            sync_folder(folder.parent)
            self._durable.add(folder)

    @contextlib.contextmanager
    def _room(self) -> Iterator[None]:
        # Asked before every piece: what else is being written grows as well.
        self.require_room()
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise self._full() from error
            raise

    def _full(self) -> Misconfigured:
        return Misconfigured(
            "store.full",
            folder=str(self._folder),
            free_bytes=self.free_bytes(),
            reserved_bytes=self._reserved,
            way_out="make room on this disk, or move the folder to a larger one",
        )


class FolderUpload:
    """One file being written into a FolderStore."""

    def __init__(self, path: Path, file: SteadyFile, *, keep: Keep, room: Room) -> None:
        """`file` is open at `path`, in the folder of unfinished uploads."""
        self._path, self._file = path, file
        self._keep, self._room = keep, room
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.discard()

    def write(self, data: bytes | memoryview, /) -> None:
        """Add bytes; raise ``store.full`` when there is no room."""
        with self._room():
            self._file.write(data)

    def whole(self) -> Path:
        """Return where all that was written can be read; raise ``store.full`` when there is no room."""
        with self._room():
            self._file.flush()
        return self._path

    def commit(self, address: str, /) -> None:
        """Make the file durable under its address."""
        self._keep(self._file, self._path, address)
        self._ended = True

    def discard(self) -> None:
        """Leave nothing behind; does nothing after `commit`."""
        if not self._ended:
            self._ended = True
            self._file.close()
            self._path.unlink(missing_ok=True)


def _read_fully(file: BinaryIO, count: int) -> bytes:
    pieces = []
    while count > 0 and (piece := file.read(count)):
        pieces.append(piece)
        count -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
