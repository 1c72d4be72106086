"""A real clamd with a signature of our own, over both kinds of socket: what it finds, its limit, its end."""

import getpass
import io
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.adapters.scanning import clamd
from huiyin.adapters.scanning.clamd import Clamd
from huiyin.adapters.scanning.scanner import Said, ScannerDown

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is missing (Debian: clamav-daemon)"),
]

PATIENCE = 60
LIMIT = 2 << 20
MARK = b"huiyin malware of a test"
CONFIGURATION = """
Foreground yes
User {user}
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
StreamMaxLength {limit}
MaxThreads 2
"""


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, subprocess.Popen[bytes]]]:
    """A daemon that knows one signature; it ends with the tests."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Huiyin.Test:0:*:{MARK.hex()}\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = CONFIGURATION.format(user=getpass.getuser(), folder=folder, port=port, limit=LIMIT)
    (folder / "clamd.conf").write_text(told)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["clamd", "--config-file", str(folder / "clamd.conf")], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait(folder, process)
        yield folder, port, process
    finally:
        process.kill()
        process.wait()


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while not (folder / "clamd.sock").exists():
        assert process.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < until, (folder / "log").read_text()
        time.sleep(0.1)


@pytest.fixture(params=["unix", "tcp"])
def scanner(request: pytest.FixtureRequest, daemon: tuple[Path, int, object]) -> Clamd:
    """The daemon, as a setting names it."""
    folder, port, _ = daemon
    return clamd.at(str(folder / "clamd.sock") if request.param == "unix" else f"127.0.0.1:{port}")


def said(scanner: Clamd, content: bytes) -> tuple[Said, str]:
    stream = io.BytesIO(content)
    found = scanner.scan(iter(lambda: stream.read(1 << 20), b""), len(content))
    return found.said, found.finding


def test_a_clean_file_is_clean(scanner: Clamd) -> None:
    assert said(scanner, b"river " * 100_000) == (Said.CLEAN, "")
    assert said(scanner, b"x") == (Said.CLEAN, "")


def test_what_its_signatures_know_is_found_in_a_file_and_in_a_container(scanner: Clamd) -> None:
    assert said(scanner, b"river" + MARK) == (Said.INFECTED, "Huiyin.Test.UNOFFICIAL")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/a.bin", bytes(500_000) + MARK)
    assert MARK not in packed.getvalue()
    assert said(scanner, packed.getvalue()) == (Said.INFECTED, "Huiyin.Test.UNOFFICIAL")


def test_a_file_beyond_its_limit_is_neither_clean_nor_found(scanner: Clamd) -> None:
    assert said(scanner, bytes(3 * LIMIT)) == (Said.TOO_LARGE, "")
    assert said(scanner, bytes(LIMIT + 1)) == (Said.TOO_LARGE, "")


def test_once_it_is_down_nothing_passes(daemon: tuple[Path, int, subprocess.Popen[bytes]]) -> None:
    folder, port, process = daemon
    process.kill()
    process.wait()
    for address in (str(folder / "clamd.sock"), f"127.0.0.1:{port}"):
        with pytest.raises(ScannerDown):
            clamd.at(address).scan(iter([b"river"]), 5)
