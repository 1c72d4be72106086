"""Lets a thief try a key file on all that is sealed in a running installation (see `support.thief`)."""

import json
import subprocess
from pathlib import Path

from support.inside import TESTS
from support.installation import PACKAGES, SOURCE, Installation

PATIENCE = 600


def stolen(place: Installation, keys: Path) -> dict[str, list[int]]:
    """Return what there is of each kind, and how much of it opens with the keys in this folder."""
    more = {"PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}", "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    done = subprocess.run(
        [place.python, "-B", "-m", "support.thief", str(keys)],
        env=place.environment(more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[int]] = json.loads(done.stdout)
    return found
