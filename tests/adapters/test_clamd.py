"""ClamAV's daemon as it should be, and as it should not: only a plain answer passes anything."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from huiyin.adapters.scanning import clamd
from huiyin.adapters.scanning.clamd import Clamd
from huiyin.adapters.scanning.scanner import Said, Scanned, ScannerDown
from huiyin.kernel.errors import Misconfigured
from huiyin.rules.evidence.stages import Verdict

Daemon = Callable[[socket.socket], None]


def taken(line: socket.socket) -> bytes:
    """Take what is streamed as the daemon does; return the bytes of the file."""
    stream = line.makefile("rb")
    assert stream.read(10) == b"zINSTREAM\0"
    pieces = []
    while length := int.from_bytes(stream.read(4), "big"):
        pieces.append(stream.read(length))
    return b"".join(pieces)


def says(answer: bytes, heard: list[bytes] | None = None) -> Daemon:
    def serve(line: socket.socket) -> None:
        data = taken(line)
        if heard is not None:
            heard.append(data)
        line.sendall(answer)

    return serve


@contextmanager
def daemon(path: Path, serve: Daemon) -> Iterator[Clamd]:
    """Let something listen at this path while a file is scanned."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def run() -> None:
            with suppress(OSError):
                line, _ = listening.accept()
                with line:
                    serve(line)

        thread = threading.Thread(target=run)
        thread.start()
        yield Clamd(path=str(path), silence_seconds=1)
        thread.join()


def scan(path: Path, serve: Daemon, content: bytes = b"river") -> Scanned:
    with daemon(path / "s", serve) as scanner:
        return scanner.scan(iter([content]), len(content))


def test_a_clean_file_is_streamed_whole_and_called_clean(tmp_path: Path) -> None:
    heard: list[bytes] = []
    content = bytes(range(256)) * 1000
    assert scan(tmp_path, says(b"stream: OK\0", heard), content) == Scanned(said=Said.CLEAN)
    assert heard == [content]


def test_what_is_found_is_named(tmp_path: Path) -> None:
    found = scan(tmp_path, says(b"stream: Win.Test.EICAR_HDB-1 FOUND\0"))
    assert found == Scanned(said=Said.INFECTED, finding="Win.Test.EICAR_HDB-1")


def test_a_file_beyond_its_limit_is_told_in_the_middle_of_it(tmp_path: Path) -> None:
    def refuse(line: socket.socket) -> None:
        line.recv(1 << 16)
        line.sendall(b"INSTREAM size limit exceeded. ERROR\0")

    assert scan(tmp_path, refuse, bytes(8 << 20)).said is Said.TOO_LARGE
    assert scan(tmp_path / "..", says(b"INSTREAM size limit exceeded. ERROR\0")).said is Said.TOO_LARGE


def test_a_file_beyond_every_limit_is_not_even_sent() -> None:
    assert Clamd(path="/nowhere").scan(iter(()), (2 << 30) + 1).said is Said.TOO_LARGE


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK",
        b"stream: OK\n",
        b"stream: OK\0stream: OK\0",
        b"stream: OK FOUND OK\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"stream:  FOUND\0",
        b"stream: " + b"x" * 300 + b" FOUND\0",
        b"\xff" * 10_000,
    ],
)
def test_no_other_answer_passes_anything(tmp_path: Path, answer: bytes) -> None:
    with pytest.raises(ScannerDown):
        scan(tmp_path, says(answer))


def test_an_answer_before_the_file_was_sent_passes_nothing(tmp_path: Path) -> None:
    def hasty(line: socket.socket) -> None:
        line.recv(10)
        line.sendall(b"stream: OK\0")

    with pytest.raises(ScannerDown):
        scan(tmp_path, hasty, bytes(8 << 20))


@pytest.mark.parametrize(
    "serve", [lambda line: taken(line) and None, lambda line: line.shutdown(socket.SHUT_RDWR)]
)
def test_a_line_that_is_cut_passes_nothing(tmp_path: Path, serve: Daemon) -> None:
    with pytest.raises(ScannerDown):
        scan(tmp_path, serve)


def test_silence_passes_nothing(tmp_path: Path) -> None:
    done = threading.Event()
    with daemon(tmp_path / "s", lambda _: done.wait(5) and None) as scanner:
        with pytest.raises(ScannerDown):
            scanner.scan(iter([b"river"]), 5)
        done.set()


def test_one_that_drips_for_ever_passes_nothing(tmp_path: Path) -> None:
    done = threading.Event()

    def drip(line: socket.socket) -> None:
        taken(line)
        with suppress(OSError):
            while not done.wait(0.05):
                line.sendall(b"s")

    with daemon(tmp_path / "s", drip) as scanner:
        with pytest.raises(ScannerDown):
            scanner.scan(iter([b"river"]), 5)
        done.set()


def test_nobody_there_passes_nothing(tmp_path: Path) -> None:
    for scanner in (Clamd(path=str(tmp_path / "none")), Clamd(host="127.0.0.1", port=9)):
        with pytest.raises(ScannerDown):
            scanner.scan(iter([b"river"]), 5)


def test_it_is_spoken_with_over_tcp_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            line, _ = listening.accept()
            with line:
                says(b"stream: OK\0")(line)

        thread = threading.Thread(target=run)
        thread.start()
        scanner = clamd.at(f"127.0.0.1:{listening.getsockname()[1]}")
        assert scanner.scan(iter([b"river"]), 5).said is Said.CLEAN
        thread.join()


def test_where_it_is_is_told_by_the_setting() -> None:
    assert clamd.at("/run/clamav/clamd.ctl") == Clamd(path="/run/clamav/clamd.ctl")
    assert clamd.at("scanner.example:3310") == Clamd(host="scanner.example", port=3310)
    assert clamd.at("[::1]:3310") == Clamd(host="::1", port=3310)


@pytest.mark.parametrize(
    "address", ["clamd", "host:", ":3310", "host:0", "host:65536", "host:3310x", "run/clamd"]
)
def test_a_setting_that_names_no_place_is_told(address: str) -> None:
    with pytest.raises(Misconfigured, match=r"settings\.bad_clamd"):
        clamd.at(address)


def test_its_words_are_those_of_the_verdicts() -> None:
    assert {said.value for said in Said} == {verdict.value for verdict in Verdict} - {""}
