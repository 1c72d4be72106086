"""An installation on a disk of its own that is soon full: a memory disk, by root or in a user's namespace."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.folders import new_folder
from support.installation import Installation

MIB = 1 << 20
MOUNT = 'mount -t tmpfs -o size="$0",mode=0711 none "$1" && shift && exec "$@"'
OWN_NAMESPACE = ["unshare", "--user", "--map-current-user", "--keep-caps", "--mount", "sh", "-c", MOUNT]


@dataclass
class SmallDisk:
    """The installation on it, and how to reach the disk from outside."""

    place: Installation
    folder: Path
    mounted: bool

    @property
    def root(self) -> Path:
        """The disk as this process sees it."""
        if self.mounted:
            return self.folder
        return Path(f"/proc/{self.place.started[-1].process.pid}/root{self.folder}")

    @property
    def inside(self) -> Installation:
        """The same installation for commands beside the running one."""
        if self.mounted:
            return self.place
        enter = ["nsenter", f"--target={self.place.started[-1].process.pid}", "--user", "--mount"]
        return Installation(
            data=self.place.data, port=self.place.port, prefix=[*enter, "--preserve-credentials", "--"]
        )

    def free(self) -> int:
        """Return the free bytes."""
        status = os.statvfs(self.root)
        return status.f_bavail * status.f_frsize


def possible() -> bool:
    """Return whether this user can have a disk of its own."""
    with _folder() as folder:
        if os.geteuid() == 0 and _mount(folder, MIB):
            subprocess.run(["umount", str(folder)], check=True)
            return True
        trial = [*OWN_NAMESPACE, str(MIB), str(folder), "true"]
        return subprocess.run(trial, check=False, capture_output=True).returncode == 0


@contextmanager
def small_disk(size: int) -> Iterator[SmallDisk]:
    """Have a disk of `size` bytes; without root it is seen only by the processes of the installation."""
    with _folder() as folder:
        mounted = os.geteuid() == 0 and _mount(folder, size)
        prefix = [] if mounted else [*OWN_NAMESPACE, str(size), str(folder)]
        disk = SmallDisk(Installation(data=folder / "var", prefix=prefix), folder, mounted)
        try:
            yield disk
        finally:
            disk.place.close()
            if mounted:
                subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = new_folder()
    try:
        yield folder
    finally:
        folder.rmdir()


def _mount(folder: Path, size: int) -> bool:
    options = ["-t", "tmpfs", "-o", f"size={size},mode=0711", "none", str(folder)]
    return subprocess.run(["mount", *options], check=False, capture_output=True).returncode == 0
