"""The right edge of a tree: all that is needed to add leaves and to tell the root, and nothing else.

It is cut as the tiles are (C2SP tlog-tiles, "Merkle Tree"): the nodes of the unfinished tile of each level,
fewer than 256 each. So it can be read from the partial tiles of a published tree, and what is finished by
growing is whole tiles.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.hashing import HASH_BYTES, fold, parents

TILE_BITS = 8
TILE_WIDTH = 1 << TILE_BITS  # nodes in a full tile


@dataclass(frozen=True, kw_only=True, slots=True)
class Frontier:
    """A tree of `size` leaves, known by its right edge; ``Frontier()`` is the empty tree.

    `edge` holds, for each level of tiles and lowest first, the nodes of its unfinished tile: node n of level
    l covers 256**l leaves. Its lengths are the digits of `size` to the base 256.
    """

    size: int = 0
    edge: tuple[tuple[bytes, ...], ...] = ()

    def __post_init__(self) -> None:
        """Refuse an edge that is not that of this size: Invalid ``merkle.edge_of_another_size``."""
        if self.size < 0 or tuple(map(len, self.edge)) != digits(self.size):
            raise Invalid("merkle.edge_of_another_size", size=self.size)

    def grown(self, leaf_hashes: Sequence[bytes]) -> "Frontier":
        """Return the tree with these leaves added in their order; `leaf_hashes` are RFC 6962 leaf hashes."""
        return grow_levels(self, leaf_hashes)[0]

    def root(self) -> bytes:
        """Return the root of the tree, 32 bytes (RFC 6962, 2.1)."""
        subtrees: list[bytes] = []
        for nodes in reversed(self.edge):
            subtrees += complete_subtrees(nodes)
        return fold(subtrees)


def grow_levels(frontier: Frontier, leaf_hashes: Sequence[bytes]) -> tuple[Frontier, list[list[bytes]]]:
    """Return the grown tree and, for each level of tiles, its nodes from the start of what was unfinished.

    A level that got no node is an empty list, as are those above it.
    """
    levels: list[list[bytes]] = []
    edge: list[tuple[bytes, ...]] = []
    added = list(leaf_hashes)
    if set(map(len, added)) - {HASH_BYTES}:
        raise Invalid("merkle.not_a_hash")
    while added or len(levels) < len(frontier.edge):
        before = frontier.edge[len(levels)] if len(levels) < len(frontier.edge) else ()
        nodes = [*before, *added]
        finished = len(nodes) - len(nodes) % TILE_WIDTH
        edge.append(tuple(nodes[finished:]))
        levels.append(nodes if added else [])
        added = nodes[:finished]
        for _ in range(TILE_BITS):
            added = parents(added)
    return Frontier(size=frontier.size + len(leaf_hashes), edge=tuple(edge)), levels


def complete_subtrees(nodes: Sequence[bytes]) -> list[bytes]:
    """Return the roots of the largest complete subtrees over these nodes, from left to right."""
    found: list[bytes] = []
    above = list(nodes)
    while above:
        if len(above) % 2:
            found.append(above[-1])
        above = parents(above)
    return found[::-1]


def digits(size: int) -> tuple[int, ...]:
    """Return the widths of the unfinished tiles of a tree of `size` leaves, level by level, lowest first."""
    widths = []
    while size > 0:
        widths.append(size % TILE_WIDTH)
        size >>= TILE_BITS
    return tuple(widths)
