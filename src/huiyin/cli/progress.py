"""How far a long command has come: a line that renews itself at a terminal, now and then a line elsewhere."""

import sys
import time
from dataclasses import dataclass, field
from typing import Self, TextIO

RENEWED_EVERY = 0.2  # seconds, at a terminal
TOLD_EVERY = 15.0  # seconds, in a log
LONG = 3600


@dataclass(kw_only=True)
class Progress:
    """Counts towards `total` things; use as a context manager, so that its line is ended."""

    total: int
    what: str
    done: int = 0
    out: TextIO = field(default_factory=lambda: sys.stderr)
    began: float = field(default_factory=time.monotonic)
    counted: int = 0  # since it began: what an earlier run did does not make this one faster
    told: float = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._tell()
        if self.out.isatty():
            self.out.write("\n")

    def add(self, number: int = 1) -> None:
        """Count so many more."""
        self.reach(self.done + number)

    def reach(self, done: int) -> None:
        """Say that so many are done."""
        self.counted += done - self.done
        self.done = done
        now = time.monotonic()
        if now - self.told >= (RENEWED_EVERY if self.out.isatty() else TOLD_EVERY):
            self.told = now
            self._tell()

    @property
    def rate(self) -> float:
        """How many a second, since it began."""
        return self.counted / max(time.monotonic() - self.began, 1e-9)

    def line(self) -> str:
        """Return how far it is, how fast, and how long it will take."""
        parts = [f"{self.what} {self.done:,} / {self.total:,}", f"{self.rate:,.0f}/s"]
        if self.done < self.total and self.counted:
            parts.append(_duration((self.total - self.done) / self.rate))
        return " · ".join(parts)

    def _tell(self) -> None:
        self.out.write(f"\r\x1b[K{self.line()}" if self.out.isatty() else f"{self.line()}\n")
        self.out.flush()


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if seconds >= LONG:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
