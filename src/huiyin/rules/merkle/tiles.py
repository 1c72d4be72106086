"""Tiles: how a tree and its entries are published as files that never change (C2SP tlog-tiles).

A tile holds up to 256 neighbouring nodes; a tile of level l is made of the roots of full tiles of level l-1.
A bundle holds up to 256 neighbouring entries. What is not full yet is published under its width.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.frontier import TILE_BITS, TILE_WIDTH, Frontier, digits, grow_levels
from huiyin.rules.merkle.hashing import HASH_BYTES, leaf_hashes, parents

LAST_LEVEL = 63
LARGEST_ENTRY = 0xFFFF  # bytes; its length is a uint16

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)"
    r"/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """The `width` nodes of a level that begin at node ``index * 256``; full when 256 wide."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where it is published, below the log's prefix: ``tile/0/x001/067`` or ``tile/0/x001/067.p/8``."""
        return f"tile/{self.level}/{_numbered(self.index, self.width)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """The `width` entries that begin at entry ``index * 256``; full when 256 wide."""

    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """Where it is published, below the log's prefix: ``tile/entries/x001/067``."""
        return f"tile/entries/{_numbered(self.index, self.width)}"


ReadTile = Callable[[Tile], bytes]
ReadNode = Callable[[int, int], bytes]  # level (of single nodes, not of tiles) and index: RFC 6962 subtrees


@dataclass(frozen=True, kw_only=True)
class Growth:
    """What a tree becomes: its new right edge, and the bytes of everything that is not published yet."""

    frontier: Frontier
    tiles: Mapping[Tile, bytes]
    bundles: Mapping[Bundle, bytes]


def parse_path(path: str) -> Tile | Bundle | None:
    """Return what is published at this path below the log's prefix; None when it is the path of nothing.

    Each tile has one path only (C2SP tlog-tiles, "Merkle Tree"): no other zeroes, levels 0 to 63, widths
    below 256.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    index = int(found["index"].replace("x", "").replace("/", ""))
    width = int(found["width"] or TILE_WIDTH)
    if found["level"] == "entries":
        named: Tile | Bundle = Bundle(index=index, width=width)
    else:
        named = Tile(level=int(found["level"]), index=index, width=width)
    possible = width <= TILE_WIDTH and getattr(named, "level", 0) <= LAST_LEVEL
    return named if possible and named.path == path else None


def grow(frontier: Frontier, entries: Sequence[bytes], *, unfinished: Sequence[bytes] = ()) -> Growth:
    """Return the tree with these entries added, with every tile and bundle that this finishes or widens.

    `entries` are leaf data, in their order. `unfinished` are the ``frontier.size % 256`` entries before them,
    which share their bundle with the new ones; Invalid ``merkle.other_entries`` when they are not those of
    the tree. Without new entries nothing is published.
    """
    if tuple(leaf_hashes(unfinished)) != (frontier.edge[0] if frontier.edge else ()):
        raise Invalid("merkle.other_entries", size=frontier.size)
    grown, levels = grow_levels(frontier, leaf_hashes(entries))
    tiles: dict[Tile, bytes] = {}
    for level, nodes in enumerate(levels):
        first = frontier.size >> TILE_BITS * (level + 1)
        for index, width, part in _cut(nodes, first):
            tiles[Tile(level=level, index=index, width=width)] = b"".join(part)
    both = [*unfinished, *entries] if entries else []
    bundles = {
        Bundle(index=index, width=width): bundle_bytes(part)
        for index, width, part in _cut(both, frontier.size >> TILE_BITS)
    }
    return Growth(frontier=grown, tiles=tiles, bundles=bundles)


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """Yield the tiles that a tree of `new` leaves has and one of `old` leaves has not, lowest level first.

    ``tiles_between(0, size)`` are all tiles of a tree, without the partial ones of smaller trees.
    """
    for level in range(len(digits(new))):
        before, after = old >> TILE_BITS * level, new >> TILE_BITS * level
        for index, width in _spans(before, after):
            yield Tile(level=level, index=index, width=width)


def bundles_between(old: int, new: int) -> Iterator[Bundle]:
    """Yield the bundles that a log of `new` entries has and one of `old` entries has not."""
    for index, width in _spans(old, new):
        yield Bundle(index=index, width=width)


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """Return entries as a bundle: each after its length, two bytes, the greater first ("Log entries")."""
    if any(len(entry) > LARGEST_ENTRY for entry in entries):
        raise Invalid("merkle.entry_too_long")
    return b"".join(len(entry).to_bytes(2) + entry for entry in entries)


def bundle_entries(bundle: Bundle, data: bytes) -> tuple[bytes, ...]:
    """Return the entries of a bundle; Invalid ``merkle.bundle_length`` unless there are `width` of them."""
    entries: list[bytes] = []
    at = 0
    while at + 2 <= len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        entries.append(data[at + 2 : end])
        at = end
    if at != len(data) or len(entries) != bundle.width:
        raise Invalid("merkle.bundle_length", path=bundle.path)
    return tuple(entries)


def tile_hashes(tile: Tile, data: bytes) -> tuple[bytes, ...]:
    """Return the nodes of a tile; Invalid ``merkle.tile_length`` when it is cut short or too long."""
    if len(data) != tile.width * HASH_BYTES:
        raise Invalid("merkle.tile_length", path=tile.path, expected=tile.width * HASH_BYTES, found=len(data))
    return tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES))


def frontier_at(size: int, read: ReadTile) -> Frontier:
    """Return the right edge of the published tree of `size` leaves, from its partial tiles."""
    edge = []
    for level, width in enumerate(digits(size)):
        tile = Tile(level=level, index=size >> TILE_BITS * (level + 1), width=width)
        edge.append(tile_hashes(tile, read(tile)) if width else ())
    return Frontier(size=size, edge=tuple(edge))


def node_reader(size: int, read: ReadTile) -> ReadNode:
    """Return how to read any complete subtree of the published tree of `size` leaves, for proofs.

    The tiles are believed: who does not trust their keeper checks the proof that comes out of them. A tile
    is read once. Invalid ``merkle.node_outside`` for a node that this tree does not have.
    """
    known: dict[Tile, tuple[bytes, ...]] = {}

    def node(level: int, index: int) -> bytes:
        if level < 0 or index < 0 or (index + 1) << level > size:
            raise Invalid("merkle.node_outside", level=level, index=index, size=size)
        tile_level, height = divmod(level, TILE_BITS)
        first = index << height
        tile = _tile_at(size, tile_level, first >> TILE_BITS)
        if tile not in known:
            known[tile] = tile_hashes(tile, read(tile))
        start = first % TILE_WIDTH
        nodes: Sequence[bytes] = known[tile][start : start + (1 << height)]
        for _ in range(height):
            nodes = parents(nodes)
        return nodes[0]

    return node


def _tile_at(size: int, level: int, index: int) -> Tile:
    width = min((size >> TILE_BITS * level) - index * TILE_WIDTH, TILE_WIDTH)
    return Tile(level=level, index=index, width=width)


def _numbered(index: int, width: int) -> str:
    name = f"{index % 1000:03d}"
    while index >= 1000:  # noqa: PLR2004  three digits a folder
        index //= 1000
        name = f"x{index % 1000:03d}/{name}"
    return name if width == TILE_WIDTH else f"{name}.p/{width}"


def _spans(old: int, new: int) -> Iterator[tuple[int, int]]:
    """Yield index and width of what covers the places from `old` to `new`."""
    for index in range(old >> TILE_BITS, -(-new // TILE_WIDTH) if new > old else 0):
        yield index, min(new - index * TILE_WIDTH, TILE_WIDTH)


def _cut(members: Sequence[bytes], first: int) -> Iterator[tuple[int, int, Sequence[bytes]]]:
    for index, start in enumerate(range(0, len(members), TILE_WIDTH), start=first):
        part = members[start : start + TILE_WIDTH]
        yield index, len(part), part
