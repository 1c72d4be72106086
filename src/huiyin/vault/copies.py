"""Whether the copy of the key file that was shown last is still the key file."""

import hashlib
from pathlib import Path

from huiyin.vault.key_home import KeyFolder

NAME = "keys-copied"  # in the data folder: the SHA-256 of the key file that was copied


def is_copied(*, keys: Path, data: Path) -> bool | None:
    """Return whether the key file is the one that was copied last; None when nobody said so."""
    try:
        known = (data / NAME).read_text(encoding="ascii").strip()
        return known == digest(KeyFolder(folder=keys).path.read_bytes())
    except FileNotFoundError:
        return None


def digest(data: bytes) -> str:
    """Return what is noted of a key file."""
    return hashlib.sha256(data).hexdigest()
