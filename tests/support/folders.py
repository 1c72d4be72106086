"""Folders for databases and installations: in memory where there is room, and nobody else's to look after."""

import os
import shutil
import tempfile
from pathlib import Path

# Copying a database is ten times as fast in memory; a container's usual 64 MiB there would not do.
MEMORY = Path("/dev/shm")
ROOM = 2 << 30


def new_folder(prefix: str = "huiyin-tests-") -> Path:
    """Return a new folder; whoever asked removes it.

    Not pytest's own: its next run closes them again while a server's system user needs to pass.
    """
    fast = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if fast else None))
