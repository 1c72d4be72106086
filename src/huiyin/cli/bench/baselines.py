"""What the same machine does without Huiyin, at the same time: so that ratios can be compared.

Machines differ, and other work may be going on; a ratio to what the machine could do then still says
something later and elsewhere.
"""

import hashlib
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from huiyin.adapters.postgres.places import socket_folder
from huiyin.cli.bench import load
from huiyin.cli.bench.ground import Ground

OK = 200
MIB = 1 << 20
FILE = 100 * 1024
SECONDS = 2.0


def measure(ground: Ground, *, clients: Sequence[int]) -> dict[str, Any]:
    """Return what the database, the disk, the hash and the web server do by themselves."""
    return {
        "insert_commits_per_second": {str(number): _commits(ground, number) for number in clients},
        "files_of_100_kb_fsynced_per_second": _files(ground.folder),
        "sha256_mib_per_second": _hashing(),
        "healthz_per_second": _pages(ground),
    }


def _commits(ground: Ground, clients: int) -> float:
    counts = [0] * clients
    place_of = conninfo(ground)
    with psycopg.connect(**place_of, autocommit=True) as setup:
        # In a schema of its own: the walls know every table of the usual one.
        setup.execute("DROP SCHEMA IF EXISTS bench CASCADE")
        setup.execute("CREATE SCHEMA bench")
        setup.execute("CREATE TABLE bench.bare (id bigserial PRIMARY KEY, v bytea)")
    until = time.perf_counter() + SECONDS

    def commit(place: int) -> None:
        with psycopg.connect(**place_of, autocommit=True) as connection:
            row = secrets.token_bytes(450)
            while time.perf_counter() < until:
                connection.execute("INSERT INTO bench.bare (v) VALUES (%s)", (row,), prepare=True)
                counts[place] += 1

    threads = [threading.Thread(target=commit, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(**place_of, autocommit=True) as setup:
        setup.execute("DROP SCHEMA bench CASCADE")
    return round(sum(counts) / SECONDS, 1)


def conninfo(ground: Ground) -> Any:
    """Return how to connect to the installation's database as the owner of its tables."""
    secret = (ground.folder / "secrets" / "huiyin_owner").read_text().strip()
    return {
        "host": str(socket_folder(ground.folder)),
        "user": "huiyin_owner",
        "password": secret,
        "dbname": "huiyin",
    }


def _files(folder: Path) -> float:
    content = secrets.token_bytes(FILE)
    done, until = 0, time.perf_counter() + SECONDS
    with tempfile.TemporaryDirectory(dir=folder) as place:
        while time.perf_counter() < until:
            with (Path(place) / str(done)).open("wb", buffering=0) as file:
                file.write(content)
                os.fsync(file.fileno())
            done += 1
    return round(done / SECONDS, 1)


def _hashing() -> float:
    block = secrets.token_bytes(MIB)
    done, until = 0, time.perf_counter() + SECONDS / 4
    while time.perf_counter() < until:
        hashlib.sha256(block).digest()
        done += 1
    return round(done / (SECONDS / 4), 1)


def _pages(ground: Ground) -> float:
    request = f"GET /healthz HTTP/1.1\r\nHost: {ground.address[0]}:{ground.port}\r\n\r\n".encode()
    run = load.run(
        ground.address, lambda _: iter(lambda: request, b""), clients=4, seconds=SECONDS, expected=OK
    )
    return round(run.per_second, 1)
