"""Sweep of orphans: sealed files that no committed row knows, left by transactions that failed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huiyin.adapters.store.object_store import ObjectStore


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep removed."""

    files: int
    bytes: int
    unfinished: int


def sweep(store: ObjectStore, known: Callable[[str], bool], older_than: datetime) -> Swept:
    """Remove unknown files and unfinished uploads last written before `older_than`.

    `older_than` must lie further back than the longest transaction and upload: a file is stored before
    the row that names it is committed. `known` is asked for old files only, and for each at most once.
    """
    files = size = 0
    for stored in store.list():
        if stored.modified_at < older_than and not known(stored.address):
            store.delete(stored.address)
            files += 1
            size += stored.size
    return Swept(files=files, bytes=size, unfinished=store.discard_unfinished(older_than))
