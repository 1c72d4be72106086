"""One process at a time keeps an installation's database and children."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huiyin.kernel.errors import Conflict

NAME = "up.lock"


@contextmanager
def holding(folder: Path) -> Iterator[bool]:
    """Hold the installation in `folder`; raise Conflict ``up.running`` when another process does.

    The kernel keeps the lock and frees it when its holder ends in any way, a power cut included: a
    file that is left behind locks nobody out. The file names the holder for people. Yields whether the
    last holder was killed, so that what it had started may still be ending.
    """
    descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, folder)
        abandoned = _named(descriptor) != 0
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield abandoned
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def holder(folder: Path) -> int | None:
    """Return the process that holds the installation, or None."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _named(descriptor)
    finally:
        os.close(descriptor)
    return None


def _take(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Conflict("up.running", folder=str(folder), pid=_named(descriptor)) from None


def _named(descriptor: int) -> int:
    text = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
    return int(text) if text.isdigit() else 0
