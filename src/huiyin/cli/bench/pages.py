"""The pages that officials and visitors read most, on a population: how long each takes."""

import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

from huiyin.cli.bench import figures, load
from huiyin.cli.bench.ground import Ground
from huiyin.cli.bench.official import Official, sign_in

OK = 200
CLIENTS = (1, 4)  # one user, four users
WARM_SECONDS = 1.0
BUREAU, HANDLER, INSPECTOR = "zhou.mubai", "shen.qinghe", "song.jian"
_MATTER = re.compile(r'href="(/desk/petition/[^"/]+/)')
_NEXT = re.compile(r'href="(\?[^"]*before[^"]*)"')


def measure(ground: Ground, *, seconds: float) -> list[dict[str, Any]]:
    """Return the figures of each page, for one user and for four."""
    bureau, handler, inspector = (sign_in(ground, name) for name in (BUREAU, HANDLER, INSPECTOR))
    asked: list[tuple[str, Sequence[bytes]]] = [
        ("bureau's queue", [bureau.request("/desk/")]),
        ("handler's queue", [handler.request("/desk/")]),
        ("inspector's list", [inspector.request("/desk/")]),
        ("petition", [inspector.request(path) for path in _matters(inspector)]),
        ("found by topic", [inspector.request("/desk/find/?topic=environment.water")]),
        ("found by state", [inspector.request("/desk/find/?state=accepted")]),
        ("public figures", [_public(ground, "/figures/")]),
        ("first page", [_public(ground, "/")]),
    ]
    return [
        _measured(ground, name, requests, clients, seconds) for name, requests in asked for clients in CLIENTS
    ]


def _measured(
    ground: Ground, name: str, requests: Sequence[bytes], clients: int, seconds: float
) -> dict[str, Any]:
    def of(number: int) -> Iterator[bytes]:
        return cycle([*requests[number:], *requests[:number]])

    load.run(ground.address, of, clients=clients, seconds=WARM_SECONDS, expected=OK)
    run = load.run(ground.address, of, clients=clients, seconds=seconds, expected=OK)
    return {"page": name, **figures.of_run(run, clients)}


def _matters(official: Official) -> list[str]:
    page = official.page("/desk/")
    found = list(dict.fromkeys(_MATTER.findall(page)))
    following = _NEXT.search(page)
    if following:
        more = official.page("/desk/" + following[1].replace("&amp;", "&"))
        found = list(dict.fromkeys([*found, *_MATTER.findall(more)]))
    return found


def _public(ground: Ground, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {ground.address[0]}:{ground.port}\r\n\r\n".encode()
