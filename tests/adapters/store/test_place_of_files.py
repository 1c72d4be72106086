"""The settings that name a bucket: read exactly, refused in one sentence, no secret shown."""

import pytest

from huiyin.adapters.store import FolderStore
from huiyin.adapters.store.place import read_place
from huiyin.adapters.store.s3 import S3Store
from huiyin.config import env
from huiyin.kernel.errors import Misconfigured

LOG, FILES = "HUIYIN_LOG_STORE_URL", "HUIYIN_STORE_URL"
URL = "s3://huiyin-log?endpoint=https://objects.example.cn"


def test_a_bucket_is_read_with_its_endpoint() -> None:
    place = read_place(LOG, f"{URL}/&region=cn-north-1", key="k", secret="s")
    assert (place.bucket, place.prefix) == ("huiyin-log", "")
    assert (place.endpoint, place.region) == ("https://objects.example.cn", "cn-north-1")


def test_a_prefix_is_part_of_the_place() -> None:
    place = read_place(LOG, "s3://b/sichuan/log/?endpoint=http://127.0.0.1:1", key="k", secret="s")
    assert (place.bucket, place.prefix, place.region) == ("b", "sichuan/log", "us-east-1")


@pytest.mark.parametrize(
    "url",
    [
        "files",
        "https://objects.example.cn/b",
        "s3://b",
        "s3://?endpoint=https://x",
        "s3://b?endpoint=ftp://x",
        "s3://key:secret@b?endpoint=https://x",
        "s3://b?endpoint=https://x&acl=public",
    ],
)
def test_what_is_no_bucket_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match=r"settings\.bad_store_url") as caught:
        read_place(LOG, url, key="k", secret="s")
    assert caught.value.facts == {"name": LOG}


@pytest.mark.parametrize("setting", [LOG, FILES])
def test_a_bucket_without_its_key_is_refused(setting: str) -> None:
    with pytest.raises(Misconfigured, match=r"settings\.store_key_missing"):
        env.read({setting: URL, "HUIYIN_STORE_KEY": "k"})


@pytest.mark.parametrize("setting", [LOG, FILES])
def test_key_and_secret_are_not_shown(setting: str) -> None:
    read = env.read({setting: URL, "HUIYIN_STORE_KEY": "visible", "HUIYIN_STORE_SECRET": "hidden"})
    place, other = (read.log_place, read.store_place)[:: 1 if setting == LOG else -1]
    assert place is not None
    assert other is None
    assert place.secret == "hidden"
    assert "hidden" not in repr(read)
    assert "visible" not in repr(read)
    assert (env.read({}).log_place, env.read({}).store_place) == (None, None)


def test_a_full_spool_refuses_as_a_full_disk_does(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = FolderStore(tmp_path_factory.mktemp("spool"))
    store = S3Store(read_place(FILES, URL, key="k", secret="s"), spool)
    monkeypatch.setattr(spool, "free_bytes", lambda: 10)
    store.require_room(9)
    for ask in (store.require_room, store.begin):
        with pytest.raises(Misconfigured, match=r"store\.full"):
            ask(10)
    assert store.free_bytes() is None
