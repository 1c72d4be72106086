"""Server settings fitted to the machine: its memory, its room for shared memory segments, its disk."""

import os
import shutil
from pathlib import Path

MIB = 1 << 20
GIB = 1 << 30
SMALL_SHM = 512 * MIB


def memory_of_machine() -> int:
    """Return the bytes of memory this process may use: the machine's, or its control group's if less."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
    return min([physical, *(limit for name in limits if (limit := _number(Path(name))))])


def shared_memory_room(folder: Path = Path("/dev/shm")) -> int:  # noqa: S108  where POSIX puts it
    """Return the bytes that `/dev/shm` can hold (containers often give 64 MiB), 0 when there is none."""
    try:
        status = os.statvfs(folder)
    except OSError:
        return 0
    return status.f_frsize * status.f_blocks


def disk_of(folder: Path) -> int:
    """Return the bytes of the disk that a folder lies on."""
    return shutil.disk_usage(folder).total


def settings(memory: int, shm: int, disk: int) -> dict[str, str]:
    """Return the settings for a machine that also runs the web and the worker.

    All three are bytes. Half a GiB of memory still works; beyond 64 GiB a separate server is due. The
    write-ahead log never takes more than an eighth of a small disk: a server without room for it stops.
    """
    return {
        "shared_buffers": _mib(memory // 6, low=64 * MIB, high=8 * GIB),
        "effective_cache_size": _mib(memory // 2, low=256 * MIB, high=64 * GIB),
        "work_mem": _mib(memory // 1024, low=4 * MIB, high=32 * MIB),
        "maintenance_work_mem": _mib(memory // 32, low=32 * MIB, high=1 * GIB),
        "max_wal_size": _mib(min(max(memory // 6, 512 * MIB), disk // 8), low=96 * MIB, high=4 * GIB),
        "min_wal_size": _mib(min(memory // 48, disk // 64), low=80 * MIB, high=512 * MIB),
        # Small /dev/shm: parallel queries would fail there, so segments go to files.
        "dynamic_shared_memory_type": "posix" if shm >= SMALL_SHM else "mmap",
    }


def _mib(size: int, *, low: int, high: int) -> str:
    return f"{min(max(size, low), high) // MIB}MB"


def _number(path: Path) -> int | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
