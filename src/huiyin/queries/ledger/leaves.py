"""The public tree compared: every entry is a leaf or waits, every signed root is that of the leaves.

Streams the leaves once, in bounded memory, within the transaction of one moment that verification holds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from huiyin.kernel.errors import HuiyinError, Unknown
from huiyin.queries.ledger.chains import Difference
from huiyin.queries.ledger.streams import stream
from huiyin.records import sql
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.frontier import TILE_BITS, TILE_WIDTH, Frontier
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.tiles import Bundle, Tile, bundle_bytes, grow

PIECE = 1 << 14  # leaves held at once
MARK_AFTER = PIECE  # leaves from one mark to the next, at least

ReadFile = Callable[[Tile | Bundle], bytes]  # raises Unknown for one that is not there

_NOT_IN_TREE = """
    SELECT e.id::text AS row, e.subject::text AS subject FROM entry AS e
    LEFT JOIN tree_leaf AS l USING (commitment) LEFT JOIN entry_waiting AS w USING (commitment)
    WHERE l.commitment IS NULL AND w.commitment IS NULL
"""
_WITHOUT_ENTRY = """
    SELECT l.index::text AS row, '' AS subject FROM tree_leaf AS l LEFT JOIN entry AS e USING (commitment)
    WHERE e.id IS NULL ORDER BY l.index
"""
_IN_VAIN = """
    SELECT w.place::text AS row, '' AS subject FROM entry_waiting AS w
    LEFT JOIN entry AS e USING (commitment) LEFT JOIN tree_leaf AS l USING (commitment)
    WHERE e.id IS NULL OR l.commitment IS NOT NULL ORDER BY w.place
"""
_LEAVES = """
    SELECT "index", commitment FROM tree_leaf WHERE "index" >= %s AND "index" < %s ORDER BY "index"
"""
_HEADS = """
    SELECT origin, size, root, note FROM checkpoint LEFT JOIN reopening AS r USING (origin)
    WHERE COALESCE(r.first, 0) = %s AND size >= %s ORDER BY size, origin
"""
_LOGS = "SELECT origin, first, held_root FROM reopening ORDER BY first"
NO_END = (1 << 63) - 1


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How far a log was compared: its leaves, and the signed heads that are smaller.

    `first` is the index in the table of the log's first leaf.
    """

    first: int = 0
    tree: Frontier = field(default_factory=Frontier)
    unfinished: tuple[bytes, ...] = ()  # commitments of the leaves in the unfinished tile


def check_tree(read_file: ReadFile | None) -> Iterator[Difference]:
    """Yield what is wrong with the public tree; its files are compared when they can be read."""
    for one in walk_tree(read_file):
        if isinstance(one, Difference):
            yield one


def walk_tree(read_file: ReadFile | None, start: Mark | None = None) -> Iterator[Difference | Mark]:
    """Yield what `check_tree` does, and now and then a mark, from which a later walk goes on as `start`."""
    if start is None:
        yield from _misplaced()
    mark = start or Mark()
    for log in _logs():
        if log.first == mark.first:
            yield from _walk_log(log, mark, read_file)
        elif log.first > mark.first:
            yield from _walk_log(log, Mark(first=log.first), read_file)


@dataclass(frozen=True, kw_only=True)
class _Log:
    """The leaves from `first` up to `end`; the log opened after it, if any, sums them up by their root."""

    first: int
    end: int
    held_root: bytes | None = None
    followed_by: str = ""


def _logs() -> Iterator[_Log]:
    first = 0
    for row in sql.fetch(sql.OWNER, _LOGS):  # each was opened after the leaves of the one before
        yield _Log(first=first, end=row["first"], held_root=row["held_root"], followed_by=row["origin"])
        first = row["first"]
    yield _Log(first=first, end=NO_END)


def _walk_log(log: _Log, start: Mark, read_file: ReadFile | None) -> Iterator[Difference | Mark]:
    walk = _Walk.begun(start, log, read_file)
    marked = walk.tree.size
    for head in stream("heads", _HEADS, (log.first, marked)):
        yield from walk.reach(head["size"])
        if walk.broken:
            return  # no later root can be computed
        if walk.tree.size >= marked + MARK_AFTER:
            marked = walk.tree.size
            yield Mark(first=log.first, tree=walk.tree, unfinished=tuple(walk.unfinished))
        yield from _compare_head(head, walk.tree.root())
    if log.held_root is None:
        yield from walk.compare_edge()
        yield from walk.rest()
        return
    yield from walk.reach(log.end - log.first)
    if not walk.broken and walk.tree.root() != log.held_root:
        yield Difference(code="tree.held_differs", table="reopening", row=log.followed_by)


def _misplaced() -> Iterator[Difference]:
    for code, table, query in (
        ("ledger.not_in_tree", "entry", _NOT_IN_TREE),
        ("tree.leaf_without_entry", "tree_leaf", _WITHOUT_ENTRY),
        ("tree.waits_in_vain", "entry_waiting", _IN_VAIN),
    ):
        for row in sql.fetch(sql.OWNER, query):
            yield Difference(code=code, table=table, row=row["row"], subject=row["subject"])


@dataclass(kw_only=True)
class _Walk:
    """How far the leaves have been read, and the tree of those."""

    leaves: Iterator[dict[str, Any]]
    first: int  # of the log's leaves, in the table
    read_file: ReadFile | None
    tree: Frontier = field(default_factory=Frontier)
    unfinished: list[bytes] = field(default_factory=list)
    broken: bool = False

    @classmethod
    def begun(cls, start: Mark, log: _Log, read_file: ReadFile | None) -> "_Walk":
        """Return one that has read a log up to a mark; only the files of the last log are compared."""
        return cls(
            leaves=stream("leaves", _LEAVES, (log.first + start.tree.size, log.end)),
            first=log.first,
            read_file=read_file if log.held_root is None else None,
            tree=start.tree,
            unfinished=list(start.unfinished),
        )

    def reach(self, size: int) -> Iterator[Difference]:
        """Read the leaves up to `size`, and yield what is wrong with them and their files."""
        while self.tree.size < size and not self.broken:
            wanted = min(size - self.tree.size, PIECE - len(self.unfinished))
            part, missing = self._next(wanted)
            if missing is not None:
                yield missing
                return
            growth = grow(self.tree, part, unfinished=self.unfinished)
            made = chain[tuple[Tile | Bundle, bytes]](growth.tiles.items(), growth.bundles.items())
            yield from self._compare({one: data for one, data in made if one.width == TILE_WIDTH})
            self.tree = growth.frontier
            both = [*self.unfinished, *part]
            self.unfinished = both[len(both) - self.tree.size % TILE_WIDTH :]

    def rest(self) -> Iterator[Difference]:
        """Read the leaves that no checkpoint covers yet: they too have every index."""
        for place, leaf in enumerate(self.leaves, start=self.first + self.tree.size):
            if leaf["index"] != place:
                yield _missing(place)
                return

    def _next(self, wanted: int) -> tuple[list[bytes], Difference | None]:
        rows = list(islice(self.leaves, wanted))
        for place, row in enumerate(rows, start=self.first + self.tree.size):
            if row["index"] != place:
                self.broken = True
                return [], _missing(place)
        if len(rows) < wanted:
            self.broken = True
            return [], _missing(self.first + self.tree.size + len(rows))
        return [row["commitment"] for row in rows], None

    def compare_edge(self) -> Iterator[Difference]:
        """Yield what is wrong with the partial files of the last checkpoint, which has been reached."""
        files: dict[Tile | Bundle, bytes] = {}
        for level, nodes in enumerate(self.tree.edge):
            if nodes:
                index = self.tree.size >> TILE_BITS * (level + 1)
                files[Tile(level=level, index=index, width=len(nodes))] = b"".join(nodes)
        if self.unfinished:
            bundle = Bundle(index=self.tree.size >> TILE_BITS, width=len(self.unfinished))
            files[bundle] = bundle_bytes(self.unfinished)
        yield from self._compare(files)

    def _compare(self, files: Mapping[Tile | Bundle, bytes]) -> Iterator[Difference]:
        if self.read_file is not None:
            for named, data in files.items():
                yield from _compare_file(named, data, self.read_file)


def _compare_file(named: Tile | Bundle, data: bytes, read_file: ReadFile) -> Iterator[Difference]:
    try:
        found = read_file(named)
    except Unknown:
        yield Difference(code="tree.file_missing", table="log", row=named.path)
        return
    except HuiyinError:  # what is there does not read as such a file at all
        found = b""
    if found != data:
        yield Difference(code="tree.file_differs", table="log", row=named.path)


def _compare_head(head: dict[str, Any], root: bytes) -> Iterator[Difference]:
    row = f"{head['origin']} {head['size']}"
    if head["root"] != root:
        yield Difference(code="tree.root_differs", table="checkpoint", row=row)
    told = Checkpoint(origin=head["origin"], size=head["size"], root=head["root"])
    if _checkpoint_in(head["note"]) != told:
        yield Difference(code="tree.note_differs", table="checkpoint", row=row)


def _checkpoint_in(note: str) -> Checkpoint | None:
    try:
        return parse_checkpoint(parse_note(note).text)
    except HuiyinError:
        return None


def _missing(place: int) -> Difference:
    return Difference(code="tree.index_missing", table="tree_leaf", row=str(place))
