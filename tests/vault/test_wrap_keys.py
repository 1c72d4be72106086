"""Another wrapping key: laid beside, used, alone at the end; a process that runs follows the file."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from huiyin.kernel.errors import HuiyinError, Misconfigured
from huiyin.kernel.ids import PetitionId
from huiyin.vault import make_keys, open_vault, wrap_keys
from huiyin.vault.installation import Vault
from huiyin.vault.key_home import KeyFolder

AT = datetime(2026, 5, 6, tzinfo=UTC)
PETITION = PetitionId(uuid4())


@pytest.fixture
def home(tmp_path: Path) -> KeyFolder:
    make_keys(tmp_path / "keys")
    return KeyFolder(folder=tmp_path / "keys")


def _opened(home: KeyFolder) -> Vault:
    return open_vault(home.folder)


def test_what_the_old_key_wrapped_still_opens_and_can_be_wrapped_anew(home: KeyFolder) -> None:
    before = _opened(home)
    old = before.new_data_key(PETITION)
    home.rotate_wrap(AT)
    after = _opened(home)
    assert after.keys.wrap_id != before.keys.wrap_id
    assert after.keys.wrap_ids == {before.keys.wrap_id, after.keys.wrap_id}
    assert (before.keys.wrap_since, after.keys.wrap_since) == (None, AT)
    assert after.open_data_key(old.wrapped, PETITION).files == old.files
    new = after.rewrap(old.wrapped, PETITION)
    assert (old.wrapped[:5], new[:5]) == (before.keys.wrap_id, after.keys.wrap_id)
    assert after.open_data_key(new, PETITION).files == old.files
    assert after.fingerprint == before.fingerprint
    assert after.signer.key == before.signer.key
    home.retire_wraps()
    last = _opened(home)
    assert last.keys.wrap_ids == {after.keys.wrap_id}
    assert last.open_data_key(new, PETITION).files == old.files
    with pytest.raises(Misconfigured, match=r"vault\.wrong_key"):
        last.open_data_key(old.wrapped, PETITION)
    home.retire_wraps()
    assert _opened(home).keys.wrap_ids == {after.keys.wrap_id}


def test_a_key_is_not_wrapped_anew_for_another_petition_or_when_it_was_altered(home: KeyFolder) -> None:
    vault = _opened(home)
    wrapped = vault.new_data_key(PETITION).wrapped
    for altered, petition in (
        (wrapped, PetitionId(uuid4())),
        (wrapped[:-1] + bytes([wrapped[-1] ^ 1]), PETITION),
    ):
        with pytest.raises(HuiyinError, match=r"vault\.damaged"):
            vault.rewrap(altered, petition)


def test_a_key_laid_beside_wraps_nothing_until_it_is_put_in_use(home: KeyFolder) -> None:
    before = _opened(home)
    home.prepare_wrap()
    text = home.path.read_text()
    home.prepare_wrap()
    assert home.path.read_text() == text
    both = _opened(home)
    assert both.keys.wrap_id == before.keys.wrap_id
    [beside] = both.keys.wrap_ids - before.keys.wrap_ids
    home.retire_wraps()
    assert _opened(home).keys.wrap_ids == both.keys.wrap_ids
    home.rotate_wrap(AT)
    after = _opened(home)
    assert (after.keys.wrap_id, after.keys.wrap_ids) == (beside, both.keys.wrap_ids)
    assert "wrap_next" not in json.loads(home.path.read_text())


def test_no_two_keys_of_a_file_have_one_name(home: KeyFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, given = wrap_keys.tink.new_keyset_handle, []
    taken = json.loads(home.path.read_text())["keysets"]["wrap"]["key"][0]

    class Same:
        """Looks like a keyset whose key has a name that is taken."""

    def make(template: object) -> object:
        given.append(template)
        return Same() if len(given) == 1 else whole(template)

    serialize = wrap_keys.json_proto_keyset_format.serialize
    monkeypatch.setattr(wrap_keys.tink, "new_keyset_handle", make)
    monkeypatch.setattr(
        wrap_keys.json_proto_keyset_format,
        "serialize",
        lambda one, token: json.dumps({"key": [taken]}) if isinstance(one, Same) else serialize(one, token),
    )
    home.rotate_wrap(AT)
    assert len(given) == 2
    assert len(_opened(home).keys.wrap_ids) == 2


def test_a_process_that_runs_wraps_by_the_new_key_at_once(home: KeyFolder) -> None:
    running = _opened(home)
    old = running.new_data_key(PETITION).wrapped
    home.rotate_wrap(AT)
    new = _opened(home).keys.wrap_id
    assert running.new_data_key(PETITION).wrapped.startswith(new)
    running.open_data_key(old, PETITION)


def test_a_process_that_runs_opens_what_another_wrapped_by_the_new_key(home: KeyFolder) -> None:
    running = _opened(home)
    home.rotate_wrap(AT)
    foreign = _opened(home).new_data_key(PETITION)
    assert running.open_data_key(foreign.wrapped, PETITION).files == foreign.files
    assert running.rewrap(foreign.wrapped, PETITION)


def test_the_keys_are_opened_once_and_again_only_when_the_file_has_changed(
    home: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, opened = _opened(home), []
    whole = KeyFolder.load
    monkeypatch.setattr(KeyFolder, "load", lambda self: (opened.append(1), whole(self))[1])
    for _ in range(3):
        running.open_data_key(running.new_data_key(PETITION).wrapped, PETITION)
    with pytest.raises(Misconfigured, match=r"vault\.wrong_key"):
        running.open_data_key(b"\x01strange" + bytes(60), PETITION)
    assert opened == []
    home.rotate_wrap(AT)
    opened.clear()
    for _ in range(3):
        running.new_data_key(PETITION)
    assert opened == [1]


@pytest.mark.parametrize("harm", ["gone", "damaged", "of another", "older"])
def test_a_file_that_went_wrong_stops_no_process_that_runs(
    home: KeyFolder, tmp_path: Path, harm: str
) -> None:
    older = home.path.read_text()
    home.rotate_wrap(AT)
    home.retire_wraps()
    running = _opened(home)
    make_keys(tmp_path / "other")
    others = (tmp_path / "other" / "keys.json").read_text()
    home.path.unlink()
    if harm != "gone":
        home.path.write_text({"damaged": "", "of another": others, "older": older}[harm])
        home.path.chmod(0o600)
    key = running.new_data_key(PETITION)
    assert key.wrapped.startswith(running.keys.wrap_id)
    assert running.open_data_key(key.wrapped, PETITION).files == key.files


def test_what_a_killed_change_left_beside_the_file_is_removed_by_the_next(home: KeyFolder) -> None:
    left = home.folder / ".keys.json.0011223344556677"
    left.write_text("half a key")
    home.rotate_wrap(AT)
    assert [path.name for path in home.folder.iterdir()] == ["keys.json"]
