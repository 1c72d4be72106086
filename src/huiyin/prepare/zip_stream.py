"""A ZIP file that is made while it is given out, in the memory of one piece."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from huiyin.kernel.clock import LOCAL_ZONE


@dataclass(frozen=True, kw_only=True)
class Member:
    """A member of the file: its path, and its bytes, which are asked for when its turn comes."""

    path: str
    content: Iterable[bytes]


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was given out under a path."""

    path: str
    size: int
    sha256: str


class _Sink:
    """Takes what the ZIP writes, until it is given out; a ZIP that cannot go back writes sizes behind."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        """Hold it."""
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        """Give out what is held."""
        data = bytes(self._held)
        self._held.clear()
        return data


class ZipStream:
    """Members go in, bytes come out; `written` tells what went out so far."""

    def __init__(self, at: datetime) -> None:
        """`at` dates every member."""
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED)  # type: ignore[call-overload]
        self._date = at.astimezone(LOCAL_ZONE).timetuple()[:6]
        self.written: list[Written] = []

    def add(self, member: Member) -> Iterator[bytes]:
        """Yield the bytes of one more member."""
        info = zipfile.ZipInfo(member.path, date_time=self._date)
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for piece in member.content:
                digest.update(piece)
                size += len(piece)
                entry.write(piece)
                yield self._sink.take()
        self.written.append(Written(path=member.path, size=size, sha256=digest.hexdigest()))
        yield self._sink.take()

    def end(self) -> Iterator[bytes]:
        """Yield the directory: without it the file is not whole, and every program says so."""
        self._zip.close()
        yield self._sink.take()
