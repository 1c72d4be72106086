"""An installation whose key file may change, that publishes under its log's name and can go back in time."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from huiyin.adapters.publishing import current as publishing
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import LogFolder, folder_of, mark_restored
from huiyin.commands.ledger.change_log_key import ChangeLogKey
from huiyin.commands.ledger.reopen_log import Closed, ReopenLog
from huiyin.door import integrating as numbering
from huiyin.prepare import reopening, rotating
from huiyin.prepare.integrating import Integrator
from huiyin.prepare.rotating import Keyring, Rotated
from huiyin.queries.ledger.reopenings import Reopening
from huiyin.vault import current
from huiyin.vault.installation import open_vault
from huiyin.vault.key_home import KeyFolder
from support.database import Ground
from support.moment import AT
from support.state import rows

OLDER = "huiyin_older"
ENDED = Closed(
    origin="old.example/1",
    key="old.example/1+00000000+AAAA",
    until=AT,
    handover=b"h" * 64,
    size=1009,
    root=b"r" * 32,
    note="note",
    held=1000,
)

KEY_CHANGE = ChangeLogKey(
    origin="log.example/1",
    former="log.example/1+00000000+AAAA",
    key="log.example/1+11111111+BBBB",
    until=AT,
    handover=b"h" * 64,
    accepted=b"a" * 64,
)


def new_log() -> ReopenLog:
    """Return what begins a log after two that ended, and after the leaves that are there."""
    numbering.number(100_000)
    return ReopenLog(
        origin="new.example/2",
        key="new.example/2+00000000+AAAA",
        first=len(rows("tree_leaf")),
        held_root=b"q" * 32,
        after=(ENDED, replace(ENDED, origin="old.example/0", size=3, held=7)),
    )


class House:
    """Keys of its own in a folder, and the published logs beside them."""

    def __init__(self, folder: Path, ground: Ground) -> None:
        """`folder` holds the key file in ``keys`` and the published logs in ``log``."""
        self.keys, self.log, self._ground = folder / "keys", folder / "log", ground
        current.use(lambda: open_vault(self.keys))
        publishing.use(lambda: LogFolder(self.log / folder_of(current.vault().signer.origin)))

    def back_up(self) -> bytes:
        """Keep the database as it stands now; return the checkpoint that a backup carries."""
        carried = log_folder().checkpoint() or b""
        self._ground.admin.execute(f"DROP DATABASE IF EXISTS {OLDER} WITH (FORCE)".encode())
        self._ground.keep(OLDER)
        self.fall_back()
        return carried

    def restore(self, carried: bytes = b"") -> None:
        """Put the kept database back, as `huiyin restore` does."""
        mark_restored(self.log, carried)
        self.fall_back()

    def fall_back(self) -> None:
        """Put the kept database back behind everybody's back."""
        connections.close_all()
        self._ground.untouched = None
        self._ground.renew(OLDER)

    def change_keys(self, at: datetime) -> None:
        """Give the log a new name and key."""
        KeyFolder(folder=self.keys).succeed(at)
        self.look_again()

    def look_again(self) -> None:
        """Be a new process."""
        current.open_again()
        publishing.look_again()

    def reopen(self, *given: bytes, at: datetime = AT) -> Reopening:
        """Open the log anew."""
        return reopening.reopen(given, change_keys=self.change_keys, at=at)

    def rotate(self, *, overlap: bool = False, at: datetime = AT) -> Rotated:
        """Give the log another key."""
        ring = Keyring(rotate=self.rotate_key, retire=self.retire_key)
        return rotating.rotate(ring, overlap=overlap, at=at)

    def rotate_key(self, at: datetime) -> None:
        """Put a new key into the key file."""
        KeyFolder(folder=self.keys).rotate(at)
        self.look_again()

    def retire_key(self) -> None:
        """Take the old private key out of the key file."""
        KeyFolder(folder=self.keys).retire()
        self.look_again()

    def integrate(self, at: datetime = AT) -> int:
        """Bring the log forward in a new process; return its size."""
        return Integrator(current.vault().signer, log_folder()).turn(at=at).size


@pytest.fixture
def movable(installed: Any, ground: Ground, installed_keys: Path, tmp_path: Path) -> House:
    """The installed world, with a copy of its keys that may change."""
    assert installed
    shutil.copytree(installed_keys, tmp_path / "keys")
    return House(tmp_path, ground)
