"""A real installation in a folder of its own: `huiyin` as people run it, in processes of its own."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest

from support.folders import new_folder

SOURCE = Path(__file__).parents[2] / "src"
PACKAGES = Path(click.__file__).parents[1]
PROGRAM = "from huiyin.cli.main import main; main()"
# A program that starts itself anew, as `huiyin up` does with its children.
AGAIN = "import sys, subprocess, huiyin.cli.main; subprocess.run([sys.executable, '-c', ''], check=True)"
READY = "is ready:"
PATIENCE = 240.0  # a loaded machine is slow, not broken


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


class Running:
    """A `huiyin up` that was started; its words are collected as they come."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process = process
        self.port = port
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._collect)
        self._reader.start()

    @property
    def words(self) -> str:
        """Everything said so far."""
        return "".join(self.lines)

    def ready(self, seconds: float = PATIENCE) -> "Running":
        """Wait until it says that it is ready; fail with its words when it does not."""
        until = time.monotonic() + seconds
        while READY not in self.words:
            assert self.process.poll() is None, f"ended early:\n{self.words}"
            assert time.monotonic() < until, f"not ready:\n{self.words}"
            time.sleep(0.02)
        return self

    def get(self, path: str) -> http.client.HTTPResponse:
        """Ask for a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        return answer

    def stop(self, number: signal.Signals = signal.SIGINT, seconds: float = 20) -> int:
        """Send a signal and wait for the end; return the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def _collect(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))


@dataclass
class Installation:
    """A data folder and a port; everything of it ends with the test."""

    data: Path
    port: int = field(default_factory=free_port)
    prefix: list[str] = field(default_factory=list)  # such as setpriv: run as somebody else
    python: str = sys.executable
    program: tuple[str, ...] = ("-c", PROGRAM)
    started: list[Running] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self.port}"

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end; return its exit code and words."""
        return subprocess.run(
            [*self.prefix, self.python, "-B", *self.program, *arguments],
            env=self.environment(environment),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def up(self, *arguments: str, **environment: str) -> Running:
        """Start `huiyin up`."""
        process = subprocess.Popen(
            [*self.prefix, self.python, "-B", *self.program, "up", *arguments],
            env=self.environment(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(Running(process, self.port))
        return self.started[-1]

    def reachable(self) -> bool:
        """True when whoever runs this installation can reach Huiyin and start Python from Python."""
        probe = [*self.prefix, self.python, "-B", "-c", AGAIN]
        return (
            subprocess.run(probe, env=self.environment({}), check=False, capture_output=True).returncode == 0
        )

    def environment(self, more: dict[str, str]) -> dict[str, str]:
        """Return the environment of its processes."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
        own = {
            "HUIYIN_DATA": str(self.data),
            "HUIYIN_PORT": str(self.port),
            "PYTHONPATH": f"{SOURCE}:{PACKAGES}",
        }
        return {**kept, **own, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "COVERAGE_PROCESS_START": "", **more}

    def processes(self) -> list[int]:
        """Return the living processes that carry this folder in their environment."""
        mark = f"HUIYIN_DATA={self.data}\0".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes() and _lives(entry):
                    found.append(int(entry.name))
            except OSError:  # ended meanwhile
                continue
        return found

    def await_nobody(self, seconds: float = 15) -> None:
        """Wait until no process of this installation is left."""
        until = time.monotonic() + seconds
        while left := self.processes():
            assert time.monotonic() < until, f"still there: {left}"
            time.sleep(0.05)

    def close(self) -> None:
        """End whatever was started here and still runs."""
        for running in self.started:
            running.stop()


def _lives(entry: Path) -> bool:
    return (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A new folder, removed after the test."""
    made = new_folder()
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def installation(folder: Path) -> Iterator[Installation]:
    """An empty installation."""
    place = Installation(data=folder / "var")
    yield place
    place.close()


@pytest.fixture(scope="session")
def live() -> Iterator[Installation]:
    """The real thing with demonstration people, running for the whole session."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    place.up("--demo").ready()
    yield place
    place.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def live_url(live: Installation) -> str:
    """Address of the running installation, without a slash at its end."""
    return live.url
