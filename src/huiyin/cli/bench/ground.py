"""The installation that is measured: one of its own in a temporary folder, as `huiyin up` makes it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from huiyin.kernel.errors import Misconfigured

PROGRAM = "import sys; sys.argv[0] = 'huiyin'; from huiyin.cli.main import main; main()"
READY = "is ready:"
PATIENCE = 180.0
STOPPING = 30.0
LOOPBACK = "127.0.0.1"
SHARED = "/dev/shm"  # noqa: S108  memory: nothing durable can be measured there


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A running installation."""

    folder: Path
    port: int
    pid: int  # of `huiyin up`, the parent of all its processes
    environ: dict[str, str]

    @property
    def address(self) -> tuple[str, int]:
        """Where its web server listens."""
        return LOOPBACK, self.port

    @property
    def url(self) -> str:
        """Its address as browsers write it."""
        return f"http://{LOOPBACK}:{self.port}"

    def populate(self, petitions: int, *, all_open: bool = False) -> None:
        """Have so many made petitions stand in it; raise CalledProcessError when that fails."""
        order = huiyin("bench", "generate", "--petitions", str(petitions), *["--all-open"] * all_open)
        subprocess.run(order, env=self.environ, check=True)  # noqa: S603  ours


@contextmanager
def running(*, folder: Path | None = None) -> Iterator[Ground]:
    """Have an installation running, with the database's own durable settings; it is removed afterwards.

    It has the people of a demonstration, who sign in like others.

    A `folder` given is kept, so that a population in it can be measured again.
    """
    place = folder or Path(tempfile.mkdtemp(prefix="huiyin-bench-"))
    if str(place).startswith(SHARED):
        raise Misconfigured("bench.not_durable", folder=str(place))
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = _free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    environ |= {"HUIYIN_DATA": str(place), "HUIYIN_PORT": str(port), "LC_ALL": "C.UTF-8"}
    log = place / "bench-up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(huiyin("up", "--demo"), env=environ, stdout=output, stderr=output)  # noqa: S603  ours
    try:
        _wait(process, log)
        yield Ground(folder=place, port=port, pid=process.pid, environ=environ)
    finally:
        _stop(process)
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def huiyin(*arguments: str) -> list[str]:
    """Return the program of this very source, with arguments."""
    return [sys.executable, "-c", PROGRAM, *arguments]


def _wait(process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while READY not in log.read_text("utf-8", "replace"):
        if process.poll() is not None or time.monotonic() > until:
            raise Misconfigured("bench.not_ready", log=str(log))
        time.sleep(0.1)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        port: int = trial.getsockname()[1]
    return port
