"""What must be right before anything starts: the data folder, the disk, the port."""

import errno
import os
import shutil
import socket
import time
from pathlib import Path

from huiyin.kernel.errors import Misconfigured

MIB = 1 << 20
PAUSE = 0.1
NEEDED = 512 * MIB  # a new database with its write-ahead log, logs, and room to stop cleanly


def require_folder(folder: Path) -> None:
    """Make the data folder if need be; raise Misconfigured when it cannot be written or is full."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 4096)
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _full(folder) from None
        raise Misconfigured("up.folder_not_writable", folder=str(folder), reason=problem.strerror) from None
    finally:
        if os.access(folder, os.W_OK | os.X_OK):
            probe.unlink(missing_ok=True)
    if shutil.disk_usage(folder).free < NEEDED:
        raise _full(folder)


def require_port(host: str, port: int, *, patience: float = 0) -> None:
    """Raise Misconfigured when nothing can listen on `port` of `host` within `patience` seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            return _try_port(host, port)
        except Misconfigured as problem:
            if problem.code != "up.port_taken" or time.monotonic() > until:
                raise
        time.sleep(PAUSE)


def _try_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # As the web server does; a connection that just ended is no obstacle, a listener is.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                raise Misconfigured("up.port_taken", port=port, other=port + 1) from None
            raise Misconfigured(
                "up.port_not_allowed", port=port, host=host, reason=problem.strerror
            ) from None


def _full(folder: Path) -> Misconfigured:
    free = shutil.disk_usage(folder).free // MIB
    return Misconfigured("up.disk_full", folder=str(folder), free=free, needed=NEEDED // MIB)
