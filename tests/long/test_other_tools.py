"""Tools that nobody here wrote agree with our trees, tiles, notes, checkpoints and cosignatures.

They are Go's golang.org/x/mod/sumdb, which reads the Go checksum database, and tlog-scales from PyPI, which
reads logs of C2SP tlog-tiles.
"""

import base64
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import NoteSignature, PlainEd25519Signer, Vkey
from tlog_scales.tlog import Checkpoint as TheirCheckpoint
from tlog_scales.tlog import ConsistencyProof, ConsistencyProofInvalid, InclusionProof, InclusionProofInvalid

from huiyin.rules.merkle.checkpoint import Checkpoint, cosignature, cosignature_message, open_checkpoint
from huiyin.rules.merkle.frontier import Frontier
from huiyin.rules.merkle.hashing import leaf_hash
from huiyin.rules.merkle.note import KeyType, Note, parse_key, verify
from huiyin.rules.merkle.proofs import consistency_path, inclusion_path
from huiyin.rules.merkle.tiles import ReadNode, Tile, grow, node_reader
from rules.merkle.signing import holds, private_key, public
from rules.merkle.slow_tree import made_leaves
from support.go_peer import GoPeer, build

pytestmark = pytest.mark.long

ORIGIN, WITNESS = "log.example/petitions", "witness.example/ngo"
AT = 1_790_000_000
STEPS = (
    1,
    254,
    1,
    1,
    3_999,
    65_536,
    186_208,
    44_321,
)  # 300,321 entries: paths with x001, three levels of tiles
SIZE = sum(STEPS)
SMALL = 40


@dataclass(frozen=True)
class Log:
    """A log in a folder, grown in steps, with the root at each of its sizes."""

    folder: Path
    entries: list[bytes]
    roots: dict[int, bytes]
    node: ReadNode

    def changed(self, folder: Path, name: str, at: int) -> Path:
        """Return a copy, where that is another folder, in which one byte of a file is another."""
        subprocess.run(("cp", "-r", str(self.folder), str(folder)), check=True)
        data = bytearray((folder / name).read_bytes())
        data[at] ^= 1
        (folder / name).write_bytes(data)
        return folder


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> GoPeer:
    return build(tmp_path_factory.mktemp("go"))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    folder, entries = tmp_path_factory.mktemp("log"), made_leaves(SIZE)
    tree, roots = Frontier(), {}
    for step in STEPS:
        size = tree.size
        growth = grow(tree, entries[size : size + step], unfinished=entries[size - size % 256 : size])
        for one, data in (growth.tiles | growth.bundles).items():
            place = folder / one.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        tree = growth.frontier
        roots[tree.size] = tree.root()
    (folder / "checkpoint").write_text(str(signed(Checkpoint(origin=ORIGIN, size=SIZE, root=tree.root()))))
    return Log(folder, entries, roots, node_reader(SIZE, lambda tile: tile_of(folder, tile)))


def tile_of(folder: Path, tile: Tile) -> bytes:
    return (folder / tile.path).read_bytes()


def signed(checkpoint: Checkpoint) -> Note:
    """Return the checkpoint signed by the log and a witness."""
    log_line = public(ORIGIN).signature(private_key(ORIGIN).sign(checkpoint.text.encode()))
    message = cosignature_message(checkpoint.text, AT)
    witness_line = cosignature(public(WITNESS, KeyType.COSIGNATURE), AT, private_key(WITNESS).sign(message))
    return Note(text=checkpoint.text, signatures=(log_line, witness_line))


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def record(index: int, size: int, root: bytes, entry: bytes, path: tuple[bytes, ...]) -> dict[str, Any]:
    leaf = text(leaf_hash(entry))
    return {
        "Index": index,
        "Size": size,
        "Root": text(root),
        "Leaf": leaf,
        "Proof": [text(one) for one in path],
    }


def growth_of(old: int, old_root: bytes, size: int, root: bytes, path: tuple[bytes, ...]) -> dict[str, Any]:
    proof = [text(one) for one in path]
    return {"Old": old, "OldRoot": text(old_root), "Size": size, "Root": text(root), "Proof": proof}


def spoilt(path: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return (bytes([path[0][0] ^ 1]) + path[0][1:], *path[1:]) if path else (bytes(32),)


WITNESS_KEY = str(public(WITNESS, KeyType.COSIGNATURE))
LOG_KEY = str(public(ORIGIN))


def test_go_opens_our_checkpoint_and_finds_every_tile_and_entry_right(go: GoPeer, log: Log) -> None:
    assert go.read(log.folder, LOG_KEY, WITNESS_KEY) == {
        "origin": ORIGIN,
        "size": SIZE,
        "root": text(log.roots[SIZE]),
        "signed": [ORIGIN, WITNESS],
        "unknown": 0,
    }
    assert go.read(log.folder, LOG_KEY)["unknown"] == 1


@pytest.mark.parametrize(
    ("name", "at", "words"),
    [
        ("checkpoint", len(ORIGIN) + 1, "invalid signature"),
        ("tile/0/x001/171", 40, "invalid transparency proof"),
        ("tile/0/x001/173.p/33", 40, "inconsistent tile"),
        ("tile/1/003", 8000, "invalid transparency proof"),
        ("tile/2/000.p/4", 0, "inconsistent tile"),
        ("tile/entries/x001/171", 2, "is not that of its leaf"),
    ],
)
def test_go_notices_a_changed_byte(
    go: GoPeer, log: Log, tmp_path: Path, name: str, at: int, words: str
) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        go.read(log.changed(tmp_path / "changed", name, at), LOG_KEY, WITNESS_KEY)
    assert words in refused.value.stderr


def test_go_knows_neither_another_log_nor_another_witness(go: GoPeer, log: Log) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        go.read(log.folder, str(public("other.example")))
    assert "no verifiable signatures" in refused.value.stderr


def test_go_makes_the_same_proofs_from_our_tiles(go: GoPeer, log: Log) -> None:
    indexes, olds = (0, 255, 256, 65_535, 65_536, 256_000, SIZE - 1), tuple(log.roots)
    questions = [{"Index": index} for index in indexes] + [{"Old": old} for old in olds]
    ours = [inclusion_path(index, SIZE, log.node) for index in indexes]
    ours += [consistency_path(old, SIZE, log.node) for old in olds]
    assert go.prove(log.folder, LOG_KEY, questions) == [[text(one) for one in path] for path in ours]


def test_go_accepts_our_proofs_and_refuses_changed_ones(go: GoPeer, log: Log) -> None:
    roots = [Frontier().grown([leaf_hash(one) for one in log.entries[:size]]).root() for size in range(SMALL)]
    right: list[dict[str, Any]] = []
    wrong: list[dict[str, Any]] = []
    for size in range(1, SMALL):
        for index in range(size):
            path = inclusion_path(index, size, log.node)
            right.append(record(index, size, roots[size], log.entries[index], path))
            wrong.append(record(index, size, roots[size], log.entries[index], spoilt(path)))
        for old in range(1, size + 1):
            path = consistency_path(old, size, log.node)
            right.append(growth_of(old, roots[old], size, roots[size], path))
            wrong.append(growth_of(old, roots[old], size, roots[size], spoilt(path)))
    for old, root in log.roots.items():
        path = consistency_path(old, SIZE, log.node)
        right.append(growth_of(old, root, SIZE, log.roots[SIZE], path))
    assert go.check(right) == [True] * len(right)
    assert go.check(wrong) == [False] * len(wrong)


def test_what_go_signs_is_read_here(go: GoPeer) -> None:
    checkpoint = Checkpoint(origin="go.example/log", size=7, root=bytes(range(32)))
    answer = go.sign("go.example/log", checkpoint.text)
    key = parse_key(answer["key"])
    assert str(key) == answer["key"]
    note, found = open_checkpoint(answer["note"], origin="go.example/log", key=key, signature_holds=holds)
    assert (found, str(note)) == (checkpoint, answer["note"])


@pytest.fixture(scope="module")
def reader(log: Log) -> TilesReader:
    found = TilesReader(LocalBackend(log.folder))
    found.get_checkpoint()
    return found


def test_tlog_scales_opens_our_checkpoint_with_both_keys(reader: TilesReader, log: Log) -> None:
    found = reader.get_checkpoint()
    assert (found.origin, found.size, found.root_hash) == (ORIGIN, SIZE, log.roots[SIZE])
    for key in (LOG_KEY, WITNESS_KEY):
        theirs = Vkey.from_string(key)
        assert theirs.serialize() == key
        found.verify(theirs)
    with pytest.raises(RuntimeError, match="no signature matched"):
        found.verify(Vkey.from_string(str(public("other.example"))))


def test_tlog_scales_finds_the_root_and_the_entries_in_our_files(reader: TilesReader, log: Log) -> None:
    assert reader.calculate_root_hash() == log.roots[SIZE]
    for index in (0, 255, 256, 65_536, 256_000, SIZE - 1):
        assert reader.get_entry(index) == log.entries[index]


def test_tlog_scales_makes_the_same_proofs_and_accepts_ours(reader: TilesReader, log: Log) -> None:
    for index in (0, 255, 256, 65_535, 65_536, 256_000, SIZE - 1):
        path = inclusion_path(index, SIZE, log.node)
        assert reader.get_inclusion_proof(index, SIZE).node_hashes == list(path)
        leaf = leaf_hash(log.entries[index])
        InclusionProof(index, SIZE, list(path)).check(leaf, log.roots[SIZE])
        with pytest.raises(InclusionProofInvalid):
            InclusionProof(index, SIZE, list(spoilt(path))).check(leaf, log.roots[SIZE])
    for old, root in log.roots.items():
        path = consistency_path(old, SIZE, log.node)
        assert reader.get_consistency_proof(old, SIZE).node_hashes == list(path)
        ConsistencyProof(old, SIZE, list(path)).check(root, log.roots[SIZE])
        with pytest.raises(ConsistencyProofInvalid):
            ConsistencyProof(old, SIZE, list(spoilt(path))).check(root, log.roots[SIZE])


def test_what_tlog_scales_signs_is_read_here() -> None:
    signer = PlainEd25519Signer(ORIGIN, private_key(ORIGIN))
    theirs = TheirCheckpoint.make_signed(ORIGIN, 9, bytes(range(32)), [signer])
    key = parse_key(signer.vkey.serialize())
    assert key == public(ORIGIN)
    note, found = open_checkpoint(theirs.serialize(), origin=ORIGIN, key=key, signature_holds=holds)
    assert found == Checkpoint(origin=ORIGIN, size=9, root=bytes(range(32)))
    assert NoteSignature.from_line(note.signatures[0].line.rstrip()).payload == note.signatures[0].value
    verify(note, key, holds)
