"""The sweep of deadlines on a population: what it touches when much, little, and nothing is due."""

import json
import subprocess
import sys
from typing import Any

from huiyin.cli.bench.ground import Ground

_PROGRAM = "import django; django.setup(); from huiyin.cli.bench.one_sweep import main; main()"


def measure(ground: Ground) -> list[dict[str, Any]]:
    """Return the figures of four sweeps: the first ever, at once again, a day later, at once again."""
    return [
        _swept(ground, name, days)
        for name, days in (("first", 0), ("again", 0), ("day later", 1), ("again", 1))
    ]


def _swept(ground: Ground, name: str, days: int) -> dict[str, Any]:
    environ = {**ground.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    order = [sys.executable, "-c", _PROGRAM, str(days)]
    told = subprocess.run(order, env=environ, stdout=subprocess.PIPE, check=True).stdout  # noqa: S603  ours
    figures: dict[str, Any] = json.loads(told)
    return {"sweep": name, **figures}
