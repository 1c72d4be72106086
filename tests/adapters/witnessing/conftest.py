"""A witness in a folder of its own that trusts the log on paper."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import pytest

from huiyin.adapters.witnessing.witness import Answer, Found, Witness, make, open_witness
from support.paper_log import PaperLog

NOON = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)


@dataclass(kw_only=True)
class Bench:
    """A witness, what it told, and a clock that a test turns."""

    folder: Path
    witness: Witness
    told: list[Found] = field(default_factory=list)
    at: datetime = NOON

    def show(self, log: PaperLog, old: int) -> Answer:
        """Submit the log as it stands, a second after whatever was before."""
        self.at += timedelta(seconds=1)
        return self.witness.add_checkpoint(log.request(old), lambda: self.at)

    def again(self) -> "Bench":
        """Return the same witness, as after a restart."""
        told: list[Found] = []
        found = open_witness(self.folder, tell=told.append)
        return Bench(folder=self.folder, witness=found, told=told, at=self.at)

    def grow(self, log: PaperLog, *sizes: int) -> None:
        """Have the log's growth over these sizes cosigned."""
        for old, size in zip((0, *sizes), sizes, strict=False):
            part = PaperLog(origin=log.origin, seed=log.seed, leaves=log.leaves[:size])
            assert self.show(part, old).status == HTTPStatus.OK


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A witness that trusts the log on paper."""
    folder = tmp_path / "witness"
    make(folder, "witness.example/w1")
    told: list[Found] = []
    witness = open_witness(folder, tell=told.append)
    log = PaperLog()
    assert witness.state.trust(log.origin, str(log.key), 1)
    return Bench(folder=folder, witness=witness, told=told)
