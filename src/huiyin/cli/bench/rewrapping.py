"""Another wrapping key for so many petitions, by `huiyin vault rotate` itself, beside a running house."""

import json
import os
import subprocess
import sys
import time
from typing import Any

from huiyin.cli.bench.ground import Ground, huiyin

_FILL = "import django; django.setup(); from huiyin.cli.bench.one_filling import main; main()"
_KIB = 1 << 10


def measure(ground: Ground, *, petitions: int) -> list[dict[str, Any]]:
    """Return the figures of two rotations, one after the other; whole programs, their start included."""
    environ = {**ground.environ, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    order = [sys.executable, "-c", _FILL, str(petitions)]
    subprocess.run(order, env=environ, check=True)  # noqa: S603  ours
    return [_rotated(ground, what) for what in ("first", "again")]


def _rotated(ground: Ground, what: str) -> dict[str, Any]:
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  ours
        huiyin("vault", "rotate", "--json"),
        env=ground.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None  # noqa: S101  asked for above
    told = json.loads(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "rotation": what,
        "data_keys": told["data_keys"],
        "exit": process.returncode,
        "seconds": round(seconds, 2),
        "per_second": round(told["data_keys"] / seconds),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mib": round(used.ru_maxrss / _KIB, 1),
    }
