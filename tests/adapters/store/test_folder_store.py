"""The folder store: durable under the digest, nothing left behind, never a full disk."""

import contextlib
import errno
import hashlib
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from huiyin.adapters.store import FolderStore, ObjectStore, Swept, folder, sweep
from huiyin.adapters.store.steady import SteadyFile
from huiyin.kernel.errors import HuiyinError, Misconfigured, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.vault import check_address, open_file, open_stream, seal_stream
from huiyin.vault.data_key import data_key_from

CONTENT = b"sealed bytes" * 1000
ADDRESS = hashlib.sha256(CONTENT).hexdigest()
AT = datetime(2026, 5, 6, 8, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "files", reserved_bytes=0)


def _put(store: ObjectStore, content: bytes = CONTENT) -> str:
    address = hashlib.sha256(content).hexdigest()
    with store.begin(len(content)) as upload:
        upload.write(content[:10])
        upload.write(content[10:])
        upload.commit(address)
    return address


def _files(path: Path) -> list[Path]:
    return sorted(found for found in path.rglob("*") if found.is_file())


def test_a_file_lies_under_its_digest(store: FolderStore, tmp_path: Path) -> None:
    address = _put(store)
    assert _files(tmp_path) == [tmp_path / "files" / address[:2] / address]
    assert store.exists(address)
    assert store.size(address) == len(CONTENT)
    assert store.get_range(address, 0, len(CONTENT)) == CONTENT


def test_nobody_else_may_read_the_folders(store: FolderStore, tmp_path: Path) -> None:
    path = tmp_path / "files" / _put(store)[:2]
    assert path.stat().st_mode & 0o077 == 0
    assert _files(tmp_path)[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (5, 25), (11_990, 12_000), (11_990, 99_999), (20_000, 30_000), (4, 4)]
)
def test_a_range_is_the_slice(store: FolderStore, start: int, end: int) -> None:
    assert store.get_range(_put(store), start, end) == CONTENT[start:end]


def test_short_reads_are_put_together() -> None:
    class Dribble(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 7))

    assert folder._read_fully(Dribble(b"0123456789" * 5), 33) == (b"0123456789" * 5)[:33]


def test_putting_the_same_file_again_changes_nothing(store: FolderStore, tmp_path: Path) -> None:
    assert _put(store) == _put(store)
    assert len(_files(tmp_path)) == 1


def test_an_upload_that_is_left_leaves_nothing(store: FolderStore, tmp_path: Path) -> None:
    with contextlib.suppress(ConnectionError), store.begin() as upload:
        upload.write(CONTENT)
        assert len(_files(tmp_path)) == 1
        raise ConnectionError
    upload.discard()
    assert _files(tmp_path) == []


def test_what_is_not_there_is_unknown(store: FolderStore) -> None:
    assert not store.exists(ADDRESS)
    store.delete(ADDRESS)
    for ask in (lambda: store.size(ADDRESS), lambda: store.get_range(ADDRESS, 0, 1)):
        with pytest.raises(Unknown):
            ask()


@pytest.mark.parametrize(
    "address", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "0" * 62 + "/."]
)
def test_only_a_digest_becomes_a_path(store: FolderStore, address: str) -> None:
    for ask in (store.exists, store.size, store.delete, lambda name: store.get_range(name, 0, 1)):
        with pytest.raises(HuiyinError) as caught:
            ask(address)
        assert caught.value.code == "store.bad_address"
    with pytest.raises(HuiyinError), store.begin() as upload:
        upload.commit(address)


def test_deleting_removes_the_file_only(store: FolderStore) -> None:
    other = _put(store, b"another")
    store.delete(_put(store))
    assert [stored.address for stored in store.list()] == [other]


def test_the_name_is_durable_before_commit_returns(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def watch(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()).removeprefix(str(tmp_path)))
        real(handle)

    monkeypatch.setattr(folder.os, "fsync", watch)
    address = _put(store)
    leaf = f"/files/{address[:2]}"
    assert [synced[0], synced[2]] == ["/files", leaf]
    assert synced[1].startswith("/files/uploads/")
    synced.clear()
    _put(store)
    assert synced[0].startswith("/files/uploads/")
    assert synced[1:] == [leaf]


def _full_at(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(folder.os, name, full)


@pytest.mark.parametrize("step", ["open", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_clear_error_and_leaves_nothing(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    _full_at(monkeypatch, step, number)
    with pytest.raises(Misconfigured) as caught:
        _put(store)
    monkeypatch.undo()
    assert caught.value.code == "store.full"
    assert caught.value.facts["folder"] == str(tmp_path / "files")
    assert _files(tmp_path) == []


def test_a_disk_that_fills_while_writing_leaves_nothing(store: FolderStore, tmp_path: Path) -> None:
    with store.begin() as upload, Path("/dev/full").open("wb", buffering=0) as full_disk:
        upload._file.close()
        upload._file = SteadyFile(os.dup(full_disk.fileno()))
        with pytest.raises(Misconfigured) as caught:
            upload.write(CONTENT)
    assert caught.value.code == "store.full"
    assert _files(tmp_path) == []


def test_another_failure_of_the_disk_is_not_called_full(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    _full_at(monkeypatch, "fsync", errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        _put(store)


def test_an_upload_that_would_eat_the_reserve_is_not_begun(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files", reserved_bytes=0)
    free = store.free_bytes()
    assert free > 0
    with pytest.raises(Misconfigured):
        store.begin(free * 2)
    reserved = FolderStore(tmp_path / "files", reserved_bytes=free * 2)
    assert reserved.free_bytes() == 0
    for expected in (0, 1):
        with pytest.raises(Misconfigured) as caught:
            reserved.begin(expected)
        assert caught.value.code == "store.full"
    assert _files(tmp_path) == []


def test_an_upload_that_reaches_the_reserve_ends_there(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.begin() as upload:
        upload.write(b"first")
        monkeypatch.setattr(store, "free_bytes", lambda: 0)  # others have written meanwhile
        with pytest.raises(Misconfigured) as caught:
            upload.write(b"second")
    assert caught.value.code == "store.full"
    assert _files(tmp_path) == []


def _aged(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_the_sweep_removes_old_orphans_only(store: FolderStore, tmp_path: Path) -> None:
    known, orphan, fresh = (_put(store, name) for name in (b"known", b"orphan", b"fresh"))
    left, going = store.begin(), store.begin()
    left.write(b"left by a crash")
    for path in _files(tmp_path):
        _aged(path, AT)
    for path in (tmp_path / "files" / fresh[:2] / fresh, going._path):
        _aged(path, AT + timedelta(hours=3))
    asked: list[str] = []

    def is_known(address: str) -> bool:
        asked.append(address)
        return address == known

    swept = sweep(store, is_known, AT + timedelta(hours=1))
    assert swept == Swept(files=1, bytes=6, unfinished=1)
    assert sorted(asked) == sorted([known, orphan])
    assert {stored.address for stored in store.list()} == {known, fresh}
    assert going._path.exists()
    going.discard()
    left.discard()


def test_a_listed_file_says_when_it_was_written(store: FolderStore, tmp_path: Path) -> None:
    _put(store)
    _aged(_files(tmp_path)[0], AT)
    assert [(stored.size, stored.modified_at) for stored in store.list()] == [(len(CONTENT), AT)]


def test_the_vault_seals_into_the_folder_and_reads_back(store: FolderStore) -> None:
    key, object_id = data_key_from(bytes(32), PetitionId(UUID(int=7)), wrapped=b""), UUID(int=1)
    content = os.urandom(1 << 20) + b"and a little"
    file = seal_stream(io.BytesIO(content), store=store, data_key=key, object_id=object_id)
    assert b"".join(open_stream(store, file.address, key, object_id, 5)) == content[5:]
    assert open_file(store, file.address, key, object_id).read() == content
    check_address(store, file.address)
