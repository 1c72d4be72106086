"""A key file that is refused, and what is said of it."""

from pathlib import Path

import pytest

from huiyin.kernel.errors import Misconfigured
from huiyin.vault import open_vault


def refused(folder: Path) -> Misconfigured:
    """Return why the keys in a folder do not open; it names the file and a way out."""
    with pytest.raises(Misconfigured) as caught:
        open_vault(folder)
    assert caught.value.facts["way_out"]
    assert caught.value.facts["path"] == str(folder / "keys.json")
    return caught.value
