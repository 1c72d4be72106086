"""A large file sent to a matter by an official over the tus protocol, and given out again."""

import http.client
import json
import re
import time
from collections.abc import Iterator

from huiyin.cli.bench import filings
from huiyin.cli.bench.ground import Ground
from huiyin.cli.bench.official import post, sign_in

OFFICIAL = "shen.qinghe"  # of the office that the first of the matters goes to by itself
PIECES = "application/offset+octet-stream"
PATIENCE = 600.0
READ = 1 << 20
_FILE = re.compile(r'href="(/desk/petition/[^"]+/evidence/[^"/]+/)" download')


class Sender:
    """An official before one matter."""

    def __init__(self, ground: Ground) -> None:
        """File a matter and sign in."""
        self._ground = ground
        self._matter = f"/desk/petition/{_filed(ground)}/"
        self._official = sign_in(ground, OFFICIAL)

    def send(self, content: Iterator[bytes], size: int) -> float:
        """Send a file whole, in one request, and add it to the matter; return the seconds of sending."""
        began = time.perf_counter()
        asked = {"Upload-Length": str(size), "Content-Length": "0"}
        place = self._ask("POST", f"{self._matter}uploads/", asked).headers["Location"]
        sending = {"Upload-Offset": "0", "Content-Type": PIECES, "Content-Length": str(size)}
        self._ask("PATCH", place, sending, content)
        took = time.perf_counter() - began
        post(self._official, f"{self._matter}files/", {"go": "do"})
        return took

    def fetched(self) -> tuple[float, int]:
        """Read the last file of the matter and throw it away; return the seconds and its size in bytes."""
        post(self._official, f"{self._matter}open/", {}, page=self._matter)
        path = _FILE.findall(self._official.page(self._matter))[-1]
        began = time.perf_counter()
        size = 0
        with self._official.opener.open(self._ground.url + path, timeout=PATIENCE) as answer:
            while piece := answer.read(READ):
                size += len(piece)
        return time.perf_counter() - began, size

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: Iterator[bytes] | None = None
    ) -> http.client.HTTPResponse:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self._official.jar)
        line = http.client.HTTPConnection(*self._ground.address, timeout=PATIENCE)
        line.request(method, path, body, {"Tus-Resumable": "1.0.0", "Cookie": cookies, **headers})
        answer = line.getresponse()
        told = answer.read()
        line.close()
        if answer.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{method} {path}: {answer.status} {told[:200]!r}")
        return answer


def _filed(ground: Ground) -> str:
    line = http.client.HTTPConnection(*ground.address, timeout=PATIENCE)
    head, _, body = filings.request(f"{ground.address[0]}:{ground.port}", 0).partition(b"\r\n\r\n")
    kind = re.search(rb"Content-Type: ([^\r]+)", head)
    line.request("POST", "/api/v1/petitions", body, {"Content-Type": kind[1].decode() if kind else ""})
    told = json.loads(line.getresponse().read())
    line.close()
    return str(told["number"])
