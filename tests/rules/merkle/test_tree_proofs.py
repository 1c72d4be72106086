"""Proofs prove what they say, and nothing that was changed in them or about them goes through."""

import base64
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.hashing import EMPTY_ROOT, leaf_hash
from huiyin.rules.merkle.proofs import (
    consistency_path,
    inclusion_path,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from rules.merkle.slow_tree import made_leaves, node, path, proof, tree_hash

VECTORS = json.loads((Path(__file__).parent / "vectors" / "transparency-dev-merkle.json").read_text("utf-8"))
LEAVES = made_leaves(300)
ROOTS = [tree_hash(LEAVES[:size]) for size in range(71)]
NODE = partial(node, LEAVES)


def code_of(check: Callable[[], None]) -> str:
    """Return why it is refused; empty when it holds."""
    try:
        check()
    except Invalid as refused:
        return refused.code
    return ""


def decoded(given: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return (
        *(base64.b64decode(given[name] or "") for name in names),
        [base64.b64decode(one) for one in given["proof"] or []],
    )


@pytest.mark.parametrize("given", VECTORS["inclusion"], ids=lambda given: given["name"])
def test_inclusion_is_judged_as_by_the_reference(given: dict[str, Any]) -> None:
    leaf, root, steps = decoded(given, "leafHash", "root")
    holds = partial(verify_inclusion, leaf_hash=leaf, root=root, path=steps)
    assert bool(code_of(partial(holds, index=given["leafIdx"], size=given["treeSize"]))) is given["wantErr"]


@pytest.mark.parametrize("given", VECTORS["consistency"], ids=lambda given: given["name"])
def test_consistency_is_judged_as_by_the_reference(given: dict[str, Any]) -> None:
    """But everything begins with the empty tree here (tlog-witness asks for it), and roots are hashes."""
    old, new, steps = decoded(given, "root1", "root2")
    hashes = len(old) == len(new) == 32
    holds = not given["wantErr"] or (given["size1"] == 0 and old == EMPTY_ROOT and not steps)
    code = code_of(
        partial(
            verify_consistency,
            old_size=given["size1"],
            old_root=old,
            new_size=given["size2"],
            new_root=new,
            path=steps,
        )
    )
    assert (code == "") is (holds and hashes)


@pytest.mark.parametrize("size", range(1, 71))
def test_paths_are_those_of_the_slow_tree_and_hold(size: int) -> None:
    assert root_of(size, NODE) == ROOTS[size]
    for index in range(size):
        steps = inclusion_path(index, size, NODE)
        assert list(steps) == path(index, LEAVES[:size])
        verify_inclusion(
            leaf_hash=leaf_hash(LEAVES[index]), index=index, size=size, path=steps, root=ROOTS[size]
        )
    for old in range(1, size + 1):
        steps = consistency_path(old, size, NODE)
        assert list(steps) == proof(old, LEAVES[:size])
        verify_consistency(old_size=old, old_root=ROOTS[old], new_size=size, new_root=ROOTS[size], path=steps)


@given(size=st.integers(71, 300), data=st.data())
def test_paths_of_larger_trees_are_those_of_the_slow_tree_and_hold(size: int, data: st.DataObject) -> None:
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    root, old_root = tree_hash(LEAVES[:size]), tree_hash(LEAVES[:old])
    included, grown = inclusion_path(index, size, NODE), consistency_path(old, size, NODE)
    assert list(included) == path(index, LEAVES[:size])
    assert list(grown) == proof(old, LEAVES[:size])
    verify_inclusion(leaf_hash=leaf_hash(LEAVES[index]), index=index, size=size, path=included, root=root)
    verify_consistency(old_size=old, old_root=old_root, new_size=size, new_root=root, path=grown)


def test_the_empty_tree_has_a_root_and_begins_every_other() -> None:
    assert root_of(0, NODE) == EMPTY_ROOT
    for size in (0, 1, 9):
        assert consistency_path(0, size, NODE) == ()
        verify_consistency(
            old_size=0,
            old_root=EMPTY_ROOT,
            new_size=size,
            new_root=ROOTS[size] if size else EMPTY_ROOT,
            path=(),
        )


INCLUDED = {
    "leaf_hash": leaf_hash(LEAVES[4]),
    "index": 4,
    "size": 11,
    "path": inclusion_path(4, 11, NODE),
    "root": ROOTS[11],
}
GROWN = {
    "old_size": 6,
    "old_root": ROOTS[6],
    "new_size": 11,
    "new_root": ROOTS[11],
    "path": consistency_path(6, 11, NODE),
}


def flipped(member: bytes) -> list[bytes]:
    """Return it with each of its bytes changed."""
    return [member[:at] + bytes([member[at] ^ 1]) + member[at + 1 :] for at in range(len(member))]


def flipped_paths(steps: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Return the path with each byte of each hash changed."""
    return [
        (*steps[:at], changed, *steps[at + 1 :]) for at, step in enumerate(steps) for changed in flipped(step)
    ]


def test_every_changed_byte_of_an_inclusion_is_noticed() -> None:
    assert code_of(partial(verify_inclusion, **INCLUDED)) == ""
    changed = [{"leaf_hash": one} for one in flipped(INCLUDED["leaf_hash"])]
    changed += [{"root": one} for one in flipped(INCLUDED["root"])]
    changed += [{"path": one} for one in flipped_paths(INCLUDED["path"])]
    assert {code_of(partial(verify_inclusion, **{**INCLUDED, **one})) for one in changed} == {
        "merkle.not_included"
    }


def test_every_changed_byte_of_a_growth_is_noticed() -> None:
    assert code_of(partial(verify_consistency, **GROWN)) == ""
    codes = {"old_root": "merkle.old_root_differs", "new_root": "merkle.new_root_differs"}
    for name, code in codes.items():
        for one in flipped(GROWN[name]):
            assert code_of(partial(verify_consistency, **{**GROWN, name: one})) == code
    for steps in flipped_paths(GROWN["path"]):
        assert code_of(partial(verify_consistency, **{**GROWN, "path": steps})) in codes.values()


@pytest.mark.parametrize("index", [number for number in range(11) if number != 4])
def test_a_leaf_is_included_at_its_own_index_only(index: int) -> None:
    code = code_of(partial(verify_inclusion, **{**INCLUDED, "index": index}))
    assert code in {"merkle.not_included", "merkle.path_length"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"index": -1}, "merkle.index_outside"),
        ({"index": 11}, "merkle.index_outside"),
        ({"size": 0, "index": 0}, "merkle.index_outside"),
        ({"size": 4}, "merkle.index_outside"),
        ({"size": 1, "index": 0}, "merkle.path_length"),
        ({"size": 17}, "merkle.path_length"),
        ({"path": INCLUDED["path"][:-1]}, "merkle.path_length"),
        ({"path": ()}, "merkle.path_length"),
        ({"path": (*INCLUDED["path"], bytes(32))}, "merkle.path_length"),
        ({"path": (*INCLUDED["path"][:-1], bytes(31))}, "merkle.not_a_hash"),
        ({"root": b""}, "merkle.not_a_hash"),
        ({"leaf_hash": bytes(33)}, "merkle.not_a_hash"),
    ],
)
def test_an_inclusion_out_of_bounds_is_refused(changes: dict[str, Any], code: str) -> None:
    assert code_of(partial(verify_inclusion, **{**INCLUDED, **changes})) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"old_size": 12}, "merkle.sizes_reversed"),
        ({"old_size": -1}, "merkle.sizes_reversed"),
        ({"old_size": 11}, "merkle.path_length"),
        ({"old_size": 11, "path": ()}, "merkle.new_root_differs"),
        ({"old_size": 0}, "merkle.path_length"),
        ({"old_size": 0, "path": ()}, "merkle.old_root_differs"),
        ({"old_size": 4}, "merkle.path_length"),
        ({"old_size": 4, "path": GROWN["path"][1:]}, "merkle.path_length"),
        ({"new_size": 33}, "merkle.path_length"),
        ({"path": ()}, "merkle.path_length"),
        ({"path": GROWN["path"][:-1]}, "merkle.path_length"),
        ({"path": (*GROWN["path"], bytes(32))}, "merkle.path_length"),
        ({"path": (*GROWN["path"][:-1], bytes(31))}, "merkle.not_a_hash"),
        ({"old_root": b""}, "merkle.not_a_hash"),
    ],
)
def test_a_growth_out_of_bounds_is_refused(changes: dict[str, Any], code: str) -> None:
    assert code_of(partial(verify_consistency, **{**GROWN, **changes})) == code


def test_no_path_is_made_for_what_is_not_there() -> None:
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        assert code_of(partial(inclusion_path, index, size, NODE)) == "merkle.index_outside"
    for old, new in ((6, 5), (-1, 5)):
        assert code_of(partial(consistency_path, old, new, NODE)) == "merkle.sizes_reversed"
