"""The hashes of the Merkle tree (RFC 6962, 2.1): leaves and nodes never look alike."""

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()  # the root of the tree without leaves

LEAF = b"\x00"
NODE = b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || data)."""
    return hashlib.sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(NODE + left + right).digest()


def leaf_hashes(data: Sequence[bytes]) -> list[bytes]:
    """Return the hashes of many leaves, in their order."""
    sha256 = hashlib.sha256
    return [sha256(one).digest() for one in map(LEAF.__add__, data)]


def parents(nodes: Sequence[bytes]) -> list[bytes]:
    """Return the nodes above these, two by two; a last one without a neighbour is left out."""
    sha256, prefixed, one_by_one = hashlib.sha256, NODE.__add__, iter(nodes)
    pairs = zip(one_by_one, one_by_one, strict=False)
    return [sha256(prefixed(left + right)).digest() for left, right in pairs]


def fold(subtrees: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees that stand side by side, the largest first.

    RFC 6962, 2.1: the left part of a tree is always the largest complete one, so what is right of it is
    hashed first. Without subtrees it is the root of the empty tree.
    """
    if not subtrees:
        return EMPTY_ROOT
    root = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        root = node_hash(left, root)
    return root
