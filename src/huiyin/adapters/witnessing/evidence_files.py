"""Evidence kept as files, each written once and whole."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from huiyin.rules.merkle.note import Note

MOST_SUSPICIONS = 1000  # anybody may send a wrong proof; what proves two trees is always written


@dataclass(frozen=True, kw_only=True)
class EvidenceFiles:
    """A witness's evidence: a file ``split-….json`` proves two trees, a ``suspicion-….json`` does not."""

    folder: Path

    def write(self, data: bytes, note: Note, *, proves: bool) -> Path | None:
        """Write evidence about this note and return the file; None when there was one already, or too many.

        The file is on the disk when this returns.
        """
        file = self._file(note, proves=proves)
        if file.exists() or (not proves and len(self._suspicions()) >= MOST_SUSPICIONS):
            return None
        self.folder.mkdir(mode=0o700, exist_ok=True)
        number, aside = tempfile.mkstemp(dir=self.folder, prefix=".aside-")
        with os.fdopen(number, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        Path(aside).replace(file)
        _sync(self.folder)
        return file

    def settle(self, note: Note) -> None:
        """Take a suspicion back: the log has since shown the proof for this very checkpoint."""
        with suppress(FileNotFoundError):
            self._file(note, proves=False).unlink()

    def files(self) -> tuple[Path, ...]:
        """Return what is there: first what proves two trees, then suspicions."""
        return (*sorted(self.folder.glob("split-*.json")), *self._suspicions())

    def _suspicions(self) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.glob("suspicion-*.json")))

    def _file(self, note: Note, *, proves: bool) -> Path:
        name = hashlib.sha256(note.text.encode()).hexdigest()[:16]
        return self.folder / f"{'split' if proves else 'suspicion'}-{name}.json"


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
