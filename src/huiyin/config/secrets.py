"""Installation secrets: random, made once, kept in the data folder with mode 0600."""

import os
import secrets
from pathlib import Path

SECRET_BYTES = 32


def secret(folder: Path, name: str) -> str:
    """Return the secret `name`, made on first use; safe when several processes ask at once."""
    path = folder / "secrets" / name
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(SECRET_BYTES))
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    # Written aside, then linked: a reader never sees half a secret, and the first writer wins.
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
