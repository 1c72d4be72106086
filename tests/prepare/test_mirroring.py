"""The log laid in a bucket: whole, checkpoint last, caught up after a kill, never against what lies there."""

from pathlib import Path
from typing import Any

import obstore
import pytest
from integrated import files
from obstore.store import MemoryStore

from huiyin.adapters.publishing.bucket import FOR_EVER, JUST_NOW, LogBucket
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import CHECKPOINT
from huiyin.kernel.errors import Conflict
from huiyin.prepare.mirroring import Mirror
from support.killed import Killed
from support.log import log_key, made_leaves, turn

LEAVES = 300  # a full tile, a full bundle, and partial ones


@pytest.fixture
def bucket(equipped: Any) -> LogBucket:
    """An empty bucket."""
    assert equipped
    return LogBucket(MemoryStore(), log_key().name)


def mirror(bucket: LogBucket) -> Mirror:
    """As a new process has it."""
    return Mirror(log_folder(), bucket)


def laid(bucket: LogBucket) -> dict[str, bytes]:
    """Return everything that lies in the bucket below the name of the log."""
    store, first = bucket._store, f"{log_key().name}/"
    paths = [one["path"] for batch in obstore.list(store) for one in batch]
    assert all(path.startswith(first) for path in paths)
    return {path.removeprefix(first): bytes(obstore.get(store, path).bytes()) for path in paths}


def grown(number: int, first: int = 0) -> None:
    made_leaves(number, first)
    turn()


def test_before_anything_is_published_nothing_is_laid(bucket: LogBucket) -> None:
    assert mirror(bucket).turn() == 0
    assert laid(bucket) == {}


def test_the_bucket_holds_the_very_files_that_are_published(bucket: LogBucket, tmp_path: Path) -> None:
    grown(LEAVES)
    copying = mirror(bucket)
    assert copying.turn() == LEAVES
    assert laid(bucket) == files(tmp_path)
    grown(LEAVES, LEAVES)
    assert copying.turn() == 2 * LEAVES
    assert laid(bucket) == files(tmp_path)  # the partial ones of what is full now are gone there too


def test_caches_may_keep_tiles_for_ever_and_the_checkpoint_for_seconds(bucket: LogBucket) -> None:
    grown(LEAVES)
    mirror(bucket).turn()
    for path, told in (("tile/0/000", FOR_EVER), (CHECKPOINT, JUST_NOW)):
        found = obstore.get(bucket._store, f"{log_key().name}/{path}")
        assert found.attributes["Cache-Control"] == told


def test_what_lies_there_already_is_not_laid_again(
    bucket: LogBucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown(LEAVES)
    copying = mirror(bucket)
    copying.turn()
    put: list[str] = []
    monkeypatch.setattr(bucket, "put", lambda path, *_given, **_more: put.append(path))
    assert copying.turn() == LEAVES
    assert put == []
    assert mirror(bucket).turn() == LEAVES  # a new process looks, and lays the checkpoint only
    assert put == [CHECKPOINT]


@pytest.mark.parametrize("last", range(6))
def test_killed_anywhere_it_goes_on_and_no_checkpoint_speaks_of_what_is_not_there(
    bucket: LogBucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    grown(10)
    mirror(bucket).turn()
    grown(LEAVES, 10)
    put, before = bucket.put, laid(bucket)[CHECKPOINT]
    count = iter(range(last))

    def dies(path: str, data: bytes, *, lasting: bool) -> None:
        if next(count, None) is None:
            raise Killed
        put(path, data, lasting=lasting)

    with monkeypatch.context() as patched:
        patched.setattr(bucket, "put", dies)
        with pytest.raises(Killed):
            mirror(bucket).turn()
    assert laid(bucket)[CHECKPOINT] == before
    assert mirror(bucket).turn() == LEAVES + 10
    assert laid(bucket) == files(tmp_path)


@pytest.mark.parametrize(("size", "code"), [(b"301", "mirror.ahead"), (b"299", "mirror.differs")])
def test_a_copy_that_is_not_a_beginning_of_the_log_is_left_alone(
    bucket: LogBucket, size: bytes, code: str
) -> None:
    grown(LEAVES)
    mirror(bucket).turn()
    bucket.put(CHECKPOINT, laid(bucket)[CHECKPOINT].replace(b"\n300\n", b"\n%b\n" % size), lasting=False)
    before = laid(bucket)
    with pytest.raises(Conflict) as refused:
        mirror(bucket).turn()
    assert refused.value.code == code
    assert laid(bucket) == before


def test_a_copy_of_another_log_is_left_alone(bucket: LogBucket) -> None:
    grown(LEAVES)
    mirror(bucket).turn()
    name = log_key().name.encode()
    bucket.put(CHECKPOINT, laid(bucket)[CHECKPOINT].replace(name, b"other.example"), lasting=False)
    with pytest.raises(Conflict, match=r"mirror\.differs"):
        mirror(bucket).turn()


@pytest.mark.parametrize("there", [b"nothing", b"\xff", b"other.example\n2\nAAAA\n"])
def test_what_does_not_read_as_a_checkpoint_is_left_alone(bucket: LogBucket, there: bytes) -> None:
    grown(LEAVES)
    bucket.put(CHECKPOINT, there, lasting=False)
    with pytest.raises(Conflict, match=r"mirror\.differs"):
        mirror(bucket).turn()
    assert laid(bucket) == {CHECKPOINT: there}
