"""Keys are compared with what was sealed under them."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from huiyin.cli.setting_up import keys
from huiyin.vault.installation import Vault, make_keys, open_vault


@pytest.fixture
def others(tmp_path: Path) -> Vault:
    """The keys of another installation."""
    make_keys(tmp_path / "others")
    return open_vault(tmp_path / "others")


@pytest.mark.usefixtures("installed")
def test_the_keys_that_sealed_this_database_fit_and_no_others(installed_vault: Vault, others: Vault) -> None:
    assert keys.fit(installed_vault)
    assert not keys.fit(others)


@pytest.mark.usefixtures("equipped")
def test_any_keys_fit_an_empty_database(installed_vault: Vault, others: Vault) -> None:
    assert keys.fit(installed_vault)
    assert keys.fit(others)


def test_a_salt_altered_behind_the_door_shuts_nobody_out(installed: Any, installed_vault: Vault) -> None:  # noqa: ARG001
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT commitment FROM entry_salt LIMIT 1")
        (first,) = cursor.fetchone()
        cursor.execute("ALTER TABLE entry_salt DISABLE TRIGGER USER")
        cursor.execute("UPDATE entry_salt SET sealed = 'x' WHERE commitment = %s", [first])
    assert keys.fit(installed_vault)
