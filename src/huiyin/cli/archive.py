"""The backup file: a tar archive whose last member lists every other one with its SHA-256.

database.dump       PostgreSQL's custom format
files/<address>     sealed files under their ciphertext digest
manifest.jsonl      first what this is, then one line a member in the order above
"""

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from huiyin.kernel.errors import Misconfigured

FORMAT = "huiyin-backup-1"
DATABASE = "database.dump"
FILES = "files/"
MANIFEST = "manifest.jsonl"
PIECE = 1 << 20

Take = Callable[[bytes], object]


class Writer:
    """Writes members whose size is known only afterwards; needs a file that can seek."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._lines: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`
        self.members = 0

    def add(self, name: str, feed: Callable[[Take], object]) -> None:
        """Add a member: `feed` gets a function that takes its bytes piece by piece."""
        digest = hashlib.sha256()

        def take(piece: bytes) -> None:
            digest.update(piece)
            self._file.write(piece)

        size = self._member(name, lambda: feed(take))
        self._lines.write(_line({"name": name, "size": size, "sha256": digest.hexdigest()}))
        self.members += 1

    def close(self, head: dict[str, Any]) -> None:
        """Write the manifest and the end of the archive."""
        self._lines.seek(0)
        first = _line({"format": FORMAT, **head})
        self._member(MANIFEST, partial(self._write_manifest, first))
        self._file.write(bytes(2 * tarfile.BLOCKSIZE))
        self._lines.close()

    def _write_manifest(self, first: bytes) -> None:
        self._file.write(first)
        while piece := self._lines.read(PIECE):
            self._file.write(piece)

    def _member(self, name: str, fill: Callable[[], object]) -> int:
        # The header holds the size, which is known last: leave its place, then come back.
        start = self._file.tell()
        self._file.write(bytes(tarfile.BLOCKSIZE))
        fill()
        end = self._file.tell()
        info = tarfile.TarInfo(name)
        info.size, info.mode = end - start - tarfile.BLOCKSIZE, 0o600
        self._file.write(bytes(-info.size % tarfile.BLOCKSIZE))
        after = self._file.tell()
        self._file.seek(start)
        self._file.write(info.tobuf(format=tarfile.GNU_FORMAT))
        self._file.seek(after)
        return info.size


class Reader:
    """A backup file that was checked from the first to the last byte before anything is taken from it."""

    def __init__(self, path: Path) -> None:
        """Check the file; raise Misconfigured when it is not a whole, unaltered backup."""
        self._path = path
        self.head: dict[str, Any] = {}
        try:
            with tarfile.open(path, "r:") as archive:
                self._check(archive)
        except (tarfile.TarError, ValueError, EOFError) as problem:
            raise _damaged(path) from problem

    def members(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Yield name and content of each member, in order; read each before asking for the next."""
        with tarfile.open(self._path, "r:") as archive:
            for info in archive:
                content = archive.extractfile(info)
                if content is not None and info.name != MANIFEST:
                    yield info.name, content
                _forget(archive)

    def _check(self, archive: tarfile.TarFile) -> None:
        with tempfile.TemporaryFile() as found:
            for info in archive:
                content = archive.extractfile(info)
                if content is None:
                    raise _damaged(self._path)
                if info.name == MANIFEST:
                    self._check_manifest(content, found)
                    return
                digest = _digest(content)
                found.write(_line({"name": info.name, "size": info.size, "sha256": digest}))
                _forget(archive)
        raise _damaged(self._path)  # cut off before its manifest

    def _check_manifest(self, manifest: IO[bytes], found: IO[bytes]) -> None:
        self.head = json.loads(manifest.readline())
        if self.head.get("format") != FORMAT:
            raise Misconfigured(
                "restore.unknown_format", file=str(self._path), format=self.head.get("format")
            )
        found.seek(0)
        for line in found:
            if manifest.readline() != line:
                raise _damaged(self._path)
        if manifest.readline():
            raise _damaged(self._path)


def _forget(archive: tarfile.TarFile) -> None:
    archive.members = []  # type: ignore[attr-defined]  # a million members would stay in memory


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _line(member: dict[str, Any]) -> bytes:
    return json.dumps(member, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _damaged(path: Path) -> Misconfigured:
    return Misconfigured("restore.damaged", file=str(path))
