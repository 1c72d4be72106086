"""The copy of the key file that was taken last, noted after it was looked at (`huiyin.vault.copies`)."""

import os
from pathlib import Path

from huiyin.adapters.durable import sync_folder
from huiyin.kernel.errors import Misconfigured
from huiyin.vault.copies import NAME, digest
from huiyin.vault.key_home import KeyFolder

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
        file_.write(digest(own) + "\n")
        file_.flush()
        os.fsync(file_.fileno())
    aside.replace(data / NAME)
    sync_folder(data)
