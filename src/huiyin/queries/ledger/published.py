"""What is published of the log, as it is asked for by its path (C2SP tlog-tiles, "APIs")."""

from huiyin.adapters.publishing.current import log_folder
from huiyin.kernel.errors import Unknown
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.frontier import TILE_BITS, TILE_WIDTH
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.tiles import Bundle, Tile, parse_path


def published_note() -> bytes | None:
    """Return the published checkpoint, a signed note; None while there is none."""
    return log_folder().checkpoint()


def published_head() -> Checkpoint | None:
    """Return what the published checkpoint says; None while there is none."""
    note = published_note()
    return None if note is None else parse_checkpoint(parse_note(note).text)


def published_file(path: str) -> bytes | None:
    """Return the tile or bundle of a path such as ``tile/0/x001/067.p/8``; None when there is none.

    It is public once the published checkpoint covers it. What a killed integrator left beyond that may yet
    become another, and nobody is to keep it.
    """
    named = parse_path(path)
    head = published_head() if named else None
    if named is None or head is None or not _covers(head.size, named):
        return None
    try:
        return log_folder().read(named)
    except Unknown:
        return None


def _covers(size: int, named: Tile | Bundle) -> bool:
    level = named.level if isinstance(named, Tile) else 0
    return named.index * TILE_WIDTH + named.width <= size >> TILE_BITS * level
