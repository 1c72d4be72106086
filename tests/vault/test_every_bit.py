"""Every bit of a sealed file counts: what was changed is found where it was changed, and named."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.adapters.store import FolderStore
from huiyin.kernel.errors import HuiyinError, Unknown
from huiyin.kernel.ids import PetitionId
from huiyin.vault import check_address, open_file, open_stream, seal_stream
from huiyin.vault.data_key import data_key_from
from huiyin.vault.segments import HEADER_BYTES, SEALED_SEGMENT_BYTES, SEGMENT_BYTES

OBJECT = UUID(int=42)
KEY = data_key_from(bytes(range(32)), PetitionId(UUID(int=7)), wrapped=b"")
CONTENT = random.Random(7).randbytes(3 * SEGMENT_BYTES + 5)  # noqa: S311  three whole segments and a short one
SEGMENTS = 4
SIZE = HEADER_BYTES + len(CONTENT) + SEGMENTS * 16
ENDS = [HEADER_BYTES + number * SEALED_SEGMENT_BYTES for number in range(SEGMENTS)] + [SIZE]
PARTS = {
    "magic": (0, 6),
    "version": (6, 7),
    "suite": (7, 8),
    "segment size": (8, 12),
    "object": (12, 28),
    "salt": (28, 60),
    "key check": (60, 92),
    **{f"body {number}": (ENDS[number], ENDS[number + 1] - 16) for number in range(SEGMENTS)},
    **{f"tag {number}": (ENDS[number + 1] - 16, ENDS[number + 1]) for number in range(SEGMENTS)},
}


@dataclass
class OnDisk:
    """A file in a folder store, with what was sealed, and another of the same petition and id."""

    store: FolderStore
    path: Path
    address: str
    sealed: bytes
    other: bytes

    def segment(self, number: int, *, of_other: bool = False) -> bytes:
        """Return a sealed segment."""
        return (self.other if of_other else self.sealed)[ENDS[number] : ENDS[number + 1]]

    def put(self, *pieces: bytes) -> None:
        """Write something else under its name."""
        self.path.write_bytes(b"".join(pieces))

    def refusal(self, start: int = 0, end: int | None = None) -> tuple[str, object]:
        """Return what reading it raises: the code, and the segment when it names one."""
        with pytest.raises(HuiyinError) as caught:
            b"".join(open_stream(self.store, self.address, KEY, OBJECT, start, end))
        assert caught.value.facts["file"] == self.address[:12]
        return caught.value.code, caught.value.facts.get("segment")

    def require_another_digest(self) -> None:
        """The check without a key finds it too, and names the file."""
        with pytest.raises(HuiyinError, match=r"vault\.damaged_file") as caught:
            check_address(self.store, self.address)
        assert caught.value.facts == {"file": self.address[:12]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> OnDisk:
    folder = tmp_path_factory.mktemp("store") / "files"
    store = FolderStore(folder, reserved_bytes=0)
    one, two = (
        seal_stream(io.BytesIO(CONTENT), store=store, data_key=KEY, object_id=OBJECT) for _ in range(2)
    )
    path = folder / one.address[:2] / one.address
    other = (folder / two.address[:2] / two.address).read_bytes()
    return OnDisk(store=store, path=path, address=one.address, sealed=path.read_bytes(), other=other)


@pytest.fixture
def file(made: OnDisk) -> Iterator[OnDisk]:
    yield made
    made.put(made.sealed)
    assert b"".join(open_stream(made.store, made.address, KEY, OBJECT)) == CONTENT


def require_found(file: OnDisk, at: int, bit: int) -> None:
    changed = bytearray(file.sealed)
    changed[at] ^= 1 << bit
    file.put(changed)
    file.require_another_digest()
    if at < HEADER_BYTES:
        assert file.refusal() == ("vault.damaged_header", None)
        assert file.refusal(CONTENT_END - 3) == ("vault.damaged_header", None)
        return
    segment = (at - HEADER_BYTES) // SEALED_SEGMENT_BYTES
    start, end = segment * SEGMENT_BYTES, min((segment + 1) * SEGMENT_BYTES, CONTENT_END)
    assert file.refusal() == ("vault.damaged_segment", segment)
    assert file.refusal(end - 1, end) == ("vault.damaged_segment", segment)
    assert file.refusal(max(start - 1, 0), start + 1) == ("vault.damaged_segment", segment)
    before = b"".join(open_stream(file.store, file.address, KEY, OBJECT, 0, start))
    behind = b"".join(open_stream(file.store, file.address, KEY, OBJECT, end))
    assert (before, behind) == (CONTENT[:start], CONTENT[end:])  # the others still open
    seeking = open_file(file.store, file.address, KEY, OBJECT)
    seeking.seek(start)
    with pytest.raises(HuiyinError, match=r"vault\.damaged_segment"):
        seeking.read(1)


CONTENT_END = len(CONTENT)


@pytest.mark.parametrize("part", PARTS)
def test_a_flipped_bit_in_every_part_is_found_where_it_is(file: OnDisk, part: str) -> None:
    first, end = PARTS[part]
    for at, bit in ((first, 0), (first, 7), (end - 1, 0), (end - 1, 7), ((first + end) // 2, 3)):
        require_found(file, at, bit)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, SIZE - 1) | st.integers(0, HEADER_BYTES - 1), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found_where_it_is(made: OnDisk, at: int, bit: int) -> None:
    require_found(made, at, bit)


def test_a_flipped_bit_in_its_name_leads_to_no_file_or_to_another_digest(file: OnDisk) -> None:
    turned = f"{int(file.address, 16) ^ 1:064x}"
    with pytest.raises(Unknown, match=r"store\.no_such_file"):
        open_stream(file.store, turned, KEY, OBJECT)
    path = file.path.parent.parent / turned[:2] / turned
    path.write_bytes(file.sealed)
    with pytest.raises(HuiyinError, match=r"vault\.damaged_file") as caught:
        check_address(file.store, turned)
    assert caught.value.facts == {"file": turned[:12]}
    path.unlink()


@pytest.mark.parametrize("kept", range(SEGMENTS))
@pytest.mark.parametrize("more", [-17, -16, -1, 0, 1, 15, 16, 17])
def test_a_file_cut_at_or_near_a_segments_end_is_found(file: OnDisk, kept: int, more: int) -> None:
    size = ENDS[kept] + more
    file.put(file.sealed[:size])
    file.require_another_digest()
    code, segment = file.refusal()
    if size < HEADER_BYTES:
        assert code == "vault.damaged_header"
    else:
        last = max((size - HEADER_BYTES - 1) // SEALED_SEGMENT_BYTES, 0)
        assert (code, segment) == ("vault.damaged_segment", last)


@pytest.mark.parametrize("one", range(SEGMENTS))
@pytest.mark.parametrize("two", range(SEGMENTS))
def test_segments_swapped_or_put_in_each_others_place_are_found(file: OnDisk, one: int, two: int) -> None:
    if one == two:
        return
    order = list(range(SEGMENTS))
    order[one], order[two] = two, one
    file.put(file.sealed[:HEADER_BYTES], *(file.segment(number) for number in order))
    assert file.refusal() == ("vault.damaged_segment", min(one, two))
    order = list(range(SEGMENTS))
    order[one] = two
    file.put(file.sealed[:HEADER_BYTES], *(file.segment(number) for number in order))
    assert file.refusal()[0] == "vault.damaged_segment"
    file.require_another_digest()


@pytest.mark.parametrize("number", range(SEGMENTS))
def test_a_segment_twice_or_left_out_is_found(file: OnDisk, number: int) -> None:
    twice = sorted([*range(SEGMENTS), number])
    left_out = [one for one in range(SEGMENTS) if one != number]
    for order in (twice, left_out):
        file.put(file.sealed[:HEADER_BYTES], *(file.segment(one) for one in order))
        code, segment = file.refusal()
        assert code == "vault.damaged_segment"
        assert isinstance(segment, int)
        assert segment >= min(number, SEGMENTS - 2)
        file.require_another_digest()


@pytest.mark.parametrize("number", range(SEGMENTS))
def test_a_segment_of_another_file_of_the_same_petition_and_id_is_found(file: OnDisk, number: int) -> None:
    pieces = [file.segment(one, of_other=one == number) for one in range(SEGMENTS)]
    file.put(file.sealed[:HEADER_BYTES], *pieces)
    assert file.refusal() == ("vault.damaged_segment", number)
    file.put(file.other[:HEADER_BYTES], *pieces)
    assert file.refusal()[0] == "vault.damaged_segment"
    file.require_another_digest()


def test_another_whole_file_under_its_name_is_found_by_its_digest_and_under_another_id_by_its_header(
    file: OnDisk,
) -> None:
    file.put(file.other)  # of the same petition and id: sealed before, or again
    file.require_another_digest()
    with pytest.raises(HuiyinError, match=r"vault\.damaged_header"):
        open_stream(file.store, file.address, KEY, UUID(int=43))
