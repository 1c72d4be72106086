"""Keys made once a session, a folder for files of each test, and Sichuan's offices where needed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from huiyin.adapters.postgres.tell import silent
from huiyin.adapters.store.folder import FolderStore
from huiyin.cli.setting_up import sichuan as sichuan_step
from huiyin.config import runtime
from huiyin.prepare import house as prepared_house
from huiyin.vault import current
from huiyin.vault.installation import Vault, make_keys


@dataclass(frozen=True)
class House:
    """What preparation works with in a test."""

    vault: Vault
    store: FolderStore


@pytest.fixture(scope="session")
def vault() -> Vault:
    """The vault of this session, as the running program opens it."""
    make_keys(Path(settings.HUIYIN_ENV.data) / "keys")
    runtime.install(settings.HUIYIN_ENV)
    return current.vault()


@pytest.fixture
def house(vault: Vault, tmp_path: Path) -> Iterator[House]:
    """Vault and store in use while the test runs."""
    store = FolderStore(tmp_path / "files", reserved_bytes=0)
    prepared_house.use_store(lambda: store)
    yield House(vault, store)
    runtime.install(settings.HUIYIN_ENV)


@pytest.fixture
def sichuan(database: Any, house: House) -> None:  # noqa: ARG001  the ground it stands on
    """All divisions and offices of Sichuan in the database."""
    sichuan_step.load(silent)
