"""A matter's whole life, as fast as the machine goes: filed, assigned, answered, found.

By commands and queries, as a program would: as many processes as processors fill the machine. Every
content is sealed as the pages seal it, every step is a transaction of its own with its ledger entry.
"""

import json
import os
import subprocess
import sys
from typing import Any

from huiyin.cli.bench import figures
from huiyin.cli.bench.ground import Ground

WARM_SECONDS = 1.0
PATIENCE = 60.0
_PROGRAM = "import django; django.setup(); from huiyin.cli.bench.one_life import main; main()"


def measure(ground: Ground, *, seconds: float) -> list[dict[str, Any]]:
    """Return whole lives a second, and how long a life and each of its steps takes."""
    processes = os.cpu_count() or 1
    _run(ground, processes, WARM_SECONDS)
    lives = _run(ground, processes, seconds)
    means = {name: round(sum(life[name] for life in lives) / len(lives) * 1000, 1) for name in lives[0]}
    return [
        {
            "processes": processes,
            "lives": len(lives),
            "lives_per_second": round(len(lives) / seconds, 1),
            **figures.percentiles([sum(life.values()) for life in lives]),
            "step_ms": means,
        }
    ]


def _run(ground: Ground, processes: int, seconds: float) -> list[dict[str, float]]:
    """Return how long each step of each life took, in seconds."""
    environ = {**ground.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    order = [sys.executable, "-c", _PROGRAM, str(seconds)]
    running = [
        subprocess.Popen(order, env=environ, stdout=subprocess.PIPE)  # noqa: S603  ours
        for _ in range(processes)
    ]
    try:
        return [life for one in running for life in _told(one, seconds)]
    finally:
        for one in running:
            one.kill()


def _told(process: "subprocess.Popen[bytes]", seconds: float) -> list[dict[str, float]]:
    told, _ = process.communicate(timeout=seconds + PATIENCE)
    lives: list[dict[str, float]] = json.loads(told)
    return lives
