"""Sealing in a thread beside whoever brings the bytes: in order, in bounded memory, no error lost."""

import hashlib
import os
import threading
from uuid import UUID

import pytest

from huiyin.kernel.errors import Misconfigured
from huiyin.kernel.ids import PetitionId
from huiyin.vault import FileSealer, open_stream, sealer
from huiyin.vault.beside import Beside
from huiyin.vault.data_key import data_key_from
from vault.memory_store import MemoryStore, MemoryUpload

MIB = 1 << 20
OBJECT = UUID(int=42)
KEY = data_key_from(bytes(range(32)), PetitionId(UUID(int=7)), wrapped=b"")
FIVE = os.urandom(5 * MIB + 77)


class _Full(MemoryStore):
    """A store that has no room for one of the segments, and then has room again."""

    def __init__(self, refused: int) -> None:
        super().__init__()
        self.left, self.threads = refused, set[int]()

    def begin(self, expected_bytes: int = 0) -> MemoryUpload:
        upload = super().begin(expected_bytes)
        real = upload.write

        def write(data: bytes, /) -> None:
            self.left -= 1
            self.threads.add(threading.get_ident())
            if self.left == 0:
                raise Misconfigured("store.full")
            real(data)

        upload.write = write  # type: ignore[method-assign]
        return upload


@pytest.mark.parametrize("refused", [1, 2, 3, 5, 6])
def test_a_segment_that_was_not_stored_is_never_skipped(refused: int) -> None:
    store = _Full(refused)
    with FileSealer(store, KEY, OBJECT) as file:
        told = 0
        for start in range(0, len(FIVE), MIB // 2):
            try:
                file.write(FIVE[start : start + MIB // 2])
            except Misconfigured:
                told += 1  # and goes on nevertheless
        with pytest.raises(Misconfigured, match=r"store\.full"):
            file.finish()
    assert store.files == {}
    assert store.uploads[0].discarded
    assert told > 0 or refused > 2


def test_a_file_of_one_segment_is_sealed_without_a_thread() -> None:
    store = _Full(0)
    with FileSealer(store, KEY, OBJECT) as file:
        file.write(FIVE[:MIB])
        file.finish()
    assert store.threads == {threading.get_ident()}


def test_buffers_that_were_used_before_leave_nothing_in_the_next_file() -> None:
    store = MemoryStore()
    for size in (5 * MIB + 77, MIB, 3, 2 * MIB + 1, 0, 4 * MIB):
        with FileSealer(store, KEY, OBJECT) as file:
            file.write(FIVE[-size:] if size else b"")
            sealed = file.finish()
        opened = b"".join(open_stream(store, sealed.address, KEY, OBJECT))
        assert opened == (FIVE[-size:] if size else b"")
        assert sealed.plaintext_sha256 == hashlib.sha256(opened).digest()
    assert len(sealer._spare) <= sealer.SPARE


def test_many_files_at_once_do_not_share_a_buffer() -> None:
    store, trouble = MemoryStore(), []

    def seal(number: int) -> None:
        content = bytes([number]) * (2 * MIB + number)
        for _ in range(4):
            with FileSealer(store, KEY, UUID(int=number)) as file:
                for start in range(0, len(content), 100_003):
                    file.write(content[start : start + 100_003])
                address = file.finish().address
            if b"".join(open_stream(store, address, KEY, UUID(int=number))) != content:
                trouble.append(number)

    threads = [threading.Thread(target=seal, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []


def test_a_file_left_in_the_middle_ends_its_thread_before_its_upload() -> None:
    before = threading.active_count()
    store = MemoryStore()
    with FileSealer(store, KEY, OBJECT) as file:
        file.write(FIVE)
    assert store.uploads[0].discarded
    assert threading.active_count() == before


def test_steps_keep_their_order_and_wait_for_room() -> None:
    gate, done = threading.Event(), list[int]()
    beside = Beside(2)
    beside.do(lambda: (gate.wait(), done.append(0))[1])
    beside.do(lambda: done.append(1))
    late = threading.Thread(target=beside.do, args=(lambda: done.append(2),))
    late.start()
    late.join(0.05)
    assert late.is_alive()
    gate.set()
    late.join()
    beside.done()
    assert done == [0, 1, 2]
    beside.end()
    beside.end()


def test_a_step_that_failed_is_met_at_every_further_one() -> None:
    beside = Beside(1)
    beside.do(lambda: 1 // 0)  # type: ignore[arg-type,return-value]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            beside.do(lambda: None)
        with pytest.raises(ZeroDivisionError):
            beside.done()
    beside.end()
