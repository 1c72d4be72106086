"""Large files: sealing and opening in one process, 2 GB in and out of a running web server, 10 MB filings.

The two first are the vault alone, from and to memory. The large file goes by the tus protocol, whole in one
request; growth is the peak of the web processes above their peak before it. A plain write is the same bytes
into a new file, made durable like a sealed one: file and folder.
"""

import io
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from huiyin.adapters.durable import sync_folder
from huiyin.cli.bench import filings, load, machine
from huiyin.cli.bench.ground import Ground
from huiyin.cli.bench.uploading import Sender
from huiyin.vault.data_key import NO_PETITION, DataKey, data_key_from
from huiyin.vault.files import open_stream, seal_stream

MB = 1_000_000
MIB = 1 << 20
ALONE = 512 * MIB
LARGE = 2047 * MIB
FILE = 10 * MB
CLIENTS = 2
CREATED = 201


def measure(ground: Ground, *, seconds: float, large: int = LARGE) -> list[dict[str, Any]]:
    """Return the figures, each in MB/s (10^6 bytes)."""
    return [*_alone(), *_large(ground, large), *_filing(ground, seconds)]


class _Memory:
    """A store of one file in memory that is there beforehand: the vault is measured, not a disk."""

    def __init__(self) -> None:
        self._content = memoryview(bytearray(b"\1") * (ALONE + ALONE // 64))
        self._filled = 0

    def begin(self, expected_bytes: int = 0) -> "_Memory":  # noqa: ARG002  the shape of a store
        return self

    def write(self, data: bytes | memoryview, /) -> None:
        start, self._filled = self._filled, self._filled + len(data)
        self._content[start : self._filled] = data

    def commit(self, address: str, /) -> None:
        """Keep it."""

    def discard(self) -> None:
        """Keep it: it is wanted still."""

    def size(self, address: str, /) -> int:  # noqa: ARG002  there is one file
        return self._filled

    def get_range(self, address: str, start: int, end: int, /) -> bytes:  # noqa: ARG002  as above
        return bytes(self._content[start:end])


def _alone() -> Iterator[dict[str, Any]]:
    key: DataKey = data_key_from(secrets.token_bytes(32), NO_PETITION, wrapped=b"")
    store, name = _Memory(), uuid4()
    block = secrets.token_bytes(MIB)
    began = time.perf_counter()
    sealed = seal_stream(_Repeated(block, ALONE), store=store, data_key=key, object_id=name)
    yield _rate("seal", ALONE, time.perf_counter() - began)
    yield _rate("open", ALONE, _opened(store, sealed.address, key, name))


def _opened(store: _Memory, address: str, key: DataKey, name: UUID) -> float:
    began = time.perf_counter()
    for _ in open_stream(store, address, key, name):
        pass
    return time.perf_counter() - began


class _Repeated(io.RawIOBase):
    """So many bytes, made of one block."""

    def __init__(self, block: bytes, size: int) -> None:
        super().__init__()
        self._block, self._left = block, size

    def read(self, size: int = -1) -> bytes:
        given = self._block[: min(self._left, size if size >= 0 else len(self._block))]
        self._left -= len(given)
        return given


def _large(ground: Ground, size: int) -> Iterator[dict[str, Any]]:
    sender = Sender(ground)
    sender.send(_video(40 * MIB), 40 * MIB)  # whatever a first upload needs is there before it is measured
    before = machine.peak(ground.pid, "web")
    yield {
        **_rate("a large file in", size, sender.send(_video(size), size)),
        "mib": size // MIB,
        "growth_mib": round(machine.peak(ground.pid, "web") - before, 1),
    }
    before = machine.peak(ground.pid, "web")
    took, given = sender.fetched()
    yield {
        **_rate("a large file out", given, took),
        "mib": given // MIB,
        "growth_mib": round(machine.peak(ground.pid, "web") - before, 1),
    }


def _video(size: int) -> Iterator[bytes]:
    block = secrets.token_bytes(MIB)
    yield b"\x00\x00\x00\x18ftypmp42".ljust(MIB, b"\x00")
    for _ in range(size // MIB - 1):
        yield block


def _filing(ground: Ground, seconds: float) -> Iterator[dict[str, Any]]:
    requests = [filings.request(f"{ground.address[0]}:{ground.port}", number, FILE) for number in range(4)]
    before = machine.spent(ground.pid)
    run = load.run(
        ground.address, lambda _: cycle(requests), clients=CLIENTS, seconds=seconds, expected=CREATED
    )
    spent = machine.spent(ground.pid).since(before).by_kind
    plain = _plainly(ground.folder, seconds)
    filed = len(run.took) * FILE / run.seconds / MB
    yield {"what": "plain writes of 10 MB", "mb_per_second": round(plain, 1)}
    yield {
        "what": "filings with 10 MB",
        "mb_per_second": round(filed, 1),
        "of_plain_writes": round(filed / plain, 2),
        "errors": dict(run.errors),
        "cpu_ms": {kind: round(used / max(len(run.took), 1) * 1000, 1) for kind, used in spent.items()},
    }


def _plainly(folder: Path, seconds: float) -> float:
    content = secrets.token_bytes(FILE)
    until = time.perf_counter() + seconds

    def write(place: Path) -> int:
        count = 0
        while time.perf_counter() < until:
            with (place / f"{count}").open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(place)
            count += 1
        return count

    with tempfile.TemporaryDirectory(dir=folder) as place, ThreadPoolExecutor(CLIENTS) as writers:
        places = [Path(place) / str(number) for number in range(CLIENTS)]
        for one in places:
            one.mkdir()
        began = time.perf_counter()
        written = sum(writers.map(write, places))
        return written * FILE / (time.perf_counter() - began) / MB


def _rate(what: str, size: int, took: float) -> dict[str, Any]:
    return {"what": what, "mb_per_second": round(size / took / MB, 1)}
