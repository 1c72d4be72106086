"""What a thief gets: of a dump and the store without the key file nothing, of the key file alone nothing."""

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from huiyin.adapters.store.folder import FolderStore
from huiyin.kernel.errors import HuiyinError
from huiyin.kernel.ids import PetitionId
from huiyin.vault import make_keys, open_vault
from huiyin.vault.data_key import DataKey, data_key_from
from huiyin.vault.files import open_stream
from huiyin.vault.segments import HEADER_BYTES
from huiyin.vault.suite import KEY_BYTES
from support import canary_life, program
from support.folders import new_folder
from support.installation import Installation
from support.stealing import stolen
from support.uploading import device

pytestmark = pytest.mark.long

OBJECT_ID = slice(12, 28)  # of a header: what a thief reads there without any key


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """An installation with matters, files, a draft and half an upload; running."""
    folder = new_folder()
    made = Installation(data=folder / "var")
    running = made.up("--demo").ready()
    try:
        person = {"part": "petitioner", "kind": "person", "name": "王小明", "phone": "13800000001"}
        whom = [{"kind": "person", "name": "李某"}]
        for number in range(3):
            files = tuple(program.File(f"{number}.{name}", make()) for name, make in _FILES.items())
            told = {**program.PETITION, "persons": [person], "respondents": whom, "title": f"第{number}件"}
            assert program.send(made.port, program.Filing(told, files)).status == 201
        device(made.port).begin(1 << 20)
        yield made
        assert running.stop() == 0
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


_FILES: dict[str, Callable[[], bytes]] = {
    "txt": canary_life.text_file,
    "pdf": canary_life.pdf,
}


def test_with_its_own_keys_everything_opens(place: Installation) -> None:
    told = stolen(place, place.data / "keys")
    assert {what: counts for what, counts in told.items() if counts[0] != counts[1]} == {}
    assert {"data_key", "entry_salt", "waiting", "petition.sealed_story", "petition.sealed_summary",
            "petitioner.sealed_identity", "respondent.sealed_name", "evidence.sealed_facts",
            "file of evidence"} <= set(told)  # fmt: skip


def test_a_dump_and_the_store_open_nothing_without_the_key_file(place: Installation, tmp_path: Path) -> None:
    make_keys(tmp_path / "fresh")
    told = stolen(place, tmp_path / "fresh")
    assert sum(there for there, _ in told.values()) > 20
    assert {what: counts for what, counts in told.items() if counts[1]} == {}


def test_the_key_file_and_the_store_open_no_file_without_the_database(place: Installation) -> None:
    store = FolderStore(place.data / "files", reserved_bytes=0)
    tried = 0
    for one in store.list():
        header = store.get_range(one.address, 0, HEADER_BYTES)
        which = UUID(bytes=bytes(header[OBJECT_ID]))
        for key in _keys_of(place.data / "keys", which):
            tried += 1
            with suppress(HuiyinError):
                b"".join(open_stream(store, one.address, key, which))
                pytest.fail(f"{one.address} opened")
    assert tried > 20


def test_the_key_file_alone_tells_no_story(place: Installation) -> None:
    data = b"".join(path.read_bytes() for path in (place.data / "keys").rglob("*") if path.is_file())
    for word in ("王小明", "13800000001", "第1件", "李某"):
        assert word.encode() not in data


def _keys_of(folder: Path, which: UUID) -> Iterator[DataKey]:
    """Yield every key that can be made of a key file by somebody who knows the program."""
    vault = open_vault(folder)
    yield vault.content_key()
    yield vault.new_data_key(PetitionId(which))
    for secret in _secrets(json.loads(next(folder.glob("*.json")).read_text("utf-8"))):
        for start in range(max(1, len(secret) - KEY_BYTES + 1)):
            piece = secret[start : start + KEY_BYTES]
            if len(piece) == KEY_BYTES:
                yield data_key_from(piece, PetitionId(which), wrapped=b"")


def _secrets(told: Any) -> Iterator[bytes]:
    """Yield everything in the key file that could be a key."""
    if isinstance(told, dict | list):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _secrets(one)
    elif isinstance(told, str):
        with suppress(ValueError):
            yield base64.b64decode(told, validate=True)
