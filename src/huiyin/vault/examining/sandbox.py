"""The parent's side of a look into a file: a child is started, fed, listened to for so long, and ended.

A file from outside may be made to hang, crash or capture whoever reads it. So the child gets the file's bytes
and nothing else: no environment, no file, no network (`confinement`). What it answers is data to be checked.
"""

import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

import huiyin
from huiyin.vault.examining import frames
from huiyin.vault.examining.confinement import Limits
from huiyin.vault.examining.frames import BadFrame, Frame

MAX_FILE_BYTES = 64 << 20  # a larger file is kept and given out, but not looked into
MAX_ANSWER_BYTES = 64 << 20
MAX_BODY_BYTES = 32 << 20
_BLOCK = 1 << 16


class Look(StrEnum):
    """What a child can be asked: the module that it runs."""

    FACTS = "huiyin.vault.examining.look_facts"
    WHOLE = "huiyin.vault.examining.look_whole"
    SCAN = "huiyin.vault.examining.look_scan"
    REDACTED = "huiyin.vault.examining.look_redacted"


LIMITS: Mapping[Look, Limits] = {
    Look.FACTS: Limits(cpu_seconds=5, memory_bytes=1 << 30, patience_seconds=10),
    Look.WHOLE: Limits(cpu_seconds=60, memory_bytes=1 << 30, patience_seconds=180),
    Look.SCAN: Limits(cpu_seconds=240, memory_bytes=2 << 30, patience_seconds=600),
    Look.REDACTED: Limits(cpu_seconds=120, memory_bytes=1 << 30, patience_seconds=240),
}
END = "end"  # the last frame of a child that lived


def ask(look: str, told: Mapping[str, Any], content: Iterable[bytes], limits: Limits) -> Iterator[Frame]:
    """Yield what the child tells, as it comes; no `END` when it dies or takes too long.

    With a malformed file it tells what it could read, and ends.

    Raises only what reading `content` raises, such as ``vault.damaged_segment``.
    """
    child: Any = subprocess.Popen(  # noqa: S603  our own module, from a closed list
        [sys.executable, "-m", look],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        cwd=os.sep,
    )
    pump = _Pump(child.stdin, frames.order(told), content)
    try:
        pump.start()
        yield from _answer(child.stdout, until=time.monotonic() + limits.patience_seconds)
    finally:
        child.kill()
        child.wait()
        pump.join()
        child.stdout.close()
    if pump.fault is not None:
        raise pump.fault


def _environment() -> dict[str, str]:
    # Only the path of the code goes along: the settings of this process name the database and the keys.
    return {
        "PYTHONPATH": str(Path(huiyin.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "LANG": "C.UTF-8",
    }


class _Pump(threading.Thread):
    """Feeds the child, so that nobody waits for the other for ever."""

    def __init__(self, pipe: Any, head: bytes, content: Iterable[bytes]) -> None:
        super().__init__(daemon=True)
        self._pipe, self._head, self._content = pipe, head, content
        self.fault: Exception | None = None

    def run(self) -> None:
        """Write everything, then close; a child that ended early is no fault."""
        try:
            self._pipe.write(self._head)
            for piece in self._content:
                self._pipe.write(piece)
        except BrokenPipeError:
            return
        except Exception as fault:  # noqa: BLE001  raised again by the one who asked
            self.fault = fault
        finally:
            _close(self._pipe)  # it reads no further, and its answer counts for nothing after a fault


def _answer(pipe: Any, *, until: float) -> Iterator[Frame]:
    buffer, total = bytearray(), 0
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while (left := until - time.monotonic()) > 0 and waiting.select(left):
            piece = os.read(pipe.fileno(), _BLOCK)
            total += len(piece)
            if not piece or total > MAX_ANSWER_BYTES:
                return
            buffer += piece
            try:
                while (frame := frames.take(buffer, MAX_BODY_BYTES)) is not None:
                    yield frame
            except BadFrame:
                return


def _close(pipe: Any) -> None:
    with suppress(BrokenPipeError):  # what nobody read any more
        pipe.close()
