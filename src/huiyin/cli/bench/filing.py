"""Filing by the interface, as fast as the machine goes: 100 KB sealed, routed, clocked, in the ledger."""

from collections.abc import Sequence
from typing import Any

from huiyin.cli.bench import figures, load, machine
from huiyin.cli.bench.filings import filings
from huiyin.cli.bench.ground import Ground

WARM_SECONDS = 2.0
CREATED = 201


def measure(ground: Ground, *, clients: Sequence[int], seconds: float) -> list[dict[str, Any]]:
    """Return the figures for each number of clients."""
    _run(ground, max(clients), WARM_SECONDS)
    return [_measured(ground, number, seconds) for number in clients]


def _measured(ground: Ground, clients: int, seconds: float) -> dict[str, Any]:
    before = machine.spent(ground.pid)
    run = _run(ground, clients, seconds)
    spent = machine.spent(ground.pid).since(before)
    filed = max(len(run.took), 1)
    each = {kind: round(time / filed * figures.MILLI, 2) for kind, time in spent.by_kind.items()}
    return {
        **figures.of_run(run, clients),
        "cpu_ms": each,
        "foreign_cpu": round(spent.foreign / run.seconds, 2),
    }


def _run(ground: Ground, clients: int, seconds: float) -> load.Run:
    host = f"{ground.address[0]}:{ground.port}"
    return load.run(
        ground.address,
        lambda number: filings(host, number),
        clients=clients,
        seconds=seconds,
        expected=CREATED,
    )
