"""What the child process gives up before it looks at a file: network, user, memory, time, and every new file.

Each wall stands by itself. Without leave to make a network of its own, `RLIMIT_NOFILE` 0 still refuses every
socket and every file; where a child stays the same user as its parent, Landlock (Linux 5.13 or later) keeps
it from the parent's memory. What a reader needs must be loaded before.
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
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # system calls of Landlock, of the same number on every machine
_ASK_VERSION = 1
# What each version of Landlock can refuse: accesses to files, to the network, to other processes.
_REFUSED = {1: (13, 0, 0), 2: (14, 0, 0), 3: (15, 0, 0), 4: (15, 2, 0), 5: (16, 2, 0), 6: (16, 2, 2)}  # bits


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one look may cost."""

    cpu_seconds: int
    memory_bytes: int
    patience_seconds: int  # by the parent's clock


def confine(limits: Limits) -> None:
    """Give up everything but standard input and output. There is no way back."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        _leave_the_network(libc)
        _give_up_what_lies_outside(libc)
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


def _give_up_what_lies_outside(libc: ctypes.CDLL) -> None:
    """Let Landlock refuse every file, connection and process; a kernel without it leaves the other walls."""
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    if version < 1:
        return
    told = [(1 << bits) - 1 for bits in _REFUSED[min(version, max(_REFUSED))]]
    ruleset = (ctypes.c_uint64 * len(told))(*told)
    size = ctypes.c_size_t(ctypes.sizeof(ruleset) if told[2] else 16 if told[1] else 8)
    descriptor = libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    if descriptor >= 0:
        libc.syscall(_RESTRICT_SELF, descriptor, 0)  # no rule: nothing is allowed
        os.close(descriptor)


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
