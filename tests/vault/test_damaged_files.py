"""Damaged files: every bit, cut, swap and addition is found, and named by file and segment."""

import io
import random
from collections.abc import Callable
from uuid import UUID

import pytest

from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import PetitionId
from huiyin.vault import DataKey, SealedFile, Vault, check_address, open_stream, seal_stream
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


def _altered(store: MemoryStore, address: str, change: Callable[[bytearray], object]) -> None:
    content = bytearray(store.files[address])
    change(content)
    store.files[address] = bytes(content)


def _refusal(store: MemoryStore, address: str) -> HuiyinError:
    with pytest.raises(HuiyinError) as caught:
        _opened(store, address)
    assert caught.value.facts["file"] == address[:12]
    return caught.value


@pytest.mark.parametrize(
    ("at", "segment"),
    [
        (92, 0),
        (92 + MIB // 2, 0),
        (92 + MIB + 15, 0),  # the tag
        (92 + MIB + 16, 1),
        (92 + 2 * (MIB + 16), 2),
        (92 + 2 * (MIB + 16) + 20, 2),
    ],
)
def test_a_flipped_bit_is_found_at_its_segment(store: MemoryStore, at: int, segment: int) -> None:
    file = _sealed(store, THREE)
    _altered(store, file.address, lambda content: content.__setitem__(at, content[at] ^ 1))
    refusal = _refusal(store, file.address)
    assert (refusal.code, refusal.facts["segment"]) == ("vault.damaged_segment", segment)
    with pytest.raises(HuiyinError) as caught:
        check_address(store, file.address)
    assert caught.value.code == "vault.damaged_file"


@pytest.mark.parametrize("at", [0, 6, 7, 8, 12, 28, 59, 60, 91])
def test_a_flipped_bit_in_the_header_is_found_before_anything_opens(store: MemoryStore, at: int) -> None:
    file = _sealed(store, b"short")
    _altered(store, file.address, lambda content: content.__setitem__(at, content[at] ^ 1))
    with pytest.raises(HuiyinError) as caught:
        open_stream(store, file.address, KEY, OBJECT)
    assert caught.value.code == "vault.damaged_header"


def _swap(content: bytearray) -> None:
    one, two = slice(92, 92 + MIB + 16), slice(92 + MIB + 16, 92 + 2 * (MIB + 16))
    content[one], content[two] = content[two], content[one]


def test_swapped_segments_are_found(store: MemoryStore) -> None:
    file = _sealed(store, THREE)
    _altered(store, file.address, _swap)
    assert _refusal(store, file.address).facts["segment"] == 0


@pytest.mark.parametrize("cut", [1, 5, 20, 21, 22, 36, 37, 38, MIB, MIB + 37, 2 * MIB + 5 + 48, 2 * MIB + 60])
def test_a_truncated_file_is_found(store: MemoryStore, cut: int) -> None:
    file = _sealed(store, THREE)
    _altered(store, file.address, lambda content: content.__delitem__(slice(len(content) - cut, None)))
    assert _refusal(store, file.address).code in {"vault.damaged_segment", "vault.damaged_header"}


@pytest.mark.parametrize("size", [0, 100, MIB, 2 * MIB + 5])
@pytest.mark.parametrize("added", [1, 15, 16, 17, MIB + 16])
def test_appended_bytes_are_found(store: MemoryStore, size: int, added: int) -> None:
    file = _sealed(store, THREE[:size])
    _altered(store, file.address, lambda content: content.extend(bytes(added)))
    assert _refusal(store, file.address).code == "vault.damaged_segment"


def test_an_emptied_file_is_found(store: MemoryStore) -> None:
    file = _sealed(store, b"")
    store.files[file.address] = b""
    assert _refusal(store, file.address).code == "vault.damaged_header"


def test_a_file_opens_under_its_own_id_and_petition_only(vault: Vault, store: MemoryStore) -> None:
    file = _sealed(store, THREE)
    other = vault.new_data_key(PetitionId(UUID(int=8)))
    for key, object_id in ((KEY, UUID(int=43)), (other, OBJECT)):
        with pytest.raises(HuiyinError) as caught:
            open_stream(store, file.address, key, object_id)
        assert caught.value.code == "vault.damaged_header"


def test_a_segment_of_another_file_of_the_same_petition_is_found(store: MemoryStore) -> None:
    one, two = _sealed(store, THREE), _sealed(store, THREE)
    first = slice(92, 92 + MIB + 16)
    other = store.files[two.address][first]
    _altered(store, one.address, lambda content: content.__setitem__(first, other))
    assert _refusal(store, one.address).facts["segment"] == 0
