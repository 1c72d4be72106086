"""Log files without personal data: one JSON object a line, rotated, shared by several processes."""

import fcntl
import json
import logging
import os
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MAX_BYTES = 10 << 20
KEPT = 5
OWN = "huiyin"
# What every record carries; anything beyond it was given by the caller as `extra`.
STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


def trace(problem: BaseException) -> str:
    """Return the types of a failure and of what caused it with their stack lines, and no values.

    Messages of exceptions are left out: they quote what people typed.
    """
    links: list[str] = []
    link: BaseException | None = problem
    while link is not None:
        kind = f"{type(link).__module__}.{type(link).__qualname__}"
        code = getattr(link, "code", "") if type(link).__module__.startswith(OWN) else ""
        stack = "".join(traceback.format_tb(link.__traceback__))
        links.append(f"{kind} {code}".rstrip() + f"\n{stack}")
        link = link.__cause__ or link.__context__
    return "\n".join(reversed(links))


class JsonLine(logging.Formatter):
    """One record as one line: our own records by code and facts, foreign ones by their template only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; arguments of foreign records never reach it."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "pid": record.process,
            "event": self._event(record),
        }
        if record.name.split(".")[0] == OWN:
            line.update({name: value for name, value in vars(record).items() if name not in STANDARD})
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)

    @staticmethod
    def _event(record: logging.LogRecord) -> str:
        action = getattr(record, "action", None)  # the queue names its events so; its messages hold arguments
        if isinstance(action, str):
            return action
        # A template with its places still empty holds no values; one without arguments may be composed.
        composed = not record.args and record.name.split(".")[0] != OWN
        return f"{record.module}.{record.funcName}:{record.lineno}" if composed else str(record.msg)


class SharedFile(logging.Handler):
    """Appends lines to a file that several processes write; whoever fills it moves it aside."""

    def __init__(self, path: str, max_bytes: int = MAX_BYTES, kept: int = KEPT) -> None:
        super().__init__()
        self.path = Path(path)
        self.max_bytes = max_bytes
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a log that cannot be written must not stop the work."""
        try:
            self._append((self.format(record) + "\n").encode(errors="replace"))
        except OSError:
            self.handleError(record)

    def _append(self, line: bytes) -> None:
        descriptor = self._open()
        try:
            os.write(descriptor, line)  # one write in append mode: lines of two processes never mix
            if os.fstat(descriptor).st_size > self.max_bytes:
                self._rotate(descriptor)
        finally:
            os.close(descriptor)

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except FileNotFoundError:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def _rotate(self, descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # Another process may have moved this very file aside while we waited.
        if not self.path.exists() or self.path.stat().st_ino != os.fstat(descriptor).st_ino:
            return
        for number in range(self.kept - 1, 0, -1):
            older = self._numbered(number)
            if older.exists():
                older.replace(self._numbered(number + 1))
        self.path.replace(self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}")
