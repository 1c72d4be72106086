"""The page "Me" reminds administrators, and nobody else, until a copy of the key file was shown."""

from pathlib import Path

import pytest
from django.conf import settings
from officials import signed_in

from builders import BUREAU_OF_SICHUAN, official
from huiyin.cli.keys_copy import remember
from huiyin.rules.access.roles import Role
from huiyin.vault import make_keys
from huiyin.vault.copies import NAME
from support.moment import AT

pytestmark = pytest.mark.usefixtures("installed")

ASKED = "huiyin doctor --keys-copy"


def _page(role: Role) -> str:
    browser = signed_in(official(role, BUREAU_OF_SICHUAN))
    return browser.get("/desk/me/").content.decode()


def test_administrators_are_reminded_until_a_copy_was_shown(tmp_path: Path) -> None:
    env, role = settings.HUIYIN_ENV, Role.SYSTEM_ADMINISTRATOR
    assert ASKED in _page(role)
    make_keys(env.keys)
    try:
        copy = tmp_path / "keys.json"
        copy.write_bytes(env.key_home.path.read_bytes())
        remember(copy, keys=env.keys, data=env.data)
        assert ASKED not in _page(role)
        env.key_home.rotate_wrap(AT)
        assert ASKED in _page(role)
    finally:
        env.key_home.path.unlink()
        (env.data / NAME).unlink()


def test_nobody_else_is_reminded() -> None:
    assert ASKED not in _page(Role.DISPATCHER)
