"""Tiles are named, cut and read as C2SP tlog-tiles says, and hold the tree that grew."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.kernel.errors import Invalid
from huiyin.rules.merkle.frontier import Frontier
from huiyin.rules.merkle.hashing import leaf_hash, leaf_hashes
from huiyin.rules.merkle.proofs import inclusion_path, root_of, verify_inclusion
from huiyin.rules.merkle.tiles import (
    Bundle,
    Growth,
    Tile,
    bundle_bytes,
    bundle_entries,
    bundles_between,
    frontier_at,
    grow,
    node_reader,
    parse_path,
    tile_hashes,
    tiles_between,
)
from rules.merkle.slow_tree import made_leaves, tree_hash

ENTRIES = made_leaves(1500)


def grown_in(steps: list[int], entries: list[bytes]) -> Iterator[tuple[int, Growth]]:
    """Yield the size before, and the growth, of each step."""
    tree = Frontier()
    for step in steps:
        size = tree.size
        growth = grow(tree, entries[size : size + step], unfinished=entries[size - size % 256 : size])
        yield size, growth
        tree = growth.frontier


@pytest.mark.parametrize(
    ("named", "path"),
    [
        (Tile(level=0, index=0), "tile/0/000"),
        (Tile(level=0, index=999), "tile/0/999"),
        (Tile(level=0, index=1000), "tile/0/x001/000"),
        (Tile(level=0, index=1067), "tile/0/x001/067"),
        (Tile(level=2, index=1234067), "tile/2/x001/x234/067"),
        (Tile(level=63, index=1234067, width=8), "tile/63/x001/x234/067.p/8"),
        (Tile(level=1, index=0, width=255), "tile/1/000.p/255"),
        (Bundle(index=0, width=1), "tile/entries/000.p/1"),
        (Bundle(index=1234067), "tile/entries/x001/x234/067"),
    ],
)
def test_a_tile_has_its_path_and_the_path_its_tile(named: Tile | Bundle, path: str) -> None:
    assert named.path == path
    assert parse_path(path) == named


@given(level=st.integers(-1, 63), index=st.integers(0, 10**21 - 1), width=st.integers(1, 256))
def test_every_path_leads_back(level: int, index: int, width: int) -> None:
    if level < 0:
        assert parse_path(Bundle(index=index, width=width).path) == Bundle(index=index, width=width)
    else:
        tile = Tile(level=level, index=index, width=width)
        assert parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "checkpoint",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/-01",
        "tile/0/001/067",
        "tile/0/x001/x067",
        "tile/0/x000/067",
        "tile/0/X001/067",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/257",
        "tile/0/000.p/999",
        "tile/0/000.p/8/8",
        "tile/0/000.p/8\n",
        "tile/0/../0/000",
        "tile/0/%30%30%30",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/entries/",
        "tile/8/0/000",
        "tile/0/" + "x001/" * 2000 + "000",
    ],
)
def test_what_is_no_path_of_a_tile_leads_nowhere(path: str) -> None:
    assert parse_path(path) is None


def test_a_tree_of_70000_has_the_tiles_of_the_example() -> None:
    # C2SP tlog-tiles, "Partial Tiles".
    tiles = list(tiles_between(0, 70_000))
    assert len([tile for tile in tiles if tile.level == 0 and tile.width == 256]) == 273
    assert [tile for tile in tiles if tile.width < 256] == [
        Tile(level=0, index=273, width=112),
        Tile(level=1, index=1, width=17),
        Tile(level=2, index=0, width=1),
    ]
    assert Tile(level=1, index=0) in tiles
    assert len(tiles) == 273 + 1 + 3
    assert list(tiles_between(0, 256)) == [Tile(level=0, index=0), Tile(level=1, index=0, width=1)]


def test_nothing_grows_out_of_nothing() -> None:
    for tree in (Frontier(), Frontier().grown(leaf_hashes(ENTRIES[:3]))):
        growth = grow(tree, [], unfinished=ENTRIES[: tree.size])
        assert growth == Growth(frontier=tree, tiles={}, bundles={})
        assert not list(tiles_between(tree.size, tree.size))
        assert not list(bundles_between(tree.size, tree.size))


@given(steps=st.lists(st.integers(0, 600), min_size=1, max_size=4))
@settings(max_examples=40)
def test_growing_gives_every_new_tile_and_bundle_and_only_those(steps: list[int]) -> None:
    published: dict[Tile | Bundle, bytes] = {}
    total = min(sum(steps), len(ENTRIES))
    for size, growth in grown_in(steps, ENTRIES):
        now = growth.frontier.size
        assert list(growth.tiles) == list(tiles_between(size, now))
        assert list(growth.bundles) == list(bundles_between(size, now))
        assert not published.keys() & (growth.tiles.keys() | growth.bundles.keys())
        published |= growth.tiles | growth.bundles
    at_once = grow(Frontier(), ENTRIES[:total])
    assert growth.frontier == at_once.frontier
    assert published.items() >= (at_once.tiles | at_once.bundles).items()
    kept = [entry for one in bundles_between(0, total) for entry in bundle_entries(one, published[one])]
    assert kept == ENTRIES[:total]


@given(size=st.integers(1, 1500), data=st.data())
@settings(max_examples=40)
def test_a_published_tree_is_read_as_it_grew(size: int, data: st.DataObject) -> None:
    published = grow(Frontier(), ENTRIES[:size])
    read = dict(published.tiles).__getitem__
    root = tree_hash(ENTRIES[:size])
    assert frontier_at(size, read) == published.frontier
    assert published.frontier.root() == root
    node = node_reader(size, read)
    assert root_of(size, node) == root
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(
        leaf_hash=leaf_hash(ENTRIES[index]),
        index=index,
        size=size,
        path=inclusion_path(index, size, node),
        root=root,
    )


def test_proofs_reach_into_the_third_level_of_tiles() -> None:
    entries = [number.to_bytes(3) for number in range(66_000)]
    published = grow(Frontier(), entries)
    node = node_reader(66_000, dict(published.tiles).__getitem__)
    for index in (0, 65_535, 65_536, 65_999):
        verify_inclusion(
            leaf_hash=leaf_hash(entries[index]),
            index=index,
            size=66_000,
            path=inclusion_path(index, 66_000, node),
            root=published.frontier.root(),
        )


def test_a_tile_is_read_once() -> None:
    asked: list[Tile] = []
    tiles = dict(grow(Frontier(), ENTRIES).tiles)

    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return tiles[tile]

    node = node_reader(1500, read)
    for index in range(0, 1500, 300):
        inclusion_path(index, 1500, node)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("level", "index"), [(0, 1500), (0, -1), (-1, 0), (1, 750), (8, 5), (11, 0), (99, 0)]
)
def test_a_node_beyond_the_tree_is_refused(level: int, index: int) -> None:
    with pytest.raises(Invalid) as refused:
        node_reader(1500, dict(grow(Frontier(), ENTRIES).tiles).__getitem__)(level, index)
    assert refused.value.code == "merkle.node_outside"


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(32), bytes(65), bytes(96), bytes(8192)])
def test_a_tile_cut_short_or_too_long_is_refused(wrong: bytes) -> None:
    tile = Tile(level=0, index=0, width=2)
    assert len(tile_hashes(tile, bytes(64))) == 2
    for reading in (lambda: tile_hashes(tile, wrong), lambda: frontier_at(2, lambda _: wrong)):
        with pytest.raises(Invalid) as refused:
            reading()
        assert refused.value.code == "merkle.tile_length"
        assert refused.value.facts == {"path": "tile/0/000.p/2", "expected": 64, "found": len(wrong)}
    with pytest.raises(Invalid) as refused:
        node_reader(2, lambda _: wrong)(0, 0)
    assert refused.value.code == "merkle.tile_length"


def test_entries_that_are_not_those_of_the_tree_do_not_share_a_bundle_with_it() -> None:
    tree = Frontier().grown(leaf_hashes(ENTRIES[:3]))
    for unfinished in ([], ENTRIES[:2], ENTRIES[1:4], ENTRIES[:4]):
        with pytest.raises(Invalid) as refused:
            grow(tree, ENTRIES[3:5], unfinished=unfinished)
        assert refused.value.code == "merkle.other_entries"
    with pytest.raises(Invalid):
        grow(Frontier(), ENTRIES[3:5], unfinished=ENTRIES[:1])


def test_a_bundle_holds_entries_of_any_length_up_to_the_largest() -> None:
    entries = (b"", b"one", bytes(0xFFFF), b"")
    data = bundle_bytes(entries)
    assert data[:7] == b"\x00\x00\x00\x03one"
    assert bundle_entries(Bundle(index=0, width=4), data) == entries
    with pytest.raises(Invalid) as refused:
        bundle_bytes([bytes(0x10000)])
    assert refused.value.code == "merkle.entry_too_long"


@pytest.mark.parametrize(
    ("width", "data"),
    [(1, b""), (1, b"\x00"), (1, b"\x00\x02x"), (1, b"\x00\x01xx"), (2, b"\x00\x01x"), (1, b"\x00\x01x" * 2)],
)
def test_a_bundle_cut_short_or_too_long_is_refused(width: int, data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        bundle_entries(Bundle(index=7, width=width), data)
    assert refused.value.code == "merkle.bundle_length"
    assert refused.value.facts == {"path": f"tile/entries/007.p/{width}"}
