"""The processes of a running installation, told apart by what they do (Linux: /proc)."""

import os
import signal
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

PROC = Path("/proc")


class Kind(StrEnum):
    """What a process of an installation does."""

    UP = "up"
    WEB_MASTER = "web master"
    WEB_WORKER = "web worker"
    WORKER = "queue worker"
    POSTMASTER = "postmaster"
    BACKEND = "postgres backend"
    OTHER = "another"


def running(parent: int) -> dict[Kind, list[int]]:
    """Return the processes below a living `huiyin up`, itself included, by kind."""
    parents = _parents()
    found: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    if parent in parents:
        found[Kind.UP].append(parent)
    kinds = {parent: Kind.UP}
    for pid in _below(parent, parents):
        kinds[pid] = _kind(pid, kinds[parents[pid]])
        found[kinds[pid]].append(pid)
    return found


def kill(pid: int, kind: Kind, parent: int) -> bool:
    """Send SIGKILL to a process that is still what it was when it was found; False when it is not."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        if pid not in running(parent)[kind]:  # ended meanwhile: its number may be somebody else's
            return False
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    except ProcessLookupError:
        return False
    finally:
        os.close(handle)
    return True


def peak_memory(pid: int) -> int:
    """Return the largest resident memory in bytes that a process had since `forget_peak`."""
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) << 10


def forget_peak(pid: int) -> None:
    """Let the kernel count the largest resident memory of a process from what it has now."""
    (PROC / str(pid) / "clear_refs").write_text("5")


def _kind(pid: int, above: Kind) -> Kind:
    line = _command_line(pid)
    if above is Kind.UP:
        marks = {"granian": Kind.WEB_MASTER, "procrastinate": Kind.WORKER, "postgres -D": Kind.POSTMASTER}
        return next((kind for mark, kind in marks.items() if mark in line), Kind.OTHER)
    if above is Kind.WEB_MASTER and "resource_tracker" not in line:
        return Kind.WEB_WORKER
    if above is Kind.POSTMASTER and line.startswith("postgres: huiyin_"):
        return Kind.BACKEND
    return Kind.OTHER


def _below(parent: int, parents: dict[int, int]) -> Iterator[int]:
    """Yield the descendants of a process, parents before their children."""
    for pid, above in parents.items():
        if above == parent:
            yield pid
            yield from _below(pid, parents)


def _parents() -> dict[int, int]:
    """Return the parent of every living process."""
    found = {}
    for entry in PROC.glob("[0-9]*"):
        try:
            state, above = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:  # ended meanwhile
            continue
        if state != "Z":
            found[int(entry.name)] = int(above)
    return found


def _command_line(pid: int) -> str:
    try:
        return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
