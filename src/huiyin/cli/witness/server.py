"""The witness's HTTP server: small requests, whole deadlines, a bounded number of connections.

It speaks plain HTTP. On the open network a proxy with a certificate stands before it.
"""

import io
import socket
import socketserver
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from typing import Any

import click

from huiyin import __version__
from huiyin.adapters.journal import trace
from huiyin.adapters.witnessing.witness import Answer, Witness
from huiyin.kernel import clock
from huiyin.rules.witness.messages import LARGEST_BODY, PATH

REQUEST_SECONDS = 15.0  # from the first wait for a request to its last byte
MOST_CONNECTIONS = 64
LARGEST_REQUEST = LARGEST_BODY + (16 << 10)  # with its line and headers

Report = Callable[[Answer], None]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a client may take."""

    seconds: float = REQUEST_SECONDS
    connections: int = MOST_CONNECTIONS


class _Patience(io.RawIOBase):
    """What a client sends, until its request took too long or grew too large; `renew` before each request."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self._connection, self._seconds = connection, seconds
        self._until, self._left = 0.0, 0
        self.renew()

    def renew(self) -> None:
        self._until, self._left = time.monotonic() + self._seconds, LARGEST_REQUEST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        seconds = self._until - time.monotonic()
        if seconds <= 0 or self._left <= 0:
            raise TimeoutError
        self._connection.settimeout(seconds)
        got = self._connection.recv_into(buffer, min(len(buffer), self._left))
        self._left -= got
        return got


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = f"huiyin-witness/{__version__}"
    sys_version = ""
    wbufsize = -1  # an answer leaves in one piece
    server: "WitnessServer"

    def setup(self) -> None:
        super().setup()
        self._patience = _Patience(self.connection, self.server.limits.seconds)
        self.rfile = io.BufferedReader(self._patience)

    def handle_one_request(self) -> None:
        self._patience.renew()
        super().handle_one_request()

    def do_POST(self) -> None:
        if self.path != PATH:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED)
        elif len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._add_checkpoint(int(length))

    def do_GET(self) -> None:
        if {"Content-Length", "Transfer-Encoding"} & set(self.headers):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        name, _, rest = self.path.removeprefix("/").partition("/")
        if self.path == "/":
            self._send(Answer(status=HTTPStatus.OK, body=self.server.about.encode()))
            return
        note = self.server.witness.checkpoint(name) if rest == "checkpoint" else None
        if note is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            self._send(Answer(status=HTTPStatus.OK, body=note.encode()), fresh=True)

    do_HEAD = do_GET  # noqa: N815  the library's name

    def _add_checkpoint(self, length: int) -> None:
        body = self.rfile.read(length)
        if len(body) < length:  # the client went away in the middle
            self.close_connection = True
            return
        answer = self.server.witness.add_checkpoint(body, clock.now)
        self._send(answer)
        self.server.report(answer)

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True  # what was not read would be taken for the next request
        self._send(Answer(status=status, body=f"{status.phrase}\n".encode()))

    def _send(self, answer: Answer, *, fresh: bool = False) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if fresh:
            self.send_header("Cache-Control", "no-cache")
            self.send_header("Access-Control-Allow-Origin", "*")
        if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.send_header("Retry-After", "1")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: `report` names what was asked and answered."""


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness until it is stopped."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], witness: Witness, *, report: Report, limits: Limits | None = None
    ) -> None:
        self.witness, self.report, self.limits = witness, report, limits or Limits()
        self.about = f"{witness.key.public}\n\nA transparency log witness (https://c2sp.org/tlog-witness).\n"
        self._places = BoundedSemaphore(self.limits.connections)
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking the name service for the name of the address, as the library would."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a connection when there is a place for it; close it otherwise."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self._places.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection in its thread and give its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  the library's signature
        """Name a failure without what was sent; a client that went away is none."""
        problem = sys.exception()
        if problem is not None and not isinstance(problem, ConnectionError | TimeoutError):
            click.echo(trace(problem), err=True)
