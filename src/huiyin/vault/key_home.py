"""Where the installation's keys live: in one file, as it is or wrapped by a PKCS#11 token."""

import contextlib
import fcntl
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from huiyin.kernel.errors import Misconfigured
from huiyin.vault import keyset, wrap_keys
from huiyin.vault.covers import OTHER_COVER, Cover, Plain
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

    def prepare_wrap(self) -> None:
        """Lay a wrapping key beside that is not used yet; one that lies there is kept."""

    def rotate_wrap(self, at: datetime) -> None:
        """Wrap with another key from `at` on; the ones before still open."""

    def retire_wraps(self) -> None:
        """Destroy all wrapping keys but the one in use."""

    def stamp(self) -> object:
        """Return what changes whenever the keys do, without opening them; None while it cannot be told."""


@dataclass(frozen=True, kw_only=True)
class KeyFolder:
    """Keys in ``keys.json`` (mode 0600) of a folder (mode 0700) that holds nothing else, under their cover.

    What is wrong with a token is raised as Misconfigured ``token.…`` by whatever needs it.
    """

    folder: Path
    log_host: str = LOG_HOST
    cover: Cover = field(default_factory=Plain)

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
            return keyset.parse(self.cover.open(text))
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

    def prepare_wrap(self) -> None:
        """Lay a wrapping key beside that is not used yet; one that lies there is kept."""
        self._replace(wrap_keys.prepare)

    def rotate_wrap(self, at: datetime) -> None:
        """Wrap with another key from `at` on: the one that lies beside, or a new one."""
        self._replace(lambda text: wrap_keys.rotate(text, at))

    def retire_wraps(self) -> None:
        """Write the file without the wrapping keys before the one in use."""
        self._replace(wrap_keys.retire)

    def stamp(self) -> object:
        """Return which file stands there, without reading it; None when there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def move(self, to: Cover) -> bool:
        """Write the file under another cover; False when it lies under it already.

        The file is the old or the new one at any moment, and a kill leaves nothing that a second call does
        not tidy. Raises as `load` does, for either cover.
        """
        try:
            replace(self, cover=to).load()
        except Misconfigured as fault:
            if fault.code not in OTHER_COVER:
                raise
            self._replace(lambda keys: keys, under=to)
            return True
        with self._alone():
            return False

    def _replace(self, change: Callable[[str], str], under: Cover | None = None) -> None:
        self._read()  # whatever is wrong with the file is said before anything is touched
        with self._alone():
            self.load()
            self._put((under or self.cover).close(change(self.cover.open(self._read()))))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Take turns with every other process that changes the file; what a killed one left is removed."""
        descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            for left in self.folder.glob(f".{FILE_NAME}.*"):
                left.unlink(missing_ok=True)
            yield
        finally:
            os.close(descriptor)

    def _put(self, text: str) -> None:
        aside = self._aside()
        try:
            self._write(aside, text)
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
        made = self._write_once(self.cover.close(keyset.generate(self.log_host)))
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
