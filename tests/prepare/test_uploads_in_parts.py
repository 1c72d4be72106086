"""Uploads in parts: what is kept, who may go on, and what a crash in between leaves."""

import os
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from huiyin.door import waiting
from huiyin.kernel.errors import Conflict, HuiyinError, Invalid, Misconfigured, Unknown
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare import sweeping, trays, uploads
from huiyin.prepare.receiving import Receiving
from huiyin.prepare.trays import Giver
from huiyin.prepare.uploads import Held
from huiyin.vault import kinds
from huiyin.vault.files import open_file
from support.house import House

pytestmark = pytest.mark.usefixtures("database")
PART = 100_000
MP4 = b"\x00\x00\x00\x18ftypmp42" + os.urandom(350_000)
PDF = b"%PDF-1.4\n" + bytes(500)


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PART_BYTES", PART)


@pytest.fixture
def giver(house: House, at: datetime) -> Giver:
    petition = PetitionId(new_id(at))
    return Giver(petition=petition, wrapped_key=house.vault.new_data_key(petition).wrapped, part="draft")


@pytest.fixture
def held(giver: Giver, at: datetime) -> Held:
    return uploads.begin(giver, "录像.mp4", len(MP4), at=at)


def again(held: Held, at: datetime) -> Held:
    found = uploads.find(held.secret, at)
    assert found is not None
    return found


def stored(house: House) -> set[str]:
    return {one.address for one in house.store.list()}


def test_parts_become_one_file_that_opens(house: House, giver: Giver, held: Held, at: datetime) -> None:
    with Receiving(held, at=at) as receiving:
        receiving.write(MP4)
        assert [part.size for part in receiving.upload.parts] == [PART] * 3
        assert receiving.end().done
        assert receiving.end().offset == len(MP4)
    [file] = trays.read(giver, at).files
    assert file.id == held.upload.id
    assert open_file(house.store, file.address, giver.data_key(), file.id).read() == MP4
    assert stored(house) == {file.address}
    assert again(held, at).upload.parts == ()


def test_files_lie_in_the_order_in_which_they_were_begun(giver: Giver, held: Held, at: datetime) -> None:
    later = at + timedelta(milliseconds=1)
    small = uploads.begin(giver, "报告.pdf", len(PDF), at=later)
    for one, content in ((small, PDF), (held, MP4)):
        with Receiving(one, at=later) as receiving:
            receiving.write(content)
            receiving.end()
    assert [file.name for file in trays.read(giver, later).files] == ["录像.mp4", "报告.pdf"]


def test_what_is_recorded_survives_and_the_rest_leaves_nothing(
    house: House, held: Held, at: datetime
) -> None:
    with Receiving(held, at=at) as receiving:
        receiving.write(MP4[: 2 * PART + 50])
    assert again(held, at).upload.offset == 2 * PART
    assert len(stored(house)) == 2
    assert sweeping.staged_addresses(at) == stored(house)


def test_a_stretch_without_bytes_records_nothing(house: House, held: Held, at: datetime) -> None:
    with Receiving(held, at=at) as receiving:
        receiving.record()
        assert receiving.end().offset == 0
    assert stored(house) == set()


def test_the_last_byte_is_not_recorded_before_the_file_is_there(
    giver: Giver, held: Held, at: datetime
) -> None:
    with Receiving(held, at=at) as receiving:
        receiving.write(MP4)
        receiving.record()
    assert again(held, at).upload.offset == 3 * PART
    assert trays.read(giver, at).files == ()


def test_the_later_of_two_writers_goes_on(house: House, giver: Giver, held: Held, at: datetime) -> None:
    first = Receiving(held, at=at)
    first.write(MP4[:50_000])
    with pytest.raises(Conflict, match=r"upload\.other_writer"):
        Receiving(held, at=at)
    second = Receiving(again(held, at), at=at)
    with pytest.raises(Conflict, match=r"upload\.other_writer"), first:
        first.record()
    assert stored(house) == set()
    with second:
        second.write(MP4)
        second.end()
    assert trays.read(giver, at).files[0].size == len(MP4)


def test_two_who_send_the_end_lay_one_file(house: House, giver: Giver, held: Held, at: datetime) -> None:
    with Receiving(held, at=at) as before:
        before.write(MP4[: 3 * PART])
        before.end()
    first = Receiving(again(held, at), at=at)
    first.write(MP4[3 * PART :])
    second = Receiving(again(held, at), at=at)
    second.write(MP4[3 * PART :])
    assert first.end().done
    [file] = trays.read(giver, at).files
    assert not again(held, at).upload.done
    assert second.end().done
    assert trays.read(giver, at).files == (file,)
    assert stored(house) == {file.address}
    assert again(held, at).upload.done


def test_a_crash_between_tray_and_mark_lays_no_second_file(
    house: House, giver: Giver, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = uploads.begin(giver, "a.pdf", len(PDF), at=at)
    receiving = Receiving(held, at=at)
    receiving.write(PDF)
    with monkeypatch.context() as crash:
        crash.setattr(uploads, "change", partial(_crash, RuntimeError()))
        with pytest.raises(RuntimeError):
            receiving.end()
    assert again(held, at).upload.offset == 0
    with Receiving(again(held, at), at=at) as once_more:
        once_more.write(PDF)
        assert once_more.end().done
    [file] = trays.read(giver, at).files
    assert stored(house) == {file.address}


def _crash(error: BaseException, *_: Any, **__: Any) -> None:
    raise error


def test_more_than_was_announced_is_refused(held: Held, at: datetime) -> None:
    with Receiving(held, at=at) as receiving, pytest.raises(Invalid, match="longer_than_announced"):
        receiving.write(MP4 + b"x")


@pytest.mark.parametrize("size", [len(PDF), 250_000])
def test_a_file_that_may_not_be_evidence_leaves_nothing(
    house: House, giver: Giver, at: datetime, size: int
) -> None:
    content = b"PK\x03\x04" + bytes(size - 4)  # a container that holds nothing known: seen at its end
    held = uploads.begin(giver, "a.docx", size, at=at)
    with Receiving(held, at=at) as receiving:
        receiving.write(content)
        with pytest.raises(Invalid, match=r"evidence\.type_not_allowed"):
            receiving.end()
    assert uploads.find(held.secret, at) is None
    assert len(stored(house)) == (0 if size < PART else 1)
    assert trays.read(giver, at).count == 0


def test_a_wrong_kind_shows_with_the_first_bytes(house: House, held: Held, at: datetime) -> None:
    with Receiving(held, at=at) as receiving, pytest.raises(Invalid, match="type_not_allowed"):
        receiving.write(b"MZ" + bytes(90_000))
    assert uploads.find(held.secret, at) is None
    assert stored(house) == set()


def test_a_full_disk_at_the_end_keeps_what_was_recorded(
    house: House, giver: Giver, held: Held, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiving = Receiving(held, at=at)
    receiving.write(MP4)
    begin = house.store.begin

    def full(expected_bytes: int = 0) -> Any:
        return begin(1 << 60 if expected_bytes else 0)

    with monkeypatch.context() as disk:
        disk.setattr(house.store, "begin", full)
        with pytest.raises(Misconfigured, match=r"store\.full"):
            receiving.end()
    assert again(held, at).upload.offset == 3 * PART
    with Receiving(again(held, at), at=at) as once_more:
        once_more.write(MP4[3 * PART :])
        assert once_more.end().done
    assert len(trays.read(giver, at).files) == 1


def test_a_damaged_part_ends_the_upload_and_is_named(house: House, held: Held, at: datetime) -> None:
    receiving = Receiving(held, at=at)
    receiving.write(MP4)
    address = receiving.upload.parts[1].address
    path = next(house.store._folder.glob(f"??/{address}"))  # type: ignore[attr-defined]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with receiving, pytest.raises(HuiyinError, match=r"vault\.damaged_segment") as caught:
        receiving.end()
    assert caught.value.facts == {"file": address[:12], "segment": 0}
    assert uploads.find(held.secret, at) is None
    assert stored(house) == set()


def test_a_file_for_which_nobody_waits_leaves_nothing(
    house: House, giver: Giver, held: Held, at: datetime
) -> None:
    with Receiving(held, at=at) as receiving:
        receiving.write(MP4)
        trays.clear(giver)
        with pytest.raises(Unknown, match=r"upload\.unknown"):
            receiving.end()
    assert stored(house) == set()


def test_an_upload_is_stopped_only_from_its_own_tray(
    giver: Giver, held: Held, house: House, at: datetime
) -> None:
    petition = PetitionId(new_id(at))
    other = Giver(petition=petition, wrapped_key=house.vault.new_data_key(petition).wrapped, part="draft")
    with pytest.raises(Unknown):
        uploads.stop_own(other, held.secret, at=at)
    uploads.stop_own(giver, held.secret, at=at)
    assert uploads.find(held.secret, at) is None
    assert trays.read(giver, at).uploads == ()


def test_an_upload_that_expired_before_its_tray_is_not_shown_and_can_be_taken_away(
    giver: Giver, held: Held, at: datetime
) -> None:
    later = at + timedelta(days=8)
    assert uploads.under_way(trays.read(giver, later), later) == []
    assert len(trays.read(giver, later).uploads) == 1
    uploads.stop_own(giver, held.secret, at=later)
    assert trays.read(giver, later).uploads == ()


def test_each_stretch_begins_the_week_anew(held: Held, at: datetime) -> None:
    later = at + timedelta(days=6)
    with Receiving(held, at=later) as receiving:
        receiving.write(MP4[:10])
        receiving.end()
    assert again(held, at + timedelta(days=12)).upload.offset == 10


@pytest.mark.parametrize(("size", "code"), [(0, "empty"), (kinds.MAX_FILE_BYTES + 1, "too_large")])
def test_a_size_is_judged_before_anything_arrives(giver: Giver, at: datetime, size: int, code: str) -> None:
    with pytest.raises(Invalid, match=f"evidence.{code}"):
        uploads.begin(giver, "a.pdf", size, at=at)


def test_a_tray_takes_no_more_files_than_a_matter(
    giver: Giver, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MAX_FILES", 2)
    for _ in range(2):
        uploads.begin(giver, "a.pdf", 5, at=at)
    with pytest.raises(Invalid, match=r"evidence\.too_many"):
        uploads.begin(giver, "a.pdf", 5, at=at)


def test_room_is_asked_for_parts_and_file(
    house: House, giver: Giver, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.store, "free_bytes", lambda: 3 * PART)
    uploads.begin(giver, "a.pdf", PART, at=at)
    with pytest.raises(Misconfigured, match=r"store\.full"):
        uploads.begin(giver, "a.pdf", 2 * PART, at=at)


def test_the_table_holds_neither_name_nor_secret(giver: Giver, held: Held, at: datetime) -> None:
    rows = list(waiting.waiting_drafts(at=at))
    assert len(rows) == 2
    for key, sealed in rows:
        for secret in (held.secret.encode(), "录像".encode(), str(giver.petition).encode()):
            assert secret not in key + sealed


def test_a_tray_on_which_somebody_is_always_faster_gives_up(
    giver: Giver, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "swap_draft", lambda *_, **__: False)
    with pytest.raises(Conflict, match=r"tray\.busy"):
        trays.change(giver, lambda tray: tray, at=at)


def test_what_expired_gives_way_to_something_new(at: datetime) -> None:
    day = timedelta(days=1)
    assert waiting.swap_draft(b"k", None, b"one", expires_at=at + day, at=at)
    assert not waiting.swap_draft(b"k", None, b"two", expires_at=at + day, at=at)
    assert not waiting.swap_draft(b"k", b"other", b"two", expires_at=at + day, at=at)
    assert waiting.swap_draft(b"k", b"one", b"two", expires_at=at + day, at=at)
    assert not waiting.swap_draft(b"k", b"two", b"three", expires_at=at + day, at=at + 2 * day)
    assert waiting.swap_draft(b"k", None, b"four", expires_at=at + 4 * day, at=at + 2 * day)
    waiting.prolong_draft(b"k", expires_at=at + day)
    assert waiting.read_draft(b"k", at=at + 3 * day) == b"four"
