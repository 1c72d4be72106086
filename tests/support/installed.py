"""An installation to start from: keys, an empty store, and the small world of `builders`, made once.

Tests that ask for `installed` get the filled database, those that ask for `equipped` an empty one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

import builders
from huiyin.adapters.publishing import current as publishing
from huiyin.adapters.publishing.folder import LogFolder
from huiyin.adapters.store.folder import FolderStore
from huiyin.config import runtime
from huiyin.prepare import house
from huiyin.records import shelf
from huiyin.rules.statute import law
from huiyin.vault import current
from huiyin.vault.installation import Vault, make_keys, open_vault
from support.database import Ground

TEMPLATE = "huiyin_installed"


@pytest.fixture(scope="session")
def installed_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the keys of every installation of this session; nobody changes it."""
    folder = tmp_path_factory.mktemp("installation") / "keys"
    make_keys(folder)
    return folder


@pytest.fixture(scope="session")
def installed_vault(installed_keys: Path) -> Vault:
    """Those keys, ready for use."""
    return open_vault(installed_keys)


@pytest.fixture
def _process(installed_vault: Vault, tmp_path: Path) -> Iterator[Vault]:
    """A process put together with those keys and an empty store."""
    store = FolderStore(tmp_path / "files", reserved_bytes=0)
    current.use(lambda: installed_vault)
    house.use_store(lambda: store)
    publishing.use(lambda: LogFolder(tmp_path / "log"))
    yield installed_vault
    runtime.install(settings.HUIYIN_ENV)
    law.use(None)  # tests without a database compute by the law as shipped


def _law_of_the_tables() -> None:
    shelf.kept.forget()
    law.use(shelf.kept)


@pytest.fixture(scope="session")
def _templates() -> set[str]:
    return set()


@pytest.fixture
def equipped(database: Any, _process: Vault) -> Any:
    """The migrated, empty database and a door that opens."""
    _law_of_the_tables()
    return database


@pytest.fixture
def installed(
    ground: Ground, _process: Vault, django_db_blocker: DjangoDbBlocker, _templates: set[str]
) -> Iterator[Any]:
    """The database of `builders.install`. Yields `django.db.connections`."""
    with django_db_blocker.unblock():
        if TEMPLATE not in _templates:
            ground.renew()
            builders.install()
            ground.keep(TEMPLATE)
            _templates.add(TEMPLATE)
        ground.renew(TEMPLATE)
        _law_of_the_tables()
        yield connections
