"""The published log copied to another place, from which it is served as well: a bucket, a web server's disk.

The folder of this machine stays the source. The copy lags, and catches up; nothing waits for it.

Order: tiles and bundles first, the checkpoint last, so that no checkpoint there speaks of what is not there.
Killed anywhere, the copy's own checkpoint says how far it came, and the rest is laid again: the same bytes.
A copy that holds more than we published, or another tree, is left as it is: somebody has to look.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from huiyin.adapters.publishing.folder import CHECKPOINT, LogFolder
from huiyin.kernel.errors import Conflict, HuiyinError
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.frontier import TILE_WIDTH
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.proofs import root_of
from huiyin.rules.merkle.tiles import Bundle, Tile, bundles_between, node_reader, tiles_between

AT_ONCE = 8  # files on their way


class Bucket(Protocol):
    """Where the copy lies, by the paths of C2SP tlog-tiles."""

    def get(self, path: str) -> bytes | None:
        """Return a file, or None when it is not there."""

    def put(self, path: str, data: bytes, *, lasting: bool) -> None:
        """Lay a file under its path."""

    def drop_below(self, path: str) -> None:
        """Remove all files below a path."""


class Mirror:
    """Copies the log in `folder` to `bucket`. One thread of one process uses it."""

    def __init__(self, folder: LogFolder, bucket: Bucket) -> None:
        """Nothing is asked of either before the first turn."""
        self._folder, self._bucket = folder, bucket
        self._laid: bytes | None = None

    def turn(self) -> int:
        """Bring the copy up to the published checkpoint; return its size, 0 when nothing is published.

        Raises Conflict ``mirror.ahead`` or ``mirror.differs`` when the copy is not a beginning of the log,
        Misconfigured ``mirror.unreachable``.
        """
        published = self._folder.checkpoint()
        if published is None:
            return 0
        now = _read(published)
        if published != self._laid:
            self._lay(self._there(), now)
            self._bucket.put(CHECKPOINT, published, lasting=False)
            self._laid = published
        return now.size

    def _there(self) -> Checkpoint | None:
        found = self._bucket.get(CHECKPOINT)
        try:
            return _read(found) if found is not None else None
        except HuiyinError:
            raise Conflict("mirror.differs", size=0) from None

    def _lay(self, before: Checkpoint | None, now: Checkpoint) -> None:
        start = 0
        if before is not None:
            self._require_beginning(before, now)
            start = before.size
        files: list[Tile | Bundle] = [
            *tiles_between(start, now.size),
            *bundles_between(start, now.size),
        ]
        with ThreadPoolExecutor(AT_ONCE) as laying:
            list(laying.map(self._lay_one, files))

    def _lay_one(self, named: Tile | Bundle) -> None:
        self._bucket.put(named.path, self._folder.read(named), lasting=True)
        if named.width == TILE_WIDTH:
            self._bucket.drop_below(f"{named.path}.p")  # the partial ones of what is full now

    def _require_beginning(self, before: Checkpoint, now: Checkpoint) -> None:
        if before.size > now.size:
            raise Conflict("mirror.ahead", size=now.size, there=before.size)
        root = root_of(before.size, node_reader(now.size, self._folder.read))
        if before.origin != now.origin or before.root != root:
            raise Conflict("mirror.differs", size=before.size)


def _read(note: bytes) -> Checkpoint:
    return parse_checkpoint(parse_note(note).text)
