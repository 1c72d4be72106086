"""What the long tests share: a seed, and a way to write to the terminal while they run."""

import os
import random
from collections.abc import Callable

import pytest

Say = Callable[[str], None]


@pytest.fixture
def seed() -> int:
    """Another one at every run, and the same one with SEED=NUMBER."""
    return int(os.environ.get("SEED") or random.SystemRandom().getrandbits(32))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Write to the terminal at once, whatever becomes of the test."""

    def write(line: str) -> None:
        with capsys.disabled():
            print(line, flush=True)  # noqa: T201  the record of the run

    return write
