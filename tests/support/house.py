"""A vault with keys of its own and a folder for files, made once a session."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from huiyin.adapters.store.folder import FolderStore
from huiyin.prepare import house as prepared_house
from huiyin.vault.installation import Vault, make_keys, open_vault


@dataclass(frozen=True)
class House:
    """What preparation works with in a test."""

    vault: Vault
    store: FolderStore


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """Keys of this session."""
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder)
    return open_vault(folder)


@pytest.fixture
def house(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Vault and store in use while the test runs."""
    store = FolderStore(tmp_path / "files", reserved_bytes=0)
    monkeypatch.setattr(prepared_house, "vault", lambda: vault)
    monkeypatch.setattr(prepared_house, "store", lambda: store)
    return House(vault, store)
