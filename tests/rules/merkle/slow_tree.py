"""The slow, obvious twin of the tree: RFC 6962, 2.1, word for word, by recursion over all leaves."""

import hashlib
from collections.abc import Sequence


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """Return MTH(D[n]) of RFC 6962, 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:k]) + tree_hash(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return PATH(m, D[n]) of RFC 6962, 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), tree_hash(leaves[k:])]
    return [*path(m - k, leaves[k:]), tree_hash(leaves[:k])]


def proof(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return PROOF(m, D[n]) of RFC 6962, 2.1.2."""
    return subproof(m, leaves, known=True)


def subproof(m: int, leaves: Sequence[bytes], *, known: bool) -> list[bytes]:
    """Return SUBPROOF(m, D[n], b) of RFC 6962, 2.1.2; `known` is its b."""
    if m == len(leaves):
        return [] if known else [tree_hash(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known=known), tree_hash(leaves[k:])]
    return [*subproof(m - k, leaves[k:], known=False), tree_hash(leaves[:k])]


def split(count: int) -> int:
    """Return the largest power of two smaller than `count`."""
    k = 1
    while k * 2 < count:
        k *= 2
    return k


def node(leaves: Sequence[bytes], level: int, index: int) -> bytes:
    """Return the root of the complete subtree `index` of height `level`."""
    return tree_hash(leaves[index << level : index + 1 << level])


def made_leaves(count: int) -> list[bytes]:
    """Return so many leaves of 32 bytes, always the same."""
    return [hashlib.sha256(b"leaf %d" % number).digest() for number in range(count)]
