"""What an earlier, killed server may have left: living processes and a stale pid file."""

import os
import signal
import time
from pathlib import Path

from huiyin.adapters.postgres.places import Places
from huiyin.adapters.postgres.tell import Tell

PROCESSES = Path("/proc")
PATIENCE = 0.1
SAY_AGAIN_AFTER = 5.0
# A server that does not end in this time is told to end at once: nothing committed is lost, the next
# start recovers it.
CLEAN_STOP_WITHIN = 20.0


def clear(places: Places, tell: Tell) -> None:
    """Stop whatever still works on these database files and drop a pid file that nobody holds.

    The caller holds the installation's lock, so such processes have lost their parent. Deleting the
    pid file while one of them lives would let two servers write the same files: wait first.
    """
    began = time.monotonic()
    said = 0.0
    while alive := workers_on(places.cluster):
        if time.monotonic() - said > SAY_AGAIN_AFTER:
            tell("database.stopping_leftover", processes=len(alive))
            in_time = time.monotonic() - began < CLEAN_STOP_WITHIN
            _ask_to_stop(places.pid_file, alive, signal.SIGINT if in_time else signal.SIGQUIT)
            said = time.monotonic()
        time.sleep(PATIENCE)
    if PROCESSES.joinpath("self").exists():
        places.pid_file.unlink(missing_ok=True)


def workers_on(cluster: Path) -> list[int]:
    """Return the processes whose working folder is the cluster: the server and its children."""
    found = []
    for entry in PROCESSES.glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == cluster:
                found.append(int(entry.name))
        except OSError:  # ended meanwhile, or somebody else's
            continue
    return found


def _ask_to_stop(pid_file: Path, alive: list[int], number: signal.Signals) -> None:
    # SIGINT: roll back, write everything, end. SIGQUIT: end at once.
    leader = _leader(pid_file)
    if leader in alive:
        os.kill(leader, number)


def _leader(pid_file: Path) -> int:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return 0
