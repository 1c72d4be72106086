"""Keys made once for all tests of the vault, and an empty store."""

from pathlib import Path
from uuid import UUID

import pytest

from huiyin.kernel.ids import PetitionId
from huiyin.vault import DataKey, Vault, make_keys, open_vault
from vault.memory_store import MemoryStore

PETITION = PetitionId(UUID(int=7))


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    folder: Path = tmp_path_factory.mktemp("vault") / "keys"
    make_keys(folder)
    return open_vault(folder)


@pytest.fixture
def data_key(vault: Vault) -> DataKey:
    return vault.new_data_key(PETITION)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "keys"
    make_keys(made)
    return made
