"""The public log brought forward by a running installation: entries a second, all included."""

import hashlib
import http.client
import secrets
import time
from typing import Any

import psycopg

from huiyin.cli.bench.baselines import conninfo
from huiyin.cli.bench.ground import Ground
from huiyin.rules.merkle.checkpoint import parse_checkpoint
from huiyin.rules.merkle.note import parse_note

LEAVES = 100_000
GLANCE = 0.02
PATIENCE = 120.0


def measure(ground: Ground) -> list[dict[str, Any]]:
    """Return how long it takes from the commit of so many entries until the published checkpoint covers them.

    The pause between two turns of the integrator, numbering, hashing, files, signature and serving are in it.
    """
    hashing = _plain_hashing()
    began_with = _published(ground)
    commitments = [secrets.token_bytes(32) for _ in range(LEAVES)]
    with psycopg.connect(**conninfo(ground)) as connection:
        connection.execute(
            "INSERT INTO entry_waiting (commitment) SELECT unnest(%b::bytea[])", (commitments,)
        )
        connection.commit()
        began = time.perf_counter()
    while (size := _published(ground)) < began_with + LEAVES:
        if time.perf_counter() - began > PATIENCE:
            break
        time.sleep(GLANCE)
    took = time.perf_counter() - began
    return [
        {
            "entries": size - began_with,
            "seconds": round(took, 2),
            "entries_per_second": round((size - began_with) / took),
            "plain_leaf_and_node_hashes_per_second": round(hashing),
        }
    ]


def _published(ground: Ground) -> int:
    connection = http.client.HTTPConnection(*ground.address, timeout=10)
    try:
        connection.request("GET", "/log/checkpoint")
        answer = connection.getresponse()
        data = answer.read()
    finally:
        connection.close()
    return parse_checkpoint(parse_note(data).text).size if answer.status == http.client.OK else 0


def _plain_hashing() -> float:
    """Return for how many leaves a second this machine hashes a leaf and a node, and does nothing else."""
    leaf, node = bytes(33), bytes(65)
    began = time.perf_counter()
    for _ in range(LEAVES):
        hashlib.sha256(leaf).digest()
        hashlib.sha256(node).digest()
    return LEAVES / (time.perf_counter() - began)
