"""Sealed files: whole or refused, in bounded memory, opened from any byte."""

import hashlib
import io
import random
import tracemalloc
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.kernel.errors import Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.vault import (
    DataKey,
    FileSealer,
    SealedFile,
    check_address,
    open_file,
    open_stream,
    seal_stream,
    segments,
)
from huiyin.vault.data_key import data_key_from
from vault.memory_store import MemoryStore

OBJECT = UUID(int=42)
MIB = 1 << 20
KEY = data_key_from(bytes(range(32)), PetitionId(UUID(int=7)), wrapped=b"")
THREE = random.Random(7).randbytes(2 * MIB + 5)  # noqa: S311  two whole segments and a short one


def _sealed(store: MemoryStore, content: bytes, key: DataKey = KEY) -> SealedFile:
    return seal_stream(io.BytesIO(content), store=store, data_key=key, object_id=OBJECT)


def _opened(store: MemoryStore, address: str, **where: int) -> bytes:
    return b"".join(open_stream(store, address, KEY, OBJECT, **where))


@pytest.mark.parametrize("size", [0, 1, 100_000, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 5])
def test_a_file_opens_as_it_was_sealed(store: MemoryStore, size: int) -> None:
    content = THREE[:size]
    file = _sealed(store, content)
    sealed = store.files[file.address]
    assert _opened(store, file.address) == content
    assert open_file(store, file.address, KEY, OBJECT).read() == content
    assert (file.plaintext_size, file.sealed_size) == (size, len(sealed))
    assert file.plaintext_sha256 == hashlib.sha256(content).digest()
    assert file.address == hashlib.sha256(sealed).hexdigest()
    check_address(store, file.address)


def test_a_sealed_file_shows_nothing(store: MemoryStore) -> None:
    canary = "夜里排放的污水 canary-7f3a ".encode()
    file = _sealed(store, canary * 50_000)
    assert b"canary" not in store.files[file.address]
    assert canary[:9] not in store.files[file.address]


def test_the_same_upload_twice_gives_unrelated_bytes(store: MemoryStore) -> None:
    one, two = _sealed(store, THREE), _sealed(store, THREE)
    assert one.address != two.address
    assert one.plaintext_sha256 == two.plaintext_sha256
    body = slice(segments.HEADER_BYTES, segments.HEADER_BYTES + 64)
    assert store.files[one.address][body] != store.files[two.address][body]


@given(st.lists(st.binary(max_size=50), max_size=20))
def test_pieces_of_any_size_give_the_same_file(pieces: list[bytes]) -> None:
    store = MemoryStore()
    with FileSealer(store, KEY, OBJECT) as sealer:
        for piece in pieces:
            sealer.write(piece)
        file = sealer.finish()
    assert _opened(store, file.address) == b"".join(pieces)


def test_one_piece_larger_than_several_segments_is_cut(store: MemoryStore) -> None:
    with FileSealer(store, KEY, OBJECT) as sealer:
        sealer.write(THREE)
        file = sealer.finish()
    assert _opened(store, file.address) == THREE


class _Dribble(io.RawIOBase):
    """A bad line: a few bytes at a time."""

    def __init__(self, content: bytes) -> None:
        self.content = io.BytesIO(content)

    def read(self, _: int = -1) -> bytes:
        return self.content.read(70_001)


def test_short_reads_give_whole_segments(store: MemoryStore) -> None:
    file = seal_stream(_Dribble(THREE), store=store, data_key=KEY, object_id=OBJECT)
    assert file.sealed_size == segments.HEADER_BYTES + len(THREE) + 3 * 16
    assert _opened(store, file.address) == THREE


@pytest.fixture(scope="module")
def three() -> tuple[MemoryStore, SealedFile]:
    store = MemoryStore()
    return store, _sealed(store, THREE)


_BYTE = st.integers(0, len(THREE))
_NEAR = st.sampled_from([0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 4, len(THREE), len(THREE) + 9])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(start=_BYTE | _NEAR, end=_BYTE | _NEAR)
def test_any_range_is_the_slice(three: tuple[MemoryStore, SealedFile], start: int, end: int) -> None:
    store, file = three
    assert _opened(store, file.address, start=start, end=end) == THREE[start:end]


def test_a_range_reads_only_its_segments(three: tuple[MemoryStore, SealedFile]) -> None:
    store, file = three
    asked: list[tuple[int, int]] = []

    class Watched(MemoryStore):
        def get_range(self, address: str, start: int, end: int, /) -> bytes:
            asked.append((start, end))
            return super().get_range(address, start, end)

    watched = Watched()
    watched.files = store.files
    assert _opened(watched, file.address, start=MIB + 3, end=MIB + 5) == THREE[MIB + 3 : MIB + 5]
    assert asked == [(0, 92), (92 + MIB + 16, 92 + 2 * (MIB + 16))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(st.tuples(_BYTE, st.integers(0, 5000)), max_size=8))
def test_the_opened_file_seeks_like_any_file(
    three: tuple[MemoryStore, SealedFile], moves: list[tuple[int, int]]
) -> None:
    store, file = three
    opened, plain = open_file(store, file.address, KEY, OBJECT), io.BytesIO(THREE)
    for position, count in moves:
        assert opened.seek(position) == plain.seek(position)
        assert opened.read(count) == plain.read(count)
        assert opened.tell() == plain.tell()
    assert opened.seek(-3, io.SEEK_END) == plain.seek(-3, io.SEEK_END)
    assert opened.seek(1, io.SEEK_CUR) == plain.seek(1, io.SEEK_CUR)
    assert opened.read() == plain.read()
    with pytest.raises(ValueError, match="before the start"):
        opened.raw.seek(-1)


def test_an_unknown_address_is_unknown(store: MemoryStore) -> None:
    with pytest.raises(Unknown):
        open_stream(store, "0" * 64, KEY, OBJECT)


class _Breaks(io.RawIOBase):
    def read(self, _: int = -1) -> bytes:
        raise ConnectionError("the line is gone")


def test_a_line_that_breaks_leaves_nothing(store: MemoryStore) -> None:
    with pytest.raises(ConnectionError):
        seal_stream(_Breaks(), store=store, data_key=KEY, object_id=OBJECT)
    assert store.files == {}
    assert store.uploads[0].discarded


class _Endless(io.RawIOBase):
    """Plaintext of any size made on the spot."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, count: int = -1) -> bytes:
        given = min(self.left, count)
        self.left -= given
        return bytes(given)


class _ForgetfulStore(MemoryStore):
    """Keeps the sealed bytes out of the measured memory."""

    def begin(self, expected_bytes: int = 0) -> "_Forgotten":  # type: ignore[override]
        assert expected_bytes >= 0
        return _Forgotten()


class _Forgotten:
    def write(self, data: bytes, /) -> None:
        self.last = len(data)

    def commit(self, address: str, /) -> None:
        assert len(address) == 64

    def discard(self) -> None:
        pass


def test_sealing_64_mib_needs_the_memory_of_a_few_segments() -> None:
    tracemalloc.start()
    try:
        file = seal_stream(_Endless(64 * MIB), store=_ForgetfulStore(), data_key=KEY, object_id=OBJECT)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert file.plaintext_size == 64 * MIB
    assert peak < 16 * MIB
