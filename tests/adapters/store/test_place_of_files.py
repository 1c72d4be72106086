"""The settings that name a bucket: read exactly, refused in one sentence, no secret shown."""

import pytest

from huiyin.adapters.store.place import read_place
from huiyin.config import env
from huiyin.kernel.errors import Misconfigured

SETTING = "HUIYIN_LOG_STORE_URL"
URL = "s3://huiyin-log?endpoint=https://objects.example.cn"


def test_a_bucket_is_read_with_its_endpoint() -> None:
    place = read_place(SETTING, f"{URL}/&region=cn-north-1", key="k", secret="s")
    assert (place.bucket, place.prefix) == ("huiyin-log", "")
    assert (place.endpoint, place.region) == ("https://objects.example.cn", "cn-north-1")


def test_a_prefix_is_part_of_the_place() -> None:
    place = read_place(SETTING, "s3://b/sichuan/log/?endpoint=http://127.0.0.1:1", key="k", secret="s")
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
        read_place(SETTING, url, key="k", secret="s")
    assert caught.value.facts == {"name": SETTING}


def test_a_bucket_without_its_key_is_refused() -> None:
    with pytest.raises(Misconfigured, match=r"settings\.store_key_missing"):
        env.read({SETTING: URL, "HUIYIN_STORE_KEY": "k"})


def test_key_and_secret_are_not_shown() -> None:
    read = env.read({SETTING: URL, "HUIYIN_STORE_KEY": "visible", "HUIYIN_STORE_SECRET": "hidden"})
    assert read.log_place is not None
    assert "hidden" not in repr(read)
    assert "visible" not in repr(read)
    assert env.read({}).log_place is None
