"""What was sealed by the first version of the formats opens for ever."""

import hashlib
from uuid import UUID

from huiyin.kernel.ids import PetitionId
from huiyin.vault import open_stream, open_text
from huiyin.vault.data_key import data_key_from
from vault.memory_store import MemoryStore

KEY = data_key_from(bytes(range(32)), PetitionId(UUID(int=7)), wrapped=b"")
FIELD = bytes.fromhex("0101241424de4ad3d58594db73c288e9172be4606951d0aee80891a435c95743dddb04f996fde0da0787")
FILE = bytes.fromhex(
    "48554959494e0101001000000000000000000000000000000000002a151733b1eb0e98ffe6504362f9b45d69e139a68e"
    "9d3cd4a32e0858d6e5a5de340441b96cd3ae704736003f5b020597a6d06819b610be63e368439e021d28889b92cc5bc1"
    "f18f7fdbad403a9bd082f1e682da0d7ea1bec04ec4605a85fa05d6b2051e"
)


def test_a_field_of_version_1_opens() -> None:
    assert open_text(KEY, FIELD, bound_to="petition.narrative:1") == "河水发臭"


def test_a_file_of_version_1_opens() -> None:
    store, address = MemoryStore(), hashlib.sha256(FILE).hexdigest()
    store.files[address] = FILE
    assert b"".join(open_stream(store, address, KEY, UUID(int=42))).decode() == "水质检测报告"
