"""Lets a thief try a key file on all that is sealed in a running installation (see `support.thief`)."""

from pathlib import Path

from support.inside import told
from support.installation import Installation

PATIENCE = 600


def stolen(place: Installation, keys: Path) -> dict[str, list[int]]:
    """Return what there is of each kind, and how much of it opens with the keys in this folder."""
    found: dict[str, list[int]] = told(place, "support.thief", str(keys), patience=PATIENCE)
    return found
