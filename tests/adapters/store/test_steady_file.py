"""Large files go past the system's cache, block by block; where that is not possible, the usual way."""

import errno
import fcntl
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.adapters.store import steady
from huiyin.adapters.store.steady import BLOCK, SteadyFile

CONTENT = random.Random(3).randbytes(3 * BLOCK + 5000)  # noqa: S311  bytes of any kind


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


def begun(path: Path) -> SteadyFile:
    return SteadyFile(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[bool, int]]]:
    """Whether each write went past the cache, and how much it was."""
    seen: list[tuple[bool, int]] = []
    real = os.write

    def write(handle: int, data: bytes | memoryview) -> int:
        seen.append((bool(fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_DIRECT), len(data)))
        return real(handle, data)

    monkeypatch.setattr(steady.os, "write", write)
    yield seen
    monkeypatch.undo()


def direct_here(folder: Path) -> bool:
    try:
        os.close(os.open(folder / "trial", os.O_WRONLY | os.O_CREAT | os.O_DIRECT))
    except OSError:
        return False
    return True


def test_a_large_file_goes_past_the_cache_and_its_end_the_usual_way(
    path: Path, watched: list[tuple[bool, int]]
) -> None:
    if not direct_here(path.parent):
        pytest.skip("this file system knows no way past its cache")
    file = begun(path)
    for start in range(0, len(CONTENT), BLOCK + 108):
        file.write(CONTENT[start : start + BLOCK + 108])
    file.sync()
    file.close()
    assert path.read_bytes() == CONTENT
    assert watched == [(True, BLOCK)] * 3 + [(True, 4096), (False, 904)]


def test_what_begins_small_goes_the_usual_way(path: Path, watched: list[tuple[bool, int]]) -> None:
    file = begun(path)
    file.write(CONTENT[:92])
    file.write(CONTENT[92:])
    file.sync()
    file.close()
    assert path.read_bytes() == CONTENT
    assert watched == [(False, 92), (False, len(CONTENT) - 92)]


@pytest.mark.parametrize("step", ["open", "write"])
def test_a_file_system_without_such_a_way_takes_it_the_usual_way(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real_control, real_write, asked = fcntl.fcntl, os.write, []

    def control(handle: int, order: int, flags: int = 0) -> int:
        if step == "open" and flags & os.O_DIRECT:
            asked.append(order)
            raise OSError(errno.EINVAL, "no")
        return real_control(handle, order, flags)

    def write(handle: int, data: memoryview) -> int:
        if real_control(handle, fcntl.F_GETFL) & os.O_DIRECT:
            asked.append(len(data))
            raise OSError(errno.EINVAL, "not aligned as this one asks")
        return real_write(handle, data)

    monkeypatch.setattr(steady.fcntl, "fcntl", control)
    monkeypatch.setattr(steady.os, "write", write)
    file = begun(path)
    for start in range(0, len(CONTENT), BLOCK + 16):
        file.write(CONTENT[start : start + BLOCK + 16])
    file.sync()
    file.close()
    monkeypatch.undo()
    assert path.read_bytes() == CONTENT
    assert len(asked) <= 1


def test_a_write_that_takes_only_a_part_is_gone_on_with(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write

    def half(handle: int, data: memoryview) -> int:
        return real(handle, data[: max(4096, len(data) // 2)])

    monkeypatch.setattr(steady.os, "write", half)
    file = begun(path)
    file.write(CONTENT)
    file.flush()
    assert path.read_bytes() == CONTENT
    file.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_says_so_and_the_next_file_is_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(_: int, __: memoryview) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(steady.os, "write", fail)
    file = begun(path)
    with pytest.raises(OSError, match=os.strerror(number)):
        file.write(CONTENT)
    monkeypatch.undo()
    file.close()
    file.close()
    other = begun(path)
    other.write(CONTENT)
    other.sync()
    other.close()
    assert path.read_bytes() == CONTENT


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.sampled_from([1, 16, 92, 4096, 5000, BLOCK - 1, BLOCK, BLOCK + 16]), max_size=6))
def test_pieces_of_any_size_give_the_same_bytes(path: Path, sizes: list[int]) -> None:
    file, given_ = begun(path), bytearray()
    for size in sizes:
        piece = CONTENT[len(given_) % 1000 :][:size]
        file.write(piece)
        given_ += piece
        if size == 5000:
            file.flush()
    file.sync()
    file.close()
    assert path.read_bytes() == bytes(given_)
