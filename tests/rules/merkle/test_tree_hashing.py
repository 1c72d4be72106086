"""Hashes and right edges of the tree are those of RFC 6962."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.frontier import Frontier, digits
from huiyin.rules.merkle.hashing import EMPTY_ROOT, fold, leaf_hash, leaf_hashes, node_hash, parents
from rules.merkle.slow_tree import made_leaves, tree_hash

# The test tree of the reference implementation of Certificate Transparency.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MANY = made_leaves(1100)


def test_the_roots_are_those_of_certificate_transparency() -> None:
    tree = Frontier()
    for size, root in enumerate(CT_ROOTS):
        assert tree.root().hex() == root
        assert tree_hash(CT_LEAVES[:size]).hex() == root
        tree = tree.grown(leaf_hashes(CT_LEAVES[size : size + 1]))


def test_the_empty_tree_has_the_root_of_nothing() -> None:
    assert Frontier().root() == fold([]) == EMPTY_ROOT == tree_hash([])


def test_a_leaf_never_looks_like_a_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)
    assert node_hash(left, right) != node_hash(right, left)


def test_a_last_node_without_neighbour_has_no_parent_yet() -> None:
    one, two, three = leaf_hashes([b"1", b"2", b"3"])
    assert parents([one, two, three]) == [node_hash(one, two)]


@pytest.mark.parametrize("size", [*range(70), 255, 256, 257, 511, 512, 513])
def test_a_tree_grown_leaf_by_leaf_or_at_once_has_the_root_of_the_slow_tree(size: int) -> None:
    hashes = leaf_hashes(MANY[:size])
    one_by_one = Frontier()
    for one in hashes:
        one_by_one = one_by_one.grown([one])
    assert one_by_one == Frontier().grown(hashes)
    assert one_by_one.root() == tree_hash(MANY[:size])


@given(steps=st.lists(st.integers(0, 400), max_size=5))
def test_it_does_not_matter_in_which_steps_a_tree_grew(steps: list[int]) -> None:
    leaves = MANY[: sum(steps)]
    tree = Frontier()
    for step in steps:
        tree = tree.grown(leaf_hashes(leaves[tree.size : tree.size + step]))
    assert tree.size == len(leaves)
    assert tree == Frontier().grown(leaf_hashes(leaves))
    assert tree.root() == tree_hash(leaves)


def test_a_large_tree_keeps_fewer_than_256_nodes_of_each_level() -> None:
    tree = Frontier().grown(leaf_hashes([number.to_bytes(3) for number in range(70_000)]))
    assert [len(nodes) for nodes in tree.edge] == [112, 17, 1]
    assert tree.root() == tree.grown([]).root()


def test_an_edge_of_another_size_is_refused() -> None:
    nodes = tuple(leaf_hashes([b"1", b"2"]))
    for size, edge in ((3, (nodes,)), (2, ()), (2, (nodes, ())), (-1, ()), (256, (nodes, nodes))):
        with pytest.raises(Invalid) as refused:
            Frontier(size=size, edge=edge)
        assert refused.value.code == "merkle.edge_of_another_size"


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)])
def test_what_is_no_hash_does_not_grow_a_tree(wrong: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        Frontier().grown([bytes(32), wrong])
    assert refused.value.code == "merkle.not_a_hash"


def test_the_widths_of_the_right_edge_are_the_digits_of_the_size() -> None:
    assert digits(0) == ()
    assert digits(255) == (255,)
    assert digits(256) == (0, 1)
    assert digits(70_000) == (112, 17, 1)
