"""How far a deep verification is, kept in a folder: whoever was killed goes on where he was.

Order: what was found is made durable first, then how far it goes. A kill between the two leaves lines that
the next run cuts off, since it does what they came from again.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from huiyin.kernel.errors import Conflict
from huiyin.queries.ledger.deep import Phase, Piece, Reached

_STATE, _FOUND, _LOCK = "state.json", "found.jsonl", "lock"


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a run has done. `of` says of which ledger, by which version and with which wish."""

    of: dict[str, Any]
    begun_at: str
    resumed: int = 0
    reached: Reached = field(default_factory=Reached)
    entries: int = 0
    subjects: int = 0
    files: int = 0
    differences: int = 0
    found_bytes: int = 0

    def after(self, piece: Piece) -> "Done":
        """Return what is done when this piece is too; `found_bytes` is not known here."""
        return replace(
            self,
            reached=piece.reached,
            entries=self.entries + piece.entries,
            subjects=self.subjects + piece.subjects,
            files=self.files + piece.files,
            differences=self.differences + len(piece.differences),
        )


class Kept:
    """The folder of one run. Use `holding`."""

    def __init__(self, folder: Path, done: Done) -> None:
        """Cut off what was found after `done`."""
        self._folder = folder
        self.done = done
        self._found: BinaryIO = (folder / _FOUND).open("ab")
        self._found.truncate(done.found_bytes)

    def add(self, piece: Piece, told: Sequence[dict[str, Any]]) -> None:
        """Keep what a piece found, then that it is done."""
        for one in told:
            self._found.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
        if told:
            self._found.flush()
            os.fsync(self._found.fileno())
        self.done = replace(self.done.after(piece), found_bytes=self._found.tell())
        self._write()

    def found(self) -> Iterator[dict[str, Any]]:
        """Yield everything that was found so far, line by line."""
        self._found.flush()
        with (self._folder / _FOUND).open("rb") as file:
            for line in file:
                yield json.loads(line)

    def forget(self) -> None:
        """Leave nothing to go on with: the run has come to its end."""
        (self._folder / _STATE).unlink(missing_ok=True)
        (self._folder / _FOUND).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file of what was found."""
        self._found.close()

    def _write(self) -> None:
        aside = self._folder / f"{_STATE}.new"
        aside.write_text(json.dumps(asdict(self.done)))
        aside.replace(self._folder / _STATE)


@contextmanager
def holding(folder: Path, *, of: dict[str, Any], at: str, restart: bool) -> Iterator[Kept]:
    """Have the folder alone; raise Conflict ``deep.running`` when another run has it.

    Goes on with what lies there when it is a run of the same, from the beginning otherwise.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / _LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict("deep.running", folder=str(folder)) from None
        before = None if restart else _read(folder, of)
        done = replace(before, resumed=before.resumed + 1) if before else Done(of=of, begun_at=at)
        kept = Kept(folder, done)
        try:
            yield kept
        finally:
            kept.close()


def _read(folder: Path, of: dict[str, Any]) -> Done | None:
    try:
        told = json.loads((folder / _STATE).read_text())
        reached = Reached(phase=Phase(told["reached"]["phase"]), mark=told["reached"]["mark"])
        done = Done(**{**told, "reached": reached})
        whole = (folder / _FOUND).stat().st_size >= done.found_bytes
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none, or one that a kill left unreadable: from the beginning
    return done if whole and done.of == of else None
