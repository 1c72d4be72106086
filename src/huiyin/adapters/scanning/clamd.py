"""ClamAV's daemon, asked by INSTREAM over a Unix socket or TCP: bytes go to it, never a path.

https://docs.clamav.net/manual/Usage/Scanning.html: ``zINSTREAM`` and a zero byte, pieces with their length
before them (four bytes, big end first), an empty piece, and one line back that ends with a zero byte.
"""

import re
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from huiyin.adapters.scanning.scanner import Said, Scanned, ScannerDown
from huiyin.kernel.errors import Misconfigured

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 120.0  # it may think so long between two signs of life
PIECE_BYTES = 1 << 16
MAX_SIZE = 2 << 30  # of ClamAV itself
MAX_ANSWER_BYTES = 4096
_PORT = re.compile(r"[0-9]{1,5}")
_FOUND = re.compile(rb"stream: ([\x20-\x7e]{1,200}) FOUND")
_TOO_LARGE = b"INSTREAM size limit exceeded. ERROR"


@dataclass(frozen=True, kw_only=True)
class Clamd:
    """A daemon at a socket: a path, or host and port."""

    path: str = ""
    host: str = ""
    port: int = 0
    silence_seconds: float = SILENCE_SECONDS

    def scan(self, content: Iterable[bytes], size: int, /) -> Scanned:
        """Return what the daemon says; ScannerDown for silence, noise, and an answer before all was sent."""
        if size > MAX_SIZE:
            return Scanned(said=Said.TOO_LARGE)
        try:
            with self._connected() as line:
                return _read(self._answer(line, content))
        except OSError as fault:
            raise ScannerDown(type(fault).__name__) from fault

    def _connected(self) -> socket.socket:
        line = (
            _unix(self.path)
            if self.path
            else socket.create_connection((self.host, self.port), timeout=CONNECT_SECONDS)
        )
        line.settimeout(self.silence_seconds)
        return line

    def _answer(self, line: socket.socket, content: Iterable[bytes]) -> bytes:
        # A file larger than its limit is told in the middle of it, and the line is closed: so a broken line
        # may have an answer waiting.
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(b"zINSTREAM\0")
            for piece in content:
                for start in range(0, len(piece), PIECE_BYTES):
                    part = piece[start : start + PIECE_BYTES]
                    line.sendall(len(part).to_bytes(4, "big") + part)
            line.sendall(bytes(4))
            return self._heard(line)
        heard = self._heard(line)
        if heard != _TOO_LARGE:
            raise ScannerDown("ended early")
        return heard

    def _heard(self, line: socket.socket) -> bytes:
        heard, until = bytearray(), time.monotonic() + self.silence_seconds
        while not heard.endswith(b"\0"):
            if len(heard) > MAX_ANSWER_BYTES or time.monotonic() > until:
                raise ScannerDown("endless")
            piece = line.recv(MAX_ANSWER_BYTES)
            if not piece:
                raise ScannerDown("cut off")
            heard += piece
        return bytes(heard[:-1])


def _unix(path: str) -> socket.socket:
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(CONNECT_SECONDS)
    try:
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line


def at(address: str) -> Clamd:
    """Return the daemon at ``/path/of/its.socket`` or ``host:port``; raise Misconfigured."""
    if address.startswith("/"):
        return Clamd(path=address)
    host, _, port = address.rpartition(":")
    if not host or not _PORT.fullmatch(port) or not 0 < int(port) < 1 << 16:
        raise Misconfigured("settings.bad_clamd", name="HUIYIN_CLAMD", value=address)
    return Clamd(host=host.strip("[]"), port=int(port))


def _read(answer: bytes) -> Scanned:
    """Return what an answer says; only these three are answers, whatever else is said passes nothing."""
    if answer == b"stream: OK":
        return Scanned(said=Said.CLEAN)
    if answer == _TOO_LARGE:
        return Scanned(said=Said.TOO_LARGE)
    if found := _FOUND.fullmatch(answer):
        return Scanned(said=Said.INFECTED, finding=found[1].decode("ascii"))
    raise ScannerDown("no answer")
