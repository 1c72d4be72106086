"""Requests that change something take turns: few at once in all processes, the longest waiting next.

Threads that all work at once hold each other up, and who comes late may be done first. Only what is cheap to
hold waits for a turn: a body that was read whole before. Large bodies, which come as slowly as their line,
and requests that only read, never wait and hold nobody up.

The places are bytes in a named pipe: the kernel wakes who reads first. Crash: a killed process takes its
places with it; each process that starts fills the pipe up again, and whoever leaves adds no place beyond the
number there shall be.
"""

import fcntl
import os
import struct
import termios
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

PLACES = 6
SMALL = 1 << 20  # bytes of a body
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class Turns:
    """Places in a named pipe, shared by all processes that open the same path."""

    def __init__(self, path: Path, places: int = PLACES) -> None:
        """Make the pipe unless it is there, and fill it up; raise OSError where none can be."""
        with suppress(FileExistsError):
            os.mkfifo(path, 0o600)
        self._places = places
        self._pipe = os.open(path, os.O_RDWR)
        for _ in range(self.free, places):
            self._add()

    @property
    def free(self) -> int:
        """How many places nobody has now."""
        [number] = struct.unpack("i", fcntl.ioctl(self._pipe, termios.FIONREAD, bytes(4)))
        return int(number)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Have a place, as soon as there is one."""
        os.read(self._pipe, 1)
        try:
            yield
        finally:
            if self.free < self._places:
                self._add()

    def close(self) -> None:
        """Close the pipe; the places stay in it while another process has it open."""
        os.close(self._pipe)

    def _add(self) -> None:
        os.write(self._pipe, b".")


def in_turn(application: Application, turns: Turns) -> Application:
    """Return the application; small requests that change something wait for their turn."""

    def taking_turns(environ: Environ, start_response: Any) -> Iterable[bytes]:
        body = _small_body(environ) if environ["REQUEST_METHOD"] in CHANGING else None
        if body is None:
            return application(environ, start_response)
        with turns.place():
            return application({**environ, "wsgi.input": BytesIO(body)}, start_response)

    return taking_turns


def _small_body(environ: Environ) -> bytes | None:
    """Return the whole body; None when it is large, of unknown length, or broke off."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdigit() or int(length) > SMALL:
        return None
    try:
        body: bytes = environ["wsgi.input"].read(int(length))
    except OSError:  # reading on fails again, where it is answered
        return None
    return body
