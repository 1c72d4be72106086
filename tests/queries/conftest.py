"""A matter in an installation, and somebody with the superuser's password."""

from typing import Any

import pytest

import builders
from support.database import Ground
from support.roles import intruder


@pytest.fixture
def life(installed: Any) -> builders.Life:
    assert installed
    builders.waiting()
    return builders.full_life()


@pytest.fixture
def attack(life: builders.Life, ground: Ground) -> Any:
    """Run a statement as somebody whom no wall stops; return how many rows it touched."""
    assert life

    def run(statement: str, *parameters: Any) -> int:
        with intruder(ground) as connection:
            return connection.execute(statement.encode(), parameters).rowcount

    return run
