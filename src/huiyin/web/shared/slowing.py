"""Slowing of guesses: each wrong attempt at the same thing waits longer; the right one never waits."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

FIRST = 0.2  # seconds
MOST = 3.0
FORGET = 900.0
REMEMBERED = 10_000
WAITING = 2  # at once: guesses must not hold all the workers


@dataclass
class Slowing:
    """Counts wrong attempts in this process; what is guessed at is remembered as a digest only."""

    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _wrong: OrderedDict[bytes, tuple[int, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _room: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(WAITING))

    def missed(self, what: str) -> None:
        """Note a wrong attempt and wait; when too many are waiting already, do not wait but go on."""
        pause = min(MOST, FIRST * 2.0 ** (self._count(what) - 1))
        if self._room.acquire(blocking=False):
            try:
                self.sleep(pause)
            finally:
                self._room.release()

    def _count(self, what: str) -> int:
        key, now = hashlib.sha256(what.encode()).digest(), self.clock()
        with self._lock:
            count, last = self._wrong.pop(key, (0, now))
            count = count + 1 if now - last < FORGET else 1
            self._wrong[key] = (count, now)
            while len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)
        return count
