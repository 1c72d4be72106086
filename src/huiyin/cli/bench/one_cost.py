"""Commands with the ledger and without it, in turns. Run within an installation of its own."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from huiyin.cli.bench import machine, rows_only
from huiyin.cli.bench.one_life import live
from huiyin.records import sql

Kind = Callable[[], AbstractContextManager[None]]
READS = "find"  # the step of a life that is no command


@dataclass(kw_only=True)
class Spent:
    """What the commands of one kind took: seconds by step, processor seconds of both sides."""

    steps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    client: float = 0.0
    database: float = 0.0


def main() -> None:
    """Live pairs of lives for the seconds told as argument; write what they took as JSON.

    One life of a pair is written with the ledger, the other by the twin that writes rows alone; which comes
    first changes from pair to pair.
    """
    kinds: dict[str, Kind] = {"with": nullcontext, "without": rows_only.instead_of_the_ledger}
    spent = {name: Spent() for name in kinds}
    for kind in kinds.values():  # what is read once is no part of it
        _live(kind, Spent())
    [row] = sql.fetch(sql.WRITER, "SELECT pg_backend_pid() AS pid")
    until, pair = time.perf_counter() + float(sys.argv[1]), 0
    while time.perf_counter() < until:
        for name in sorted(kinds, reverse=bool(pair % 2)):
            before = machine.seconds_of(row["pid"]), time.process_time()
            _live(kinds[name], spent[name])
            spent[name].database += machine.seconds_of(row["pid"]) - before[0]
            spent[name].client += time.process_time() - before[1]
        pair += 1
    sys.stdout.write(json.dumps({name: vars(one) for name, one in spent.items()}))


def _live(kind: Kind, spent: Spent) -> None:
    with kind():
        took = live()
    for step, seconds in took.items():
        if step != READS:
            spent.steps[step].append(seconds)
