"""Fields and blobs open only where they were sealed, and hold nothing in clear."""

import base64
import hashlib
import hmac
import json
import pickle
import time
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kernel.errors import HuiyinError, Misconfigured
from huiyin.kernel.ids import PetitionId
from huiyin.vault import (
    DataKey,
    Vault,
    make_keys,
    open_field,
    open_json,
    open_text,
    open_vault,
    place,
    seal_field,
    seal_json,
    seal_text,
    sealing,
)
from huiyin.vault.binding import bind
from huiyin.vault.data_key import data_key_from

HERE = place("petition", "narrative", UUID(int=1))
CANARY = "锦江边的纺织厂夜里排污水 canary-7f3a"
KEY = data_key_from(bytes(range(32)), PetitionId(UUID(int=7)), wrapped=b"")


@given(st.binary(max_size=300))
def test_a_field_opens_as_it_was_sealed(plaintext: bytes) -> None:
    sealed = seal_field(KEY, plaintext, bound_to=HERE)
    assert open_field(KEY, sealed, bound_to=HERE) == plaintext
    assert len(sealed) == len(plaintext) + sealing.OVERHEAD


def test_what_is_sealed_shows_nothing(data_key: DataKey) -> None:
    sealed = seal_text(data_key, CANARY, bound_to=HERE)
    for piece in (CANARY, "canary", "排污"):
        assert piece.encode() not in sealed
    assert seal_text(data_key, CANARY, bound_to=HERE) != sealed


def test_text_and_plain_data_come_back(data_key: DataKey) -> None:
    assert open_text(data_key, seal_text(data_key, "𠮷·", bound_to=HERE), bound_to=HERE) == "𠮷·"
    value = {"phone": "028-12345678", "of": ["b", "a"], "none": None}
    assert open_json(data_key, seal_json(data_key, value, bound_to=HERE), bound_to=HERE) == value


def test_the_driver_may_hand_over_a_memoryview(data_key: DataKey) -> None:
    sealed = memoryview(seal_text(data_key, CANARY, bound_to=HERE))
    assert open_text(data_key, sealed, bound_to=HERE) == CANARY  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "elsewhere",
    [
        place("petition", "narrative", UUID(int=2)),
        place("petition", "title", UUID(int=1)),
        place("opinion", "narrative", UUID(int=1)),
        "",
    ],
)
def test_a_field_moved_elsewhere_does_not_open(data_key: DataKey, elsewhere: str) -> None:
    sealed = seal_text(data_key, CANARY, bound_to=HERE)
    with pytest.raises(HuiyinError) as caught:
        open_text(data_key, sealed, bound_to=elsewhere)
    assert caught.value.code == "vault.damaged"


def test_a_field_of_another_petition_does_not_open(vault: Vault, data_key: DataKey) -> None:
    sealed = seal_text(data_key, CANARY, bound_to=HERE)
    other = vault.new_data_key(PetitionId(UUID(int=8)))
    with pytest.raises(HuiyinError):
        open_text(other, sealed, bound_to=HERE)


def test_the_same_key_for_another_petition_does_not_open_a_field() -> None:
    other = data_key_from(bytes(range(32)), PetitionId(UUID(int=8)), wrapped=b"")
    with pytest.raises(HuiyinError):
        open_field(other, seal_field(KEY, b"x", bound_to=HERE), bound_to=HERE)


@given(st.data())
def test_any_flipped_bit_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(seal_field(KEY, b"a few words", bound_to=HERE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(HuiyinError):
        open_field(KEY, bytes(sealed), bound_to=HERE)


@given(st.binary(max_size=60))
def test_what_was_never_sealed_does_not_open(invented: bytes) -> None:
    with pytest.raises(HuiyinError):
        open_field(KEY, invented, bound_to=HERE)


def test_the_error_names_table_and_column_only(data_key: DataKey) -> None:
    with pytest.raises(HuiyinError) as caught:
        open_field(data_key, b"", bound_to=HERE)
    assert caught.value.facts == {"table": "petition", "column": "narrative"}


def test_a_data_key_opens_for_its_petition_only(vault: Vault, data_key: DataKey) -> None:
    opened = vault.open_data_key(data_key.wrapped, data_key.petition_id)
    sealed = seal_text(data_key, CANARY, bound_to=HERE)
    assert open_text(opened, sealed, bound_to=HERE) == CANARY
    with pytest.raises(HuiyinError) as caught:
        vault.open_data_key(data_key.wrapped, PetitionId(UUID(int=8)))
    assert (caught.value.code, caught.value.facts) == ("vault.damaged", {"what": "data_key"})


def test_another_installations_keys_are_told_from_damage(
    vault: Vault, data_key: DataKey, tmp_path: Path
) -> None:
    make_keys(tmp_path / "keys")
    other = open_vault(tmp_path / "keys")
    with pytest.raises(Misconfigured) as caught:
        other.open_data_key(data_key.wrapped, data_key.petition_id)
    assert caught.value.code == "vault.wrong_key"
    with pytest.raises(Misconfigured):
        other.open_blob("draft", vault.seal_blob("draft", b"x", "1"), "1")


def test_a_data_key_is_neither_shown_nor_pickled(data_key: DataKey) -> None:
    assert data_key.files.hex() not in repr(data_key)
    assert repr(data_key.files) not in repr(data_key)
    with pytest.raises(TypeError):
        pickle.dumps(data_key)


def test_every_petition_has_a_key_of_its_own(vault: Vault) -> None:
    keys = [vault.new_data_key(PetitionId(UUID(int=number))) for number in range(50)]
    assert len({key.files for key in keys}) == 50
    assert len({key.wrapped for key in keys}) == 50


def test_a_blob_opens_for_its_purpose_and_place_only(vault: Vault) -> None:
    sealed = vault.seal_blob("draft", CANARY.encode(), "17")
    assert CANARY.encode() not in sealed
    assert vault.open_blob("draft", sealed, "17") == CANARY.encode()
    for purpose, where, blob in (
        ("salt", "17", sealed),
        ("draft", "18", sealed),
        ("draft", "17", sealed[:-1]),
    ):
        with pytest.raises(HuiyinError) as caught:
            vault.open_blob(purpose, blob, where)
        assert caught.value.code == "vault.damaged"


def test_purpose_and_place_of_a_blob_cannot_be_shifted_into_each_other(vault: Vault) -> None:
    sealed = vault.seal_blob("draft1", b"x", "7")
    with pytest.raises(HuiyinError):
        vault.open_blob("draft", sealed, "17")


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_different_parts_are_bound_differently(one: list[bytes], two: list[bytes]) -> None:
    assert (bind(*one) == bind(*two)) == (one == two)


def test_the_content_key_is_the_same_at_every_start(vault: Vault) -> None:
    sealed = seal_text(vault.content_key(), CANARY, bound_to="staged.name:1")
    assert open_text(vault.content_key(), sealed, bound_to="staged.name:1") == CANARY
    assert vault.content_key().wrapped == b""


def test_a_keyed_hash_is_hmac_sha_256_and_differs_by_purpose(vault: Vault) -> None:
    found = vault.keyed_hash("query_code", b"ABCD")
    assert len(found) == 32
    assert found == vault.keyed_hash("query_code", b"ABCD")
    assert found != vault.keyed_hash("search", b"ABCD")
    assert vault.keyed_hash("ab", b"c") != vault.keyed_hash("a", b"bc")


def test_the_hash_key_is_used_as_rfc_2104_says(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys")
    proto = json.loads((tmp_path / "keys" / "keys.json").read_text())["keysets"]["hash"]["key"][0]["keyData"]
    secret = base64.b64decode(proto["value"])[-32:]
    expected = hmac.new(secret, bind(b"query_code", b"ABCD"), hashlib.sha256).digest()
    assert open_vault(tmp_path / "keys").keyed_hash("query_code", b"ABCD") == expected


def test_derived_tokens_repeat_for_the_same_seed_only(vault: Vault) -> None:
    one, two, other = (vault.token_source("import", seed) for seed in (b"1", b"1", b"2"))
    first = one(10) + one(40) + one(0) + one(7)
    assert first == two(57)
    assert first != other(57)
    assert first != vault.token_source("demo", b"1")(57)


def test_fifty_summary_lines_of_fifty_petitions_open_at_once(vault: Vault) -> None:
    petitions = [PetitionId(UUID(int=number)) for number in range(50)]
    keys = [vault.new_data_key(petition) for petition in petitions]
    rows = [(key.wrapped, seal_text(key, "关于河水污染的反映", bound_to=HERE)) for key in keys]

    def open_all() -> float:
        started = time.perf_counter()
        for petition, (wrapped, sealed) in zip(petitions, rows, strict=True):
            open_text(vault.open_data_key(wrapped, petition), sealed, bound_to=HERE)
        return time.perf_counter() - started

    assert min(open_all() for _ in range(20)) < 0.003
