"""Evidence on its way in: sealed while it streams, refused with a reason, nothing left in clear."""

import hashlib
import io
from datetime import datetime
from pathlib import Path

import pytest

from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.prepare.evidence import Staging, stage
from huiyin.vault import kinds
from huiyin.vault.data_key import DataKey
from huiyin.vault.files import open_file
from support.house import House

PDF = b"%PDF-1.4\n" + b"water " * 50_000


@pytest.fixture
def key(house: House, at: datetime) -> DataKey:
    return house.vault.new_data_key(PetitionId(new_id(at)))


def test_a_stream_is_sealed_and_described(house: House, key: DataKey, at: datetime) -> None:
    staged = stage(io.BytesIO(PDF), " 检测\n报告.pdf", store=house.store, data_key=key, at=at)
    assert staged.name == "检测 报告.pdf"
    assert staged.kind == "application/pdf"
    assert staged.size == len(PDF)
    assert staged.sha256 == hashlib.sha256(PDF).digest()
    assert open_file(house.store, staged.address, key, staged.id).read() == PDF


def test_nothing_lies_in_clear_on_the_disk(house: House, key: DataKey, at: datetime, tmp_path: Path) -> None:
    with Staging("a.pdf", store=house.store, data_key=key, at=at) as staging:
        for start in range(0, len(PDF), 1000):
            staging.write(PDF[start : start + 1000])
        on_disk = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert not any(b"water" in path.read_bytes() for path in on_disk)
        staging.finish()
    assert not any(b"water" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_file_without_a_name_gets_a_dash(house: House, key: DataKey, at: datetime) -> None:
    assert stage(io.BytesIO(PDF), " ", store=house.store, data_key=key, at=at).name == "-"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "evidence.empty"),
        (b"MZ" + bytes(100), "a.pdf", "evidence.type_not_allowed"),
        (b"MZ" + bytes(200_000), "a.pdf", "evidence.type_not_allowed"),
        (b"plain words", "run.bat", "evidence.type_not_allowed"),
    ],
)
def test_a_file_is_refused_with_its_reason(
    house: House, key: DataKey, at: datetime, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        stage(io.BytesIO(content), name, store=house.store, data_key=key, at=at)
    assert caught.value.code == code


def test_a_file_is_refused_as_soon_as_it_is_too_large(
    house: House, key: DataKey, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "MAX_FILE_BYTES", 100)
    staging = Staging("a.pdf", store=house.store, data_key=key, at=at)
    with staging, pytest.raises(Invalid, match=r"evidence\.too_large"):
        staging.write(PDF)


def test_what_broke_off_leaves_nothing(house: House, key: DataKey, at: datetime) -> None:
    with Staging("a.pdf", store=house.store, data_key=key, at=at) as staging:
        staging.write(PDF)
    assert list(house.store.list()) == []
