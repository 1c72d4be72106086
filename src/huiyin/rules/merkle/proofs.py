"""Proofs about trees: that a leaf is in one, and that one is the beginning of another (RFC 6962, 2.1).

They are made from complete subtrees, which a `ReadNode` gives, and checked by hashes alone: what RFC 9162,
2.1.3.2 and 2.1.4.2 say step by step, with the length of the path told beforehand from the sizes.
"""

from collections.abc import Iterator, Sequence

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.hashing import EMPTY_ROOT, HASH_BYTES, fold, node_hash
from huiyin.rules.merkle.tiles import ReadNode


def root_of(size: int, node: ReadNode) -> bytes:
    """Return the root of the tree of `size` leaves."""
    return _root(0, size, node)


def inclusion_path(index: int, size: int, node: ReadNode) -> tuple[bytes, ...]:
    """Return the proof that leaf `index` is in the tree of `size` leaves (RFC 6962, 2.1.1).

    The lowest hash comes first. Requires 0 <= index < size, otherwise Invalid ``merkle.index_outside``.
    """
    if not 0 <= index < size:
        raise Invalid("merkle.index_outside", index=index, size=size)
    start, end = 0, size
    path: list[bytes] = []
    while end - start > 1:
        middle = start + _left_part(end - start)
        if index < middle:
            path.append(_root(middle, end, node))
            end = middle
        else:
            path.append(_root(start, middle, node))
            start = middle
    return tuple(reversed(path))


def consistency_path(old: int, new: int, node: ReadNode) -> tuple[bytes, ...]:
    """Return the proof that the tree of `old` leaves is the beginning of that of `new` (RFC 6962, 2.1.2).

    It is empty from the empty tree and between equal sizes. Requires 0 <= old <= new, otherwise Invalid
    ``merkle.sizes_reversed``.
    """
    if not 0 <= old <= new:
        raise Invalid("merkle.sizes_reversed", old=old, new=new)
    if old == 0:
        return ()
    start, end = 0, new
    path: list[bytes] = []
    while end != old:
        middle = start + _left_part(end - start)
        if old <= middle:
            path.append(_root(middle, end, node))
            end = middle
        else:
            path.append(_root(start, middle, node))
            start = middle
    if start:
        path.append(_root(start, end, node))
    return tuple(reversed(path))


def verify_inclusion(*, leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Return when the path proves that the leaf is number `index` of the tree; otherwise raise Invalid.

    ``merkle.index_outside``; ``merkle.path_length`` when the path has not exactly the length that index and
    size ask for; ``merkle.not_a_hash``; ``merkle.not_included`` when it leads to another root.
    """
    if not 0 <= index < size:
        raise Invalid("merkle.index_outside", index=index, size=size)
    _expect_hashes(leaf_hash, root, *path)
    inside = _levels_inside(index, size)
    _expect_length(path, inside + (index >> inside).bit_count())
    found = _right_edge(_inside(leaf_hash, index, path[:inside]), path[inside:])
    if found != root:
        raise Invalid("merkle.not_included", index=index, size=size)


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Return when the path proves that the old tree is the beginning of the new one; otherwise raise Invalid.

    ``merkle.sizes_reversed``; ``merkle.path_length``; ``merkle.not_a_hash``; ``merkle.old_root_differs`` and
    ``merkle.new_root_differs`` name the tree that the path does not lead to. Everything begins with the empty
    tree, but that has one root only.
    """
    if not 0 <= old_size <= new_size:
        raise Invalid("merkle.sizes_reversed", old=old_size, new=new_size)
    _expect_hashes(old_root, new_root, *path)
    if old_size in {0, new_size}:
        _verify_without_path(old_size, old_root, new_size, new_root, path)
        return
    height = (old_size & -old_size).bit_length() - 1  # of the last complete subtree of the old tree
    last = old_size - 1 >> height
    steps = tuple(path) if last else (old_root, *path)
    inside = _levels_inside(old_size - 1, new_size) - height
    _expect_length(steps, 1 + inside + (last >> inside).bit_count())
    seed, beside = steps[0], steps[1:]
    old_found = _right_edge(_inside_left(seed, last, beside[:inside]), beside[inside:])
    new_found = _right_edge(_inside(seed, last, beside[:inside]), beside[inside:])
    if old_found != old_root:
        raise Invalid("merkle.old_root_differs", size=old_size)
    if new_found != new_root:
        raise Invalid("merkle.new_root_differs", size=new_size)


def _verify_without_path(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    if path:
        raise Invalid("merkle.path_length", field="path")
    if old_size == 0 and old_root != EMPTY_ROOT:
        raise Invalid("merkle.old_root_differs", size=old_size)
    if old_size == new_size and old_root != new_root:
        raise Invalid("merkle.new_root_differs", size=new_size)


def _expect_hashes(*hashes: bytes) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise Invalid("merkle.not_a_hash")


def _expect_length(path: Sequence[bytes], expected: int) -> None:
    if len(path) != expected:
        raise Invalid("merkle.path_length", field="path")


def _levels_inside(index: int, size: int) -> int:
    """Return at how many levels the way up from the leaf still has something complete or not on its right."""
    return (index ^ size - 1).bit_length()


def _inside(seed: bytes, index: int, path: Sequence[bytes]) -> bytes:
    found = seed
    for level, beside in enumerate(path):
        found = node_hash(beside, found) if index >> level & 1 else node_hash(found, beside)
    return found


def _inside_left(seed: bytes, index: int, path: Sequence[bytes]) -> bytes:
    """Climb like `_inside`, without what stands on the right: that is what the old tree had not."""
    return _right_edge(seed, [beside for level, beside in enumerate(path) if index >> level & 1])


def _right_edge(seed: bytes, path: Sequence[bytes]) -> bytes:
    found = seed
    for beside in path:
        found = node_hash(beside, found)
    return found


def _left_part(count: int) -> int:
    """Return the largest power of two below `count`, which is at least 2: where RFC 6962 splits."""
    return 1 << (count - 1).bit_length() - 1


def _root(start: int, end: int, node: ReadNode) -> bytes:
    """Return the root over the leaves from start to end; start is where a subtree of that height begins."""
    return fold([node(level, index) for level, index in _subtrees(start, end)])


def _subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level
