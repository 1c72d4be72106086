"""Vault and store of the process that `installed` or `equipped` puts together."""

from dataclasses import dataclass

import pytest

from huiyin.adapters.store.object_store import ObjectStore
from huiyin.prepare import house as prepared_house
from huiyin.vault.installation import Vault


@dataclass(frozen=True)
class House:
    """What preparation works with in a test."""

    vault: Vault
    store: ObjectStore


@pytest.fixture
def house(_process: Vault) -> House:
    """Vault and store in use while the test runs."""
    return House(_process, prepared_house.store())
