"""What the child process gives up before it looks at a file: network, user, memory, time, and every new file.

Each wall stands by itself. Without leave to make a network of its own, `RLIMIT_NOFILE` 0 still refuses every
socket and every file; what a reader needs must be loaded before.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass

NOBODY = 64_321  # an id that no account has: neither our files nor our processes are its own
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # clone flags of Linux
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4  # prctl of Linux


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one look may cost."""

    cpu_seconds: int
    memory_bytes: int
    patience_seconds: int  # by the parent's clock


def confine(limits: Limits) -> None:
    """Give up everything but standard input and output. There is no way back."""
    if sys.platform == "linux":
        _leave_the_network(ctypes.CDLL(None, use_errno=True))
    if os.geteuid() == 0:
        _become_nobody()
    for name, limit in _walls(limits).items():
        resource.setrlimit(name, (limit, limit))


def _walls(limits: Limits) -> dict[int, int]:
    return {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,  # no process and no thread more
        resource.RLIMIT_NOFILE: 0,  # last: no file and no socket more
    }


def _leave_the_network(libc: ctypes.CDLL) -> None:
    unshare: Callable[[int], int] = libc.unshare
    if unshare(_NEW_NETWORK) != 0:  # only the administrator may, others within a user space of their own
        unshare(_NEW_USER | _NEW_NETWORK)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
