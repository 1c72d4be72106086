"""Where the installation's keys live. Here: one file; a PKCS#11 token can stand behind the same Protocol."""

import contextlib
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from huiyin.kernel.errors import Misconfigured
from huiyin.vault import keyset
from huiyin.vault.keyset import Keyset

FILE_NAME = "keys.json"
LOG_HOST = "huiyin.example"
_FILE_MODE = 0o600
_FOLDER_MODE = 0o700
_OTHERS = 0o077


class KeyHome(Protocol):
    """Makes the installation's keys once and unwraps them at each start."""

    def make(self) -> bool:
        """Make the keys unless they exist; return True when this call made them."""

    def load(self) -> Keyset:
        """Return the keys; raise Misconfigured when they are missing, damaged or open to others."""

    def succeed(self, at: datetime) -> None:
        """Give the log a new name and key; raise Misconfigured as `load` does."""

    def rotate(self, at: datetime) -> None:
        """Give the log a new key that promises from `at` on; the old one stays beside, for checkpoints."""

    def retire(self) -> None:
        """Destroy the old key that was kept beside."""


@dataclass(frozen=True, kw_only=True)
class KeyFolder:
    """Keys in ``keys.json`` (mode 0600) of a folder (mode 0700) that holds nothing else."""

    folder: Path
    log_host: str = LOG_HOST

    @property
    def path(self) -> Path:
        """The key file."""
        return self.folder / FILE_NAME

    def make(self) -> bool:
        """Make the key file unless it exists; safe when several processes start at once."""
        try:
            return self._make()
        except OSError as error:
            raise self._misconfigured(
                "vault.keys_not_made",
                found=os.strerror(error.errno or 0),
                way_out=f"make {self.folder} a writable folder with free space",
            ) from error

    def load(self) -> Keyset:
        """Return the keys, unwrapped once; nothing of the file is kept."""
        text = self._read()
        self._require_closed()
        try:
            return keyset.parse(text)
        except keyset.Unreadable as error:
            raise self._misconfigured(
                "vault.keys_damaged",
                found=str(error),
                way_out="put back the key file from its own backup; without it nothing sealed can be opened",
            ) from error

    def succeed(self, at: datetime) -> None:
        """Give the log a new name and key, from `at` on; the file is the old or the new one at any moment.

        The caller is the only process of this installation.
        """
        self._replace(lambda text: keyset.succeed(text, at))

    def rotate(self, at: datetime) -> None:
        """Give the same log a new key, from `at` on; as `succeed`, but the old private key stays beside."""
        self._replace(lambda text: keyset.rotate(text, at))

    def retire(self) -> None:
        """Write the file without the old private key; without one it is written as it is."""
        self._replace(keyset.retire)

    def _replace(self, change: Callable[[str], str]) -> None:
        self.load()  # whatever is wrong with the file is said before it is touched
        aside = self._aside()
        try:
            self._write(aside, change(self._read()))
            aside.replace(self.path)
            _sync_folder(self.folder)
        except OSError as error:
            raise self._misconfigured(
                "vault.keys_not_made",
                found=os.strerror(error.errno or 0),
                way_out=f"make {self.folder} a writable folder with free space",
            ) from error
        finally:
            aside.unlink(missing_ok=True)

    def _make(self) -> bool:
        self.folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        if self.path.exists():
            _sync_folder(self.folder)
            return False
        self.folder.chmod(_FOLDER_MODE)
        made = self._write_once(keyset.generate(self.log_host))
        # A key that a power cut can take back must not seal anything: the name is made durable first,
        # also by the process that lost the race.
        _sync_folder(self.folder)
        _sync_folder(self.folder.parent)
        return made

    def _write_once(self, text: str) -> bool:
        # Written aside, then linked: nobody sees half a file, and the first writer wins.
        aside = self._aside()
        try:
            self._write(aside, text)
            os.link(aside, self.path)
        except FileExistsError:
            return False
        finally:
            with contextlib.suppress(FileNotFoundError):
                aside.unlink()
        return True

    def _aside(self) -> Path:
        return self.folder / f".{FILE_NAME}.{secrets.token_hex(8)}"

    def _write(self, path: Path, text: str) -> None:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise self._misconfigured(
                "vault.keys_missing",
                found="no key file",
                way_out="put back the key file from its own backup, or set up a new installation",
            ) from error
        except UnicodeDecodeError as error:
            raise self._misconfigured(
                "vault.keys_damaged",
                found="encoding",
                way_out="put back the key file from its own backup; without it nothing sealed can be opened",
            ) from error
        except OSError as error:
            raise self._misconfigured(
                "vault.keys_unreadable",
                found=os.strerror(error.errno or 0),
                way_out=f"let the user who runs Huiyin read {self.path}",
            ) from error

    def _require_closed(self) -> None:
        for path, mode in ((self.folder, _FOLDER_MODE), (self.path, _FILE_MODE)):
            found = stat.S_IMODE(path.stat().st_mode)
            if found & _OTHERS:
                raise self._misconfigured(
                    "vault.keys_open_to_others", found=f"{found:04o}", way_out=f"chmod {mode:o} {path}"
                )

    def _misconfigured(self, code: str, *, found: str, way_out: str) -> Misconfigured:
        return Misconfigured(code, path=str(self.path), found=found, way_out=way_out)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
