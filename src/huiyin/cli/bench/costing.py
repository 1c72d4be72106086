"""What the ledger costs: commands with it and without it, appends, the tree, verification.

Each row names what it measures, its unit, and the value that is demanded of it, where one is.
"""

import hashlib
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from huiyin.cli.bench import integrating, rows_only
from huiyin.cli.bench.baselines import conninfo
from huiyin.cli.bench.ground import Ground, huiyin
from huiyin.kernel import canonical, clock
from huiyin.kernel.ids import new_id
from huiyin.rules.merkle.frontier import Frontier
from huiyin.rules.merkle.hashing import leaf_hashes

WRITERS = 16
LEAVES = 200_000
PAIRS = 5  # of the tree and plain hashing
PATIENCE = 120.0
MISUSED = 2
_PROGRAM = "import django; django.setup(); from huiyin.cli.bench.one_cost import main; main()"
_APPEND = "SELECT door_write(%b, %b, %b, %b, '{}', '{}', '[]')"
KINDS, SIDES = ("with", "without"), ("client", "database")
Row = dict[str, Any]


def measure(ground: Ground, *, seconds: float, petitions: int) -> list[Row]:
    """Return the rows. The installation is spoilt by it: rows without entries, leaves without entries."""
    ground.populate(petitions)
    return [
        *_verification(ground),
        _tree(),
        *_commands(ground, seconds),
        _integration(ground),
        _appends(ground, seconds),
    ]


def _row(what: str, value: float, unit: str, *, wanted: float | None = None, **more: Any) -> Row:
    met = "" if wanted is None else ("yes" if value >= wanted else "no")
    return {"what": what, "value": value, "unit": unit, "wanted": wanted or "", "met": met, **more}


def _commands(ground: Ground, seconds: float) -> list[Row]:
    """Return the throughput of commands with the ledger, as a ratio to the same without it."""
    with psycopg.connect(**conninfo(ground)) as connection:
        rows_only.put_up(connection)
    running = [_started(ground, seconds) for _ in range(os.cpu_count() or 1)]
    took = [json.loads(one.communicate(timeout=seconds + PATIENCE)[0]) for one in running]
    steps = list(took[0]["with"]["steps"])
    means = {name: {step: _mean(took, name, step) for step in steps} for name in KINDS}
    lives = {name: sum(len(one[name]["steps"][steps[0]]) for one in took) for name in KINDS}
    spent = {name: _spent(took, name, lives[name] * len(steps)) for name in KINDS}
    by_step = {step: round(means["without"][step] / means["with"][step], 2) for step in steps}
    whole = {name: sum(means[name].values()) for name in means}
    cpu = round(sum(spent["without"].values()) / sum(spent["with"].values()), 3)
    per_second = {name: round(len(running) * len(steps) / whole[name], 1) for name in whole}
    ratio = round(whole["without"] / whole["with"], 3)
    return [
        _row("commands with the ledger, to the same without", ratio, "ratio", wanted=0.85, each=by_step),
        _row("the same in processor time", cpu, "ratio"),
        _row("commands with the ledger", per_second["with"], "a second", cpu_ms=spent["with"]),
        _row("commands without the ledger", per_second["without"], "a second", cpu_ms=spent["without"]),
    ]


def _started(ground: Ground, seconds: float) -> "subprocess.Popen[bytes]":
    environ = {**ground.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    order = [sys.executable, "-c", _PROGRAM, str(seconds)]
    return subprocess.Popen(order, env=environ, stdout=subprocess.PIPE)  # noqa: S603  ours


def _mean(took: Sequence[Any], name: str, step: str) -> float:
    times = [seconds for one in took for seconds in one[name]["steps"][step]]
    return sum(times) / len(times)


def _spent(took: Sequence[Any], name: str, commands: int) -> dict[str, float]:
    """Return the processor milliseconds of one command, of the program and of the database."""
    return {side: round(sum(one[name][side] for one in took) / commands * 1000, 2) for side in SIDES}


def _appends(ground: Ground, seconds: float) -> Row:
    """Return how many transactions of one entry each so many writers append, by the door's own function."""
    counts = [0] * WRITERS
    until = time.perf_counter() + seconds

    def append(writer: int) -> None:
        with psycopg.connect(**conninfo(ground), autocommit=True) as connection:
            for entry in _entries():
                connection.execute(_APPEND, entry, prepare=True)
                counts[writer] += 1
                if time.perf_counter() > until:
                    return

    threads = [threading.Thread(target=append, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _row(f"appends by {WRITERS} writers", round(sum(counts) / seconds), "a second", wanted=1500)


def _entries() -> Iterator[tuple[list[bytes], ...]]:
    """Yield entries of one notice each, as the door sends them; their keys are random bytes."""
    while True:
        at = clock.now()
        petition = new_id(at)
        notice = {"id": new_id(at), "petition": petition, "office": 1, "kind": "made", "at": at, "facts": {}}
        members = {"id": new_id(at), "subject": petition, "kind": "bench.made", "at": at, "previous": None}
        body = canonical.encode({**members, "changes": [["notice", "+", notice]], "facts": {}})
        yield [body], [secrets.token_bytes(32)], [secrets.token_bytes(64)], [secrets.token_bytes(65)]


def _tree() -> Row:
    """Return how fast a root comes out of its leaves, to plain hashing of the same byte strings."""
    data = [secrets.token_bytes(32) for _ in range(LEAVES)]
    leaf, node = [b"\0" + one for one in data], [secrets.token_bytes(65) for _ in range(LEAVES - 1)]
    ratios, fastest = [], 0.0
    for _ in range(PAIRS):
        plain = _seconds(lambda: [hashlib.sha256(one).digest() for one in (*leaf, *node)])
        tree = _seconds(lambda: Frontier().grown(leaf_hashes(data)).root())
        ratios.append(plain / tree)
        fastest = max(fastest, LEAVES / tree)
    ratio = round(sorted(ratios)[PAIRS // 2], 3)
    return _row(
        "tree verified, to plain hashing", ratio, "ratio", wanted=0.6, leaves_per_second=round(fastest)
    )


def _seconds(what: Any) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _integration(ground: Ground) -> Row:
    [told] = integrating.measure(ground)
    return _row("integration", told["entries_per_second"], "entries a second", wanted=20_000)


def _verification(ground: Ground) -> list[Row]:
    """Return how fast the ledger is verified, and verified deeply where that can be asked for."""
    rows = []
    for what, more in (("verify", ()), ("verify --deep", ("--deep",))):
        began = time.perf_counter()
        order = huiyin("ledger", "verify", "--json", *more)
        ran = subprocess.run(order, env=ground.environ, capture_output=True, check=False)  # noqa: S603  ours
        if ran.returncode == MISUSED:
            continue
        took, told = time.perf_counter() - began, json.loads(ran.stdout)
        rate = round(told["entries"] / took)
        rows.append(_row(what, rate, "entries a second", entries=told["entries"], well=told["well"]))
    return rows
