"""The integrator: entries that are committed get an index, tiles are published, then the checkpoint is.

Order, and what a kill between two steps means:

1. Numbering commits by itself. Killed after it: the leaves are there, and the next turn goes on from them.
2. Tiles and bundles are made durable. Killed within or after it: they are computed from the leaves, so the
   next turn writes the same bytes, or wider ones; no checkpoint speaks of them, and nobody is shown them.
3. The signed checkpoint is kept in the table. From now on this size has this root, for ever.
4. The published checkpoint is replaced. Killed before it: the next turn publishes what the table says.

So nothing is published that the table does not hold, and the table holds no size twice. Where table and
published files contradict each other, nothing is published until somebody has looked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from huiyin.adapters.publishing.folder import LogFolder
from huiyin.door import integrating as door
from huiyin.kernel.errors import Conflict, HuiyinError
from huiyin.prepare.house import vault
from huiyin.prepare.receipts import signature_holds
from huiyin.queries.ledger.heads import Head, commitments, first_leaf, head_of_size, latest_head, leaves
from huiyin.queries.ledger.key_changes import keys_are_older
from huiyin.queries.ledger.reopenings import is_open
from huiyin.rules.merkle.checkpoint import Checkpoint, open_checkpoint_by
from huiyin.rules.merkle.frontier import TILE_BITS, TILE_WIDTH, Frontier
from huiyin.rules.merkle.hashing import leaf_hashes
from huiyin.rules.merkle.note import VerifierKey
from huiyin.rules.merkle.tiles import Bundle, Tile, bundles_between, frontier_at, grow, tiles_between
from huiyin.vault.log_key import LogSigner

BATCH = 1 << 15  # entries numbered, hashed and held in memory at once


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What one turn did.

    `size` is that of the published tree; `more` may wait, so that the next turn need not pause; `busy`:
    somebody else integrates now, and nothing was done.
    """

    numbered: int = 0
    size: int = 0
    more: bool = False
    busy: bool = False


class Integrator:
    """Integrates into the log of `signer`, published in `folder`. Keeps the right edge between its turns."""

    def __init__(self, signer: LogSigner, folder: LogFolder) -> None:
        """Nothing is read before the first turn."""
        self._signer = signer
        self._folder = folder
        self._keys: tuple[VerifierKey, ...] = ()
        self._tree: Frontier | None = None
        self._first = 0  # the index in the table of this log's first leaf

    def turn(self, *, at: datetime) -> Turn:
        """Integrate at most `BATCH` entries and publish; safe to repeat after a kill at any moment.

        Raises Conflict when publishing would break the log: ``log.not_reopened``, ``log.keys_older``,
        ``log.published_larger``,
        ``log.published_differs``, ``log.published_unreadable``, ``log.row_altered``, ``log.root_differs``,
        ``tree.leaves_missing``, ``tree.two_roots``, ``tree.checkpoint_smaller``.
        """
        with door.alone() as first, self._folder.alone() as here:
            if not (first and here):
                return Turn(busy=True)
            try:
                if self._tree is None:
                    self._folder.discard_unfinished()
                return self._alone(at)
            except BaseException:
                self._tree = None  # whatever stands now is read again
                raise

    def _alone(self, at: datetime) -> Turn:
        self._require_open()
        latest = latest_head(self._signer.origin)
        self._require_signed(latest)
        self._require_agreement(latest)
        numbered = door.number(BATCH)
        tree = self._caught_up(latest)
        self._publish(latest)
        known = leaves() - self._first
        size = min(known, tree.size + BATCH)
        if latest is None or size > tree.size:
            before, tree = tree, self._written(tree, size)
            self._sign(tree, at)
            self._drop_partial(before.size, tree.size)
        self._tree = tree
        return Turn(numbered=numbered, size=tree.size, more=numbered == BATCH or size < known)

    def _require_open(self) -> None:
        """Refuse in a restored installation until its log is opened anew (`prepare.reopening`)."""
        if keys_are_older():
            raise Conflict("log.keys_older")
        if self._folder.restored() is not None or not is_open(self._signer.origin):
            raise Conflict("log.not_reopened")
        self._first = first_leaf(self._signer.origin)
        self._keys = tuple(one.key for one in vault().keys_of(self._signer.origin))

    def _require_signed(self, latest: Head | None) -> None:
        """Refuse when the newest checkpoint of the table is not as it was signed."""
        if latest is None:
            return
        told = Checkpoint(origin=self._signer.origin, size=latest.size, root=latest.root)
        try:
            right = self._opened(latest.published) == told
        except HuiyinError:
            right = False
        if not right:
            raise Conflict("log.row_altered", size=latest.size)

    def _require_agreement(self, latest: Head | None) -> None:
        """Refuse when the published checkpoint is none of those in the table."""
        published = self._published()
        if published is None:
            return
        if latest is None or published.size > latest.size:
            known = 0 if latest is None else latest.size
            raise Conflict("log.published_larger", published=published.size, known=known)
        kept = head_of_size(self._signer.origin, published.size)
        if kept is None or kept.root != published.root:
            raise Conflict("log.published_differs", size=published.size)

    def _published(self) -> Checkpoint | None:
        data = self._folder.checkpoint()
        if data is None:
            return None
        try:
            return self._opened(data)
        except HuiyinError as fault:
            raise Conflict("log.published_unreadable", reason=fault.code) from fault

    def _opened(self, note: bytes) -> Checkpoint:
        origin = self._signer.origin
        return open_checkpoint_by(note, origin=origin, keys=self._keys, signature_holds=signature_holds)[1]

    def _caught_up(self, latest: Head | None) -> Frontier:
        """Return the tree of the latest checkpoint, with all its files in the folder."""
        if latest is None:
            return Frontier()
        tree = self._tree or self._from_folder()
        if tree.size == latest.size and tree.root() == latest.root:
            return tree
        # Danger: the root is compared before the first file is written: no good one is overwritten.
        if tree.size > latest.size or self._grown(tree, latest.size).root() != latest.root:
            raise Conflict("log.root_differs", size=latest.size)
        return self._written(tree, latest.size)

    def _from_folder(self) -> Frontier:
        """Return the tree of the published checkpoint; the empty one when files are missing or damaged."""
        published = self._published()
        if published is None:
            return Frontier()
        needed: Iterator[Tile | Bundle]
        for needed in (tiles_between(0, published.size), bundles_between(0, published.size)):
            if not all(self._folder.has(one) for one in needed):
                return Frontier()
        try:
            tree = frontier_at(published.size, self._folder.read)
        except HuiyinError:
            return Frontier()
        return tree if tree.root() == published.root else Frontier()

    def _grown(self, tree: Frontier, size: int) -> Frontier:
        for end in ends(tree.size, size):
            tree = tree.grown(leaf_hashes(self._leaves(tree.size, end)))
        return tree

    def _written(self, tree: Frontier, size: int) -> Frontier:
        """Publish what a tree of `size` leaves has and `tree` has not; return the larger tree."""
        for end in ends(tree.size, size):
            unfinished = tree.size % TILE_WIDTH
            entries = self._leaves(tree.size - unfinished, end)
            growth = grow(tree, entries[unfinished:], unfinished=entries[:unfinished])
            made = chain[tuple[Tile | Bundle, bytes]](growth.tiles.items(), growth.bundles.items())
            self._folder.keep({named: data for named, data in made if is_of(size, named)})
            tree = growth.frontier
        return tree

    def _leaves(self, start: int, end: int) -> list[bytes]:
        return commitments(self._first + start, self._first + end)

    def _sign(self, tree: Frontier, at: datetime) -> None:
        checkpoint = Checkpoint(origin=self._signer.origin, size=tree.size, root=tree.root())
        note = str(self._signer.note(checkpoint.text))
        door.keep_checkpoint(
            origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root, note=note, at=at
        )
        self._publish(latest_head(self._signer.origin))

    def _publish(self, latest: Head | None) -> None:
        if latest is not None and self._folder.checkpoint() != latest.published:
            self._folder.replace_checkpoint(latest.published)

    def _drop_partial(self, old: int, new: int) -> None:
        finished = chain[Tile | Bundle](tiles_between(old, new), bundles_between(old, new))
        self._folder.drop_partial(one for one in finished if one.width == TILE_WIDTH)


def is_of(size: int, named: Tile | Bundle) -> bool:
    """Whether a tree of `size` leaves has it: partial ones of sizes without a checkpoint are nobody's."""
    level = named.level if isinstance(named, Tile) else 0
    last = named.index * TILE_WIDTH + named.width
    return named.width == TILE_WIDTH or last == size >> TILE_BITS * level


def ends(start: int, size: int) -> Iterator[int]:
    """Yield where the batches from `start` to `size` end: at whole tiles, and at `size`."""
    while start < size:
        start = min(start - start % TILE_WIDTH + BATCH, size)
        yield start
