"""Whether the copy of the key file that was taken last is still the key file."""

import hashlib
import os
from pathlib import Path

from huiyin.adapters.durable import sync_folder
from huiyin.kernel.errors import Misconfigured
from huiyin.vault.key_home import KeyFolder

NAME = "keys-copied"  # in the data folder: the SHA-256 of the key file that was copied
LARGEST = 1 << 20


def remember(copy: Path, *, keys: Path, data: Path) -> None:
    """Note that `copy` is the key file of today; raise Misconfigured ``keys.copy_differs`` when it is not.

    ``keys.copy_unreadable`` when it cannot be read.
    """
    try:
        with copy.open("rb") as file:
            found = file.read(LARGEST)
        own = KeyFolder(folder=keys).path.read_bytes()
    except OSError as fault:
        raise Misconfigured("keys.copy_unreadable", file=str(copy), reason=fault.strerror) from fault
    if found != own:
        raise Misconfigured("keys.copy_differs", file=str(copy))
    aside = data / f".{NAME}"
    with aside.open("w", encoding="ascii") as file_:
        file_.write(_digest(own) + "\n")
        file_.flush()
        os.fsync(file_.fileno())
    aside.replace(data / NAME)
    sync_folder(data)


def is_copied(*, keys: Path, data: Path) -> bool | None:
    """Return whether the key file is the one that was copied last; None when nobody said that it was."""
    try:
        known = (data / NAME).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return known == _digest(KeyFolder(folder=keys).path.read_bytes())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
