"""What is published of the log, as it is asked for by its path (C2SP tlog-tiles, "APIs")."""

from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import LogFolder
from huiyin.kernel.errors import Unknown
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.frontier import TILE_BITS, TILE_WIDTH
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.tiles import Bundle, Tile, parse_path
from huiyin.vault.current import vault


def published_note(origin: str | None = None) -> bytes | None:
    """Return the published checkpoint, a signed note; None while there is none.

    Of the log in use, or of another of this house, by its name; of a strange name there is none.
    """
    folder = _folder(origin)
    return None if folder is None else folder.checkpoint()


def published_head(origin: str | None = None) -> Checkpoint | None:
    """Return what the published checkpoint says; None while there is none."""
    note = published_note(origin)
    return None if note is None else parse_checkpoint(parse_note(note).text)


def published_file(path: str, origin: str | None = None) -> bytes | None:
    """Return the tile or bundle of a path such as ``tile/0/x001/067.p/8``; None when there is none.

    It is public once the published checkpoint covers it. What a killed integrator left beyond that may yet
    become another, and nobody is to keep it.
    """
    named = parse_path(path)
    folder, head = _folder(origin), published_head(origin) if named else None
    if named is None or folder is None or head is None or not _covers(head.size, named):
        return None
    try:
        return folder.read(named)
    except Unknown:
        return None


def _folder(origin: str | None) -> LogFolder | None:
    if origin is None:
        return log_folder()
    # Only names of the key file lead to a folder.
    return log_folder().of(origin) if origin in {one.key.name for one in vault().house_keys} else None


def _covers(size: int, named: Tile | Bundle) -> bool:
    level = named.level if isinstance(named, Tile) else 0
    return named.index * TILE_WIDTH + named.width <= size >> TILE_BITS * level
