"""The store of a bucket against a real S3 server: OpenStack Swift, from Debian, by `make test-s3`."""

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import obstore
import pytest

from huiyin.adapters.store import FolderStore, Stored, sweep
from huiyin.adapters.store.place import Place, read_place
from huiyin.adapters.store.s3 import PART_BYTES, S3Store
from huiyin.kernel.errors import HuiyinError, Misconfigured, Unknown
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.vault import check_address, open_file, open_stream, seal_stream
from huiyin.vault.data_key import DataKey, data_key_from
from support import program, swift
from support.installation import Installation
from support.program import PETITION, File, Filing
from support.swift import KEY, SECRET, Server

pytestmark = [pytest.mark.s3, pytest.mark.long]
AT = datetime(2026, 5, 6, 8, 0, tzinfo=UTC)
SETTING = "HUIYIN_STORE_URL"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server with one empty bucket."""
    if wanting := swift.missing():
        pytest.skip(f"not installed here: {wanting}. Run: make test-s3")
    with swift.running() as made:
        swift.make_bucket(made)
        yield made


@pytest.fixture
def place(server: Server) -> Place:
    return read_place(SETTING, server.url, key=KEY, secret=SECRET)


@pytest.fixture
def store(place: Place, tmp_path: Path) -> Iterator[S3Store]:
    """The bucket, emptied afterwards."""
    made = S3Store(place, FolderStore(tmp_path / "files", reserved_bytes=0))
    yield made
    for one in list(made.list()):
        made.delete(one.address)


def put(store: S3Store, content: bytes) -> str:
    address = hashlib.sha256(content).hexdigest()
    with store.begin(len(content)) as upload:
        upload.write(content[:10])
        upload.write(content[10:])
        upload.commit(address)
    return address


@pytest.mark.parametrize("size", [1, 1000, PART_BYTES - 1, PART_BYTES + 1, 3 * PART_BYTES + 7])
def test_a_file_lies_under_its_digest_and_nothing_stays_in_the_spool(
    store: S3Store, tmp_path: Path, size: int
) -> None:
    content = os.urandom(size)
    address = put(store, content)
    assert store.exists(address)
    assert store.size(address) == size
    assert store.get_range(address, 0, size) == content
    assert store.get_range(address, size // 2, size + 100) == content[size // 2 :]
    check_address(store, address)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    [listed] = store.list()
    assert (listed.address, listed.size) == (address, size)
    assert abs(datetime.now(UTC) - listed.modified_at) < timedelta(minutes=5)  # noqa: TID251 its own clock


def test_the_same_file_twice_is_one(store: S3Store) -> None:
    assert put(store, b"sealed") == put(store, b"sealed")
    assert len(list(store.list())) == 1


def test_what_is_not_there_is_unknown_and_deleting_it_no_error(store: S3Store) -> None:
    absent = "0" * 64
    assert not store.exists(absent)
    for ask in (lambda: store.size(absent), lambda: store.get_range(absent, 0, 5)):
        with pytest.raises(Unknown, match=r"store\.no_such_file"):
            ask()
    store.delete(absent)


def test_only_a_digest_becomes_a_name(store: S3Store) -> None:
    for address in ("../x", "A" * 64, ""):
        with pytest.raises(HuiyinError, match=r"store\.bad_address"):
            store.size(address)


def test_the_vault_seals_into_the_bucket_and_opens_a_part(store: S3Store) -> None:
    key: DataKey = data_key_from(bytes(32), PetitionId(new_id(AT)), wrapped=b"")
    content = os.urandom(40 << 20)
    sealed = seal_stream(io.BytesIO(content), store=store, data_key=key, object_id=new_id(AT))
    assert open_file(store, sealed.address, key, sealed.object_id).read() == content
    part = open_stream(store, sealed.address, key, sealed.object_id, 30 << 20, (30 << 20) + 5)
    assert b"".join(part) == content[30 << 20 : (30 << 20) + 5]


def test_a_damaged_object_is_named_with_its_segment(store: S3Store, place: Place) -> None:
    key: DataKey = data_key_from(bytes(32), PetitionId(new_id(AT)), wrapped=b"")
    sealed = seal_stream(io.BytesIO(bytes(3 << 20)), store=store, data_key=key, object_id=new_id(AT))
    content = bytearray(store.get_range(sealed.address, 0, sealed.sealed_size))
    content[(1 << 20) + 500] ^= 1
    bucket = S3Store(place, store._spool)._bucket
    obstore.put(bucket, sealed.address, bytes(content))
    with pytest.raises(HuiyinError, match=r"vault\.damaged_segment") as caught:
        open_file(store, sealed.address, key, sealed.object_id).read()
    assert caught.value.facts == {"file": sealed.address[:12], "segment": 1}
    with pytest.raises(HuiyinError, match=r"vault\.damaged_file"):
        check_address(store, sealed.address)


def test_the_sweep_removes_old_orphans_only(store: S3Store) -> None:
    known, orphan = put(store, b"known"), put(store, b"orphan")
    soon = datetime.now(UTC) + timedelta(minutes=1)  # noqa: TID251  the server's own clock
    with store.begin() as upload:
        upload.write(b"half")
        swept = sweep(store, known=lambda address: address == known, older_than=soon)
    assert (swept.files, swept.bytes, swept.unfinished) == (1, len(b"orphan"), 1)
    assert not store.exists(orphan)
    assert store.exists(known)


def test_many_files_are_all_listed(store: S3Store) -> None:
    addresses = {put(store, str(number).encode()) for number in range(60)}
    listed: list[Stored] = list(store.list())
    assert {one.address for one in listed} == addresses


@pytest.mark.parametrize("wrong", ["secret", "bucket"])
def test_what_cannot_be_used_is_one_clear_error(server: Server, tmp_path: Path, wrong: str) -> None:
    url = server.url.replace("huiyin-files", "another") if wrong == "bucket" else server.url
    place = read_place(SETTING, url, key=KEY, secret="x" if wrong == "secret" else SECRET)
    store = S3Store(place, FolderStore(tmp_path / "files", reserved_bytes=0))
    with pytest.raises(HuiyinError, match=r"store\."):
        put(store, b"sealed")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_server_that_is_away_is_one_clear_error(tmp_path: Path) -> None:
    place = read_place(SETTING, "s3://b?endpoint=http://127.0.0.1:9", key=KEY, secret=SECRET)
    store = S3Store(place, FolderStore(tmp_path / "files", reserved_bytes=0))
    began = time.monotonic()
    with pytest.raises(Misconfigured, match=r"store\.unreachable"):
        put(store, b"sealed")
    assert time.monotonic() - began < 40
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_installation_files_into_the_bucket(
    server: Server, installation: Installation, say: Callable[[str], None]
) -> None:
    before = len(server.stored())
    store = {"HUIYIN_STORE_URL": server.url, "HUIYIN_STORE_KEY": KEY, "HUIYIN_STORE_SECRET": SECRET}
    running = installation.up("--demo", **store).ready()
    content = b"%PDF-1.7\n" + os.urandom(5 << 20)
    answer = program.send(running.port, Filing(PETITION, (File("录像.pdf", content),)))
    assert answer.status == HTTPStatus.CREATED, answer.body
    assert running.stop() == 0
    assert [path for path in (installation.data / "files").rglob("*") if path.is_file()] == []
    assert len(server.stored()) > before
    say(f"  {len(server.stored()) - before} objects more")
