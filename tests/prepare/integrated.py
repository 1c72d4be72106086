"""What tests of the integrator share: a kill, a refusal, the files as they lie there."""

from pathlib import Path
from typing import Any

import pytest

from huiyin.adapters.publishing import current
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import LogFolder
from huiyin.kernel.errors import Conflict
from huiyin.rules.merkle.tiles import Bundle, Tile
from support.log import (
    turn,
)
from support.state import rows

TILE, BUNDLE = Tile(level=0, index=0), Bundle(index=0)


def refused(code: str) -> Any:
    """Assert that a turn is refused and publishes nothing; return the facts."""
    before = log_folder().checkpoint(), rows("checkpoint")
    with pytest.raises(Conflict) as caught:
        turn()
    assert caught.value.code == code
    assert (log_folder().checkpoint(), rows("checkpoint")) == before
    return caught.value.facts


def files(tmp_path: Path) -> dict[str, bytes]:
    log = tmp_path / "log"
    return {
        str(path.relative_to(log)): path.read_bytes()
        for path in log.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def own_copy(tmp_path: Path, name: str = "elsewhere") -> None:
    """Publish from now on as another machine does, with a folder of its own."""
    current.use(lambda: LogFolder(tmp_path / name))
