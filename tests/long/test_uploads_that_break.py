"""Uploads on a running installation: killed processes, two writers, and a client that nobody here wrote."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tusclient.client import TusClient

from huiyin.prepare.uploads import PART_BYTES
from support import processes
from support.installation import Installation, Running
from support.processes import Kind
from support.uploading import Device, device, pieces, status

pytestmark = pytest.mark.long
MIB = 1 << 20
SIZE = 300 * MIB


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A video of 300 MB, and the first digits of its digest."""
    path = tmp_path_factory.mktemp("video") / "video.mp4"
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for number in range(SIZE // MIB):
            block = os.urandom(MIB) if number else b"\x00\x00\x00\x18ftypmp42" + bytes(MIB - 12)
            file.write(block)
            digest.update(block)
    return path, digest.hexdigest()[:16]


@pytest.fixture
def running(installation: Installation) -> Iterator[Running]:
    """An installation that is up."""
    started = installation.up("--demo").ready()
    yield started
    assert started.stop() == 0


def sent(made: Device, path: Path, size: int = SIZE, *, upload: str = "", pieces: int = 0) -> tuple[str, int]:
    """Let the client of the tus project send a file; return its address and where it began."""
    client = TusClient(made.address, headers={"Cookie": made.cookie})
    address = f"http://127.0.0.1:{made.port}{upload}" if upload.startswith("/") else upload or None
    with path.open("rb") as file:
        uploader = client.uploader(
            file_stream=file, url=address, chunk_size=size, metadata={"filename": "录像.mp4"}
        )
        began = uploader.offset
        for _ in range(pieces):
            uploader.upload_chunk()
        if not pieces:
            uploader.upload()
        return str(uploader.url), began


def test_the_client_of_the_tus_project_agrees(running: Running, video: tuple[Path, str]) -> None:
    path, digest = video
    made = device(running.port)
    for size in (5 * MIB, SIZE):
        sent(made, path, size)
    broken, _ = sent(made, path, 50 * MIB, pieces=1)
    assert sent(made, path, 50 * MIB, upload=broken)[1] == 50 * MIB
    assert made.fingerprints() == [digest] * 3


def test_a_killed_web_process_costs_the_last_part_at_most(
    running: Running, video: tuple[Path, str], say: Callable[[str], None]
) -> None:
    path, digest = video
    made = device(running.port)
    upload = made.begin(SIZE)
    arrived = 0
    for killed_after in (70 * MIB, 150 * MIB, 250 * MIB):
        line = made.line(upload, arrived, SIZE - arrived)
        gone = arrived
        for piece in pieces(path, arrived):
            line.sendall(piece)
            gone += len(piece)
            if gone >= killed_after:
                break
        for pid in processes.running(running.process.pid)[Kind.WEB_WORKER]:
            processes.kill(pid, Kind.WEB_WORKER, running.process.pid)
        line.close()
        arrived = made.offset(upload)
        say(f"  killed at {gone // MIB} MB: {arrived // MIB} MB are kept")
        assert gone - arrived <= 2 * PART_BYTES  # a part, and what was still in buffers of the line
        assert arrived > 0
    sent(made, path, upload=upload)
    assert made.fingerprints() == [digest]


def test_of_two_writers_the_later_goes_on_and_the_file_is_whole(
    running: Running, video: tuple[Path, str]
) -> None:
    path, digest = video
    made = device(running.port)
    upload = made.begin(SIZE)
    first = made.line(upload, 0, SIZE)  # it falls silent, and nobody tells the server
    source = pieces(path, 0)
    for _ in range(40):
        first.sendall(next(source))
    made.wait(upload, PART_BYTES)
    sent(made, path, upload=upload)
    assert made.fingerprints() == [digest]
    try:
        for piece in source:
            first.sendall(piece)
    except OSError:
        pass
    assert status(first) in {0, 404, 409, 413}
    first.close()
    assert made.fingerprints() == [digest]


def test_a_line_that_breaks_keeps_every_byte_that_arrived(running: Running, video: tuple[Path, str]) -> None:
    path, digest = video
    made = device(running.port)
    upload = made.begin(SIZE)
    line = made.line(upload, 0, SIZE)
    gone = 0
    source = pieces(path, 0)
    for piece in source:
        line.sendall(piece)
        gone += len(piece)
        if gone >= 21 * MIB:
            line.sendall(next(source)[:1001])
            gone += 1001
            break
    line.close()
    assert made.wait(upload, gone) == gone
    sent(made, path, upload=upload)
    assert made.fingerprints() == [digest]


def test_a_body_shorter_than_announced_is_never_taken_for_whole(running: Running) -> None:
    made = device(running.port)
    content = b"%PDF-1.7\n" + bytes(1000)
    upload = made.begin(len(content))
    line = made.line(upload, 0, len(content))
    line.sendall(content[:-1])
    line.close()
    assert made.wait(upload, len(content) - 1) == len(content) - 1
    assert made.fingerprints() == []
    line = made.line(upload, 0, len(content))
    line.sendall(content)
    assert status(line) == 409
    line.close()
