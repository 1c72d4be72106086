"""Witnesses as real processes and in threads, and requests to them."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from huiyin.adapters.witnessing.witness import Witness

START = "from huiyin.cli.main import main; main()"


Respond = Callable[[bytes], tuple[int, bytes]]


@dataclass(frozen=True)
class Answer:
    """What came back over the wire."""

    status: int
    type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A witness that answers."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path  # its standard error

    def post(self, body: bytes, *, path: str = "/add-checkpoint") -> Answer:
        """Submit a request."""
        return ask(self.port, "POST", path, body)

    def get(self, path: str) -> Answer:
        """Ask for a path."""
        return ask(self.port, "GET", path)

    def kill(self) -> None:
        """End it at once."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


def ask(port: int, method: str, path: str, body: bytes | None = None) -> Answer:
    """Send one request and return its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body=body)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers["Content-Type"], answer.read())
    finally:
        connection.close()


def huiyin(*arguments: object, program: str = START) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment(),
    )


@contextmanager
def answering(respond: Respond) -> Iterator[str]:
    """Answer requests at a loopback address as a function says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = respond(body)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "http://127.0.0.1:1/add-checkpoint")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answers_of(witness: Witness, at: datetime, requests: list[bytes] | None = None) -> Respond:
    """Return what a witness answers at this instant; requests are noted."""

    def respond(body: bytes) -> tuple[int, bytes]:
        if requests is not None:
            requests.append(body)
        answer = witness.add_checkpoint(body, lambda: at)
        return answer.status, answer.body

    return respond


@contextmanager
def serving(folder: Path, *options: str, program: str = START) -> Iterator[Serving]:
    """Start the witness of a folder at a free port; end it with the block."""
    said = folder.parent / f"{folder.name}.said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", program, *_serve(folder, options)],
            stdout=subprocess.PIPE,
            stderr=output,
            env=environment(),
        )
    try:
        yield Serving(process=process, port=_port(process, said), said=said)
    finally:
        process.terminate()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


def environment() -> dict[str, str]:
    """Return an environment without any setting of an installation, and with nothing to find one by."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LANG": "C.UTF-8",
        "HUIYIN_DATA": "/nonexistent/huiyin",
    }


def _serve(folder: Path, options: Sequence[str]) -> list[str]:
    return ["witness", "serve", "--dir", str(folder), "--port", "0", *options]


def _port(process: subprocess.Popen[bytes], said: Path) -> int:
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(rb"http://127\.0\.0\.1:(\d+)", line)
    assert found, said.read_text("utf-8")
    return int(found[1])
