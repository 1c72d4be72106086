"""The published log in one folder: ``checkpoint``, ``tile/0/x001/067``, ``tile/entries/000.p/8``.

The paths below it are those of C2SP tlog-tiles, so that any web server, or a copy of the folder, serves the
log as well. Every file is written aside, made durable and renamed: nobody ever reads half of one.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from huiyin.adapters.durable import sync_folder
from huiyin.kernel.errors import Unknown
from huiyin.rules.merkle.frontier import TILE_WIDTH
from huiyin.rules.merkle.hashing import HASH_BYTES
from huiyin.rules.merkle.tiles import Bundle, Tile, bundle_bytes, bundle_entries

CHECKPOINT = "checkpoint"
RESTORED = "restored"
FLUSHERS = 8
_ASIDE = ".aside"
_LOCK = ".lock"

Named = Tile | Bundle


def folder_of(origin: str) -> str:
    """Return the name of the folder of a log: its origin, escaped as in a URL."""
    return quote(origin, safe="")


def mark_restored(folder: Path, checkpoint: bytes) -> None:
    """Keep every log below `folder` from going on until it is opened anew; durable when it returns."""
    folder.mkdir(parents=True, exist_ok=True)
    file = _written(folder / f".{RESTORED}", checkpoint)
    os.fsync(file.fileno())
    file.close()
    Path(file.name).replace(folder / RESTORED)
    sync_folder(folder)


class LogFolder:
    """The files of one log. Reading needs nothing there; what is not there is not published."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when first written to."""
        self._folder = folder

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Publish when no other process of this machine does; yields whether it is so."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _taken(handle)
        finally:
            os.close(handle)  # and with it the lock

    def of(self, origin: str) -> "LogFolder":
        """Return the folder of another log of this installation, which lies beside this one."""
        return LogFolder(self._folder.parent / folder_of(origin))

    def restored(self) -> bytes | None:
        """Return the checkpoint that the restored backup carried, empty when it carried none.

        None when nothing was restored here, or the log was opened anew since.
        """
        try:
            return (self._folder.parent / RESTORED).read_bytes()
        except FileNotFoundError:
            return None

    def forget_restored(self) -> None:
        """The log was opened anew: it may go on."""
        (self._folder.parent / RESTORED).unlink(missing_ok=True)
        sync_folder(self._folder.parent)

    def checkpoint(self) -> bytes | None:
        """Return the published checkpoint, or None when none was ever published here."""
        try:
            return (self._folder / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def read(self, named: Named) -> bytes:
        """Return a tile or a bundle; raise Unknown ``log.no_such_file`` when it is not there.

        A partial one that was removed, since the full one is there, is the beginning of the full one.
        """
        try:
            return self._path(named).read_bytes()
        except FileNotFoundError:
            if named.width == TILE_WIDTH:
                raise Unknown("log.no_such_file", path=named.path) from None
        return _beginning(named, self.read(replace(named, width=TILE_WIDTH)))

    def has(self, named: Named) -> bool:
        """True when the file itself is there."""
        return self._path(named).exists()

    def keep(self, files: Mapping[Named, bytes]) -> None:
        """Make these files durable under their names. Those that are there already, and the same, stay.

        Order: contents durable, then the names, then the folders that hold the names. A crash leaves whole
        files or none, and no checkpoint speaks of them yet.
        """
        wanted = {self._path(named): data for named, data in files.items()}
        self._write({path: data for path, data in wanted.items() if not _holds(path, data)})

    def replace_checkpoint(self, note: bytes) -> None:
        """Make `note` the published checkpoint, durably, at one moment for all who read."""
        self._write({self._folder / CHECKPOINT: note})

    def drop_partial(self, full: Iterable[Named]) -> None:
        """Remove the partial ones of what is full now (C2SP tlog-tiles, "Partial Tiles"): inodes are few."""
        for named in full:
            path = self._path(named)
            shutil.rmtree(path.with_name(f"{path.name}.p"), ignore_errors=True)

    def discard_unfinished(self) -> None:
        """Remove what a killed writer left aside. The caller is alone."""
        shutil.rmtree(self._folder / _ASIDE, ignore_errors=True)

    def _path(self, named: Named) -> Path:
        return self._folder / named.path

    def _write(self, files: Mapping[Path, bytes]) -> None:
        aside = self._folder / _ASIDE
        aside.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened, ThreadPoolExecutor(FLUSHERS) as flushers:
            unfinished = [
                opened.enter_context(_written(aside / str(place), data))
                for place, data in enumerate(files.values())
            ]
            # All at once: a disk commits many in the time of one.
            list(flushers.map(os.fsync, unfinished))
            for path, file in zip(files, unfinished, strict=True):
                path.parent.mkdir(parents=True, exist_ok=True)
                Path(file.name).rename(path)
            list(flushers.map(sync_folder, self._with_parents({path.parent for path in files})))

    def _with_parents(self, folders: set[Path]) -> list[Path]:
        """Return the folders and all above them up to our own, the lowest first: their names are new too."""
        above = {one for folder in folders for one in (folder, *folder.parents)}
        ours = {one for one in above if one.is_relative_to(self._folder.parent)}
        return sorted(ours, key=lambda one: len(one.parts), reverse=True)


def _beginning(named: Named, full: bytes) -> bytes:
    if isinstance(named, Tile):
        return full[: named.width * HASH_BYTES]
    return bundle_bytes(bundle_entries(replace(named, width=TILE_WIDTH), full)[: named.width])


def _written(path: Path, data: bytes) -> BinaryIO:
    file = path.open("wb")
    file.write(data)
    file.flush()
    return file


def _holds(path: Path, data: bytes) -> bool:
    with suppress(FileNotFoundError):
        return path.read_bytes() == data
    return False


def _taken(handle: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
