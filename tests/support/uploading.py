"""A device that uploads by the tus protocol to a running installation, as slowly as one likes."""

import http.client
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

PIECES = "application/offset+octet-stream"
VERSION = {"Tus-Resumable": "1.0.0"}
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_FILES = re.compile(r'<span class="mono">(\w{16})</span>')


@dataclass
class Device:
    """A browser with a draft."""

    port: int
    opener: OpenerDirector
    jar: CookieJar

    @property
    def address(self) -> str:
        """Where uploads begin."""
        return f"http://127.0.0.1:{self.port}/file/uploads/"

    @property
    def cookie(self) -> str:
        """What it sends with every request."""
        return "; ".join(f"{one.name}={one.value}" for one in self.jar)

    def page(self, path: str) -> str:
        """Return a page."""
        with self.opener.open(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            text: str = answer.read().decode()
        return text

    def fingerprints(self) -> list[str]:
        """Return the first digits of the digests of the files that lie ready."""
        return _FILES.findall(self.page("/file/evidence/"))

    def begin(self, size: int) -> str:
        """Begin an upload and return its address."""
        answer = self.ask("POST", "/file/uploads/", {"Upload-Length": str(size), "Content-Length": "0"})
        assert answer.status == 201
        return answer.headers["Location"]

    def offset(self, upload: str, *, patience: float = 60.0) -> int:
        """Ask how far an upload is; a server that is just starting again is waited for."""
        until = time.monotonic() + patience
        while True:
            try:
                return int(self.ask("HEAD", upload).headers["Upload-Offset"])
            except (OSError, http.client.HTTPException, TypeError):
                assert time.monotonic() < until, "no answer"
                time.sleep(0.2)

    def wait(self, upload: str, offset: int, *, patience: float = 60.0) -> int:
        """Return how far an upload is as soon as so much is kept."""
        until = time.monotonic() + patience
        while (kept := self.offset(upload)) < offset:
            assert time.monotonic() < until, f"{kept} of {offset} bytes are kept"
            time.sleep(0.1)
        return kept

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
        """Send a request without a body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request(method, path, headers={**VERSION, "Cookie": self.cookie, **(headers or {})})
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer

    def line(self, upload: str, offset: int, length: int) -> socket.socket:
        """Open a line that announces so many bytes from an offset on; what is sent is up to the caller."""
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        head = {
            "Host": f"127.0.0.1:{self.port}",
            "Content-Type": PIECES,
            "Content-Length": str(length),
            "Upload-Offset": str(offset),
            **VERSION,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        opened.sendall(f"PATCH {upload} HTTP/1.1\r\n{lines}\r\n".encode())
        return opened


def device(port: int) -> Device:
    """Return a device that has begun to write."""
    jar = CookieJar()
    made = Device(port, build_opener(HTTPCookieProcessor(jar)), jar)
    found = _TOKEN.search(made.page("/file/"))
    assert found
    home = f"http://127.0.0.1:{port}/file/"
    asked = Request(home, urlencode({"csrfmiddlewaretoken": found[1]}).encode(), {"Referer": home})
    made.opener.open(asked, timeout=60).close()
    return made


def status(line: socket.socket) -> int:
    """Return the status of the answer on a line; 0 when it was cut."""
    try:
        head = line.recv(4096)
    except OSError:
        return 0
    return int(head.split()[1]) if head else 0


def pieces(path: Path, start: int, size: int = 1 << 20) -> Iterator[bytes]:
    """Yield a file from a place on."""
    with path.open("rb") as file:
        file.seek(start)
        while piece := file.read(size):
            yield piece
