"""A cheap HTTP client for load: one thread, prebuilt requests, each over a connection of its own.

Every request is somebody else's, as in life; and a connection kept open would stay with the process that
took it, so that of sixteen one process may get eleven. The client shares the machine with what it
measures, so it does as little as it can: it sends bytes made before, and of an answer it reads only
status and length.
"""

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

READ_BYTES = 1 << 16
LENGTH = b"content-length:"
HEAD_END = b"\r\n\r\n"
PATIENCE = 30.0  # seconds without any answer: the server hangs


@dataclass(kw_only=True)
class Run:
    """What came back: how long each answered request took, and how many were answered otherwise."""

    expected: int
    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Requests answered as expected, a second."""
        return len(self.took) / self.seconds if self.seconds else 0.0

    def note(self, status: int, took: float) -> None:
        """Count one answer."""
        if status == self.expected:
            self.took.append(took)
        else:
            self.errors[str(status)] = self.errors.get(str(status), 0) + 1


class _Client:
    """Somebody who sends the next request, over a new connection, as soon as the last is answered."""

    def __init__(self, address: tuple[str, int], requests: Iterator[bytes]) -> None:
        self._address, self._requests = address, requests
        self._sending, self._received = memoryview(b""), bytearray()
        self._length = -1
        self.next()

    def next(self) -> None:
        """Begin the next request; connecting is part of it."""
        self._sending, self._length = memoryview(next(self._requests)), -1
        self._received.clear()
        self.began = time.perf_counter()
        self.socket = self._connect()

    def write(self) -> bool:
        """Send what the socket takes; return whether more is left."""
        self._sending = self._sending[self.socket.send(self._sending) :]
        return bool(self._sending)

    def read(self) -> int | None:
        """Read what is there; return the status when the answer is complete, 0 when it broke off."""
        piece = self.socket.recv(READ_BYTES)
        if not piece:
            return 0
        self._received += piece
        if self._length < 0:
            end = self._received.find(HEAD_END)
            if end < 0:
                return None
            self._length = end + len(HEAD_END) + _content_length(bytes(self._received[:end]))
        return int(self._received[9:12]) if len(self._received) >= self._length else None

    def _connect(self) -> socket.socket:
        connected = socket.create_connection(self._address)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connected.setblocking(False)
        return connected


def run(
    address: tuple[str, int],
    requests: Callable[[int], Iterator[bytes]],
    *,
    clients: int,
    seconds: float,
    expected: int,
) -> Run:
    """Let so many clients send requests one after another for so long; `requests(n)` are the n-th's."""
    result = Run(expected=expected)
    with selectors.DefaultSelector() as selector:
        everyone = [_Client(address, requests(number)) for number in range(clients)]
        for client in everyone:
            selector.register(client.socket, selectors.EVENT_WRITE, client)
        began = time.perf_counter()
        until = began + seconds
        while time.perf_counter() < until:
            _turn(selector, result, until)
        result.seconds = time.perf_counter() - began
        for client in everyone:
            client.socket.close()
    return result


def _turn(selector: selectors.BaseSelector, result: Run, until: float) -> None:
    ready = selector.select(timeout=PATIENCE)
    if not ready:
        raise TimeoutError(f"no answer for {PATIENCE:.0f} s")
    for key, events in ready:
        client: _Client = key.data
        if events & selectors.EVENT_WRITE and not client.write():
            selector.modify(client.socket, selectors.EVENT_READ, client)
        if events & selectors.EVENT_READ:
            held = client.socket
            status = client.read()
            if status is not None:
                selector.unregister(held)
                held.close()
                now = time.perf_counter()
                if now <= until:
                    result.note(status, now - client.began)
                client.next()
                selector.register(client.socket, selectors.EVENT_WRITE, client)


def _content_length(head: bytes) -> int:
    lower = head.lower()
    place = lower.find(LENGTH)
    return int(lower[place + len(LENGTH) :].split(b"\r\n", 1)[0]) if place >= 0 else 0
