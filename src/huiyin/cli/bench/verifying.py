"""The ledger verified whole on a population: entries a second."""

import json
import subprocess
import time
from typing import Any

from huiyin.cli.bench.ground import Ground, huiyin


def measure(ground: Ground) -> list[dict[str, Any]]:
    """Return how long `huiyin ledger verify` takes, start of the program included, and what it found."""
    began = time.perf_counter()
    ran = subprocess.run(  # noqa: S603  ours
        huiyin("ledger", "verify", "--json"), env=ground.environ, capture_output=True, check=False
    )
    took = time.perf_counter() - began
    found = json.loads(ran.stdout)
    return [
        {
            "entries": found["entries"],
            "seconds": round(took, 1),
            "entries_per_second": round(found["entries"] / took, 1),
            "well": found["well"],
        }
    ]
