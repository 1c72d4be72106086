"""The copy of the log in a bucket: soon, told of once when it cannot be, never waited for."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from obstore.store import MemoryStore

from huiyin.adapters.publishing.bucket import LogBucket, bucket_at
from huiyin.adapters.publishing.current import log_folder
from huiyin.adapters.publishing.folder import CHECKPOINT
from huiyin.adapters.store.place import read_place
from huiyin.cli import screen
from huiyin.cli.mirroring import Copying
from huiyin.kernel.errors import Misconfigured
from huiyin.prepare.mirroring import Mirror
from support.installation import Installation, free_port
from support.log import log_key, made_leaves, turn

PATIENCE = 20.0


class Said(list[str]):
    """Codes in the order in which they were said."""

    def __call__(self, code: str, **facts: Any) -> None:
        """Remember a code; there must be a sentence for it."""
        self.append(code)
        assert screen.Screen(language=screen.Language.ZH).words(code, **facts)


def copying(bucket: LogBucket, said: Said) -> Copying:
    return Copying(Mirror(log_folder(), bucket), said)  # type: ignore[arg-type]  called like a screen


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def bucket(equipped: Any) -> LogBucket:
    """An empty bucket beside a published log."""
    assert equipped
    made_leaves(300)
    turn()
    return LogBucket(MemoryStore(), log_key().name)


def test_a_turn_returns_at_once_and_the_copy_follows(bucket: LogBucket) -> None:
    said = Said()
    one = copying(bucket, said)
    one.turn()
    eventually(lambda: bucket.get(CHECKPOINT) == log_folder().checkpoint())
    assert said == []


def test_trouble_is_said_once_and_so_is_its_end(bucket: LogBucket, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Said()
    one = copying(bucket, said)

    def fails(*_given: Any, **_more: Any) -> None:
        raise Misconfigured("mirror.unreachable")

    with monkeypatch.context() as patched:
        patched.setattr(bucket, "put", fails)
        assert [one.copy(), one.copy()] == [0, 0]
    assert said == ["mirror.unreachable"]
    assert one.copy() == one.copy() == 300
    assert said == ["mirror.unreachable", "mirror.back"]


def test_a_server_that_does_not_answer_is_trouble_and_no_error(bucket: LogBucket) -> None:
    assert bucket
    url = f"s3://b?endpoint=http://127.0.0.1:{free_port()}"
    away = LogBucket(bucket_at(read_place("HUIYIN_LOG_STORE_URL", url, key="k", secret="s")), log_key().name)
    said = Said()
    assert copying(away, said).copy() == 0
    assert said == ["mirror.unreachable"]
    with pytest.raises(Misconfigured, match=r"mirror\.unreachable"):
        away.put("tile/0/000", b"", lasting=True)
    away.drop_below("tile/0/000.p")  # harms nobody


def test_by_hand_the_log_is_published_whether_the_bucket_answers_or_not(tmp_path: Path) -> None:
    place = Installation(data=tmp_path / "var")
    place.up("--demo").ready().stop()
    own = {
        "HUIYIN_LOG_STORE_URL": f"s3://b?endpoint=http://127.0.0.1:{free_port()}",
        "HUIYIN_STORE_KEY": "k",
        "HUIYIN_STORE_SECRET": "s",
    }
    done = place.run("ledger", "integrate", **own)
    assert done.returncode == 0, done.stderr
    assert "cannot be used now" in done.stderr
    assert "the published log holds" in done.stdout
    place.close()
