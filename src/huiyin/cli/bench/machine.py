"""What the machine says of itself: processors, processes, memory and time spent."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
KIB = 1024


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Processor time spent so far, in seconds: by kind of process, and by the whole machine."""

    by_kind: dict[str, float]
    machine: float

    def since(self, before: "Spent") -> "Spent":
        """Return what was spent after `before`."""
        kinds = {kind: seconds - before.by_kind.get(kind, 0.0) for kind, seconds in self.by_kind.items()}
        return Spent(by_kind=kinds, machine=self.machine - before.machine)

    @property
    def foreign(self) -> float:
        """What processes spent that have no part in the measurement."""
        return max(self.machine - sum(self.by_kind.values()), 0.0)


def facts() -> dict[str, Any]:
    """Return what a reader of figures must know about the machine."""
    return {
        "processors": os.cpu_count(),
        "model": _model(),
        "memory_mib": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20,
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def family(root: int) -> dict[int, str]:
    """Return all processes below `root` (itself included) with the kind each is of."""
    parents = {pid: _parent(pid) for pid in _pids()}
    members = {root}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in members} - members
        members |= more
        grown = bool(more)
    return {pid: kind for pid in sorted(members) if (kind := _kind(pid))}


def spent(root: int) -> Spent:
    """Return the processor time of a family of processes, of this one, and of the machine."""
    by_kind: dict[str, float] = {"client": sum(os.times()[:2])}
    for pid, kind in family(root).items():
        by_kind[kind] = by_kind.get(kind, 0.0) + seconds_of(pid)
    words = (PROC / "stat").read_text().split("\n", 1)[0].split()[1:]
    busy = [int(word) for place, word in enumerate(words) if place not in {3, 4}]  # idle, waiting for disks
    return Spent(by_kind=by_kind, machine=sum(busy[:6]) / TICKS)


def memory(root: int) -> list[dict[str, Any]]:
    """Return the memory of each process of a family in MiB: resident, and its share of what is shared."""
    return [
        {"pid": pid, "process": kind, "resident_mib": _field(pid, "Rss"), "share_mib": _field(pid, "Pss")}
        for pid, kind in family(root).items()
    ]


def peak(root: int, kind: str) -> float:
    """Return the highest memory that any process of this kind in a family ever had, in MiB."""
    return max((_peak(pid) for pid, one in family(root).items() if one == kind), default=0.0)


def _peak(pid: int) -> float:
    try:
        text = (PROC / str(pid) / "status").read_text()
    except OSError:
        return 0.0
    found = next((line for line in text.splitlines() if line.startswith("VmHWM:")), "x: 0 kB")
    return int(found.split()[1]) / KIB


def _pids() -> list[int]:
    return [int(path.name) for path in PROC.iterdir() if path.name.isdigit()]


def _stat(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid: int) -> int:
    words = _stat(pid)
    return int(words[1]) if words else 0


def seconds_of(pid: int) -> float:
    """Return the processor time that a process has spent, in seconds; ticks of a hundredth."""
    words = _stat(pid)
    return (int(words[11]) + int(words[12])) / TICKS if words else 0.0


def _kind(pid: int) -> str:
    try:
        line = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
    for word, kind in (("postgres", "database"), ("granian", "web"), ("procrastinate", "worker")):
        if word in line:
            return kind
    return "up" if line else ""


def _field(pid: int, name: str) -> float:
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = next((line for line in text.splitlines() if line.startswith(f"{name}:")), "x: 0 kB")
    return round(int(found.split()[1]) / KIB, 1)


def _model() -> str:
    lines = (PROC / "cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
