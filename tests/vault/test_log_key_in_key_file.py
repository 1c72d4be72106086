"""The key of the public log is changed within the key file; all other keys stay."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from huiyin.kernel.errors import Misconfigured
from huiyin.rules.receipt.keys import handover_message
from huiyin.vault import keyset, open_vault
from huiyin.vault.key_home import KeyFolder
from vault.key_files import refused


def test_a_new_log_key_keeps_the_old_one_for_checking_and_all_other_keys(folder: Path) -> None:
    before = open_vault(folder)
    ends = datetime(2026, 5, 6, tzinfo=UTC), datetime(2026, 5, 7, tzinfo=UTC)
    for at in ends:
        KeyFolder(folder=folder).succeed(at)
    after = open_vault(folder)
    assert after.fingerprint == before.fingerprint
    assert after.keyed_hash("code", b"x") == before.keyed_hash("code", b"x")
    newest, middle, oldest = after.house_keys
    assert newest.key == after.signer.key != middle.key != oldest.key == before.signer.key
    assert (newest.until, middle.until, oldest.until) == (None, ends[1], ends[0])
    assert {one.key.name.partition("/")[0] for one in after.house_keys} == {"huiyin.example"}
    assert oldest.signed_at(ends[0])
    assert not oldest.signed_at(ends[1])
    assert newest.signed_at(ends[1])
    assert [path.name for path in folder.iterdir()] == ["keys.json"]
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600


def test_the_old_log_key_signs_its_successor_and_is_gone(folder: Path) -> None:
    old, at = open_vault(folder).signer, datetime(2026, 5, 6, tzinfo=UTC)
    secret = json.loads((folder / "keys.json").read_text())["log"]["sealed_key"]
    KeyFolder(folder=folder).succeed(at)
    new, ended = open_vault(folder).house_keys
    message = handover_message(
        origin=old.origin,
        public_key=old.public_key,
        new_origin=new.key.name,
        new_public_key=new.key.public_key,
        at=at,
    )
    old.private_key.public_key().verify(ended.handover, message)
    assert secret not in (folder / "keys.json").read_text()


def test_a_key_file_that_cannot_be_written_stays_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "keys.json").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Misconfigured) as caught:
            KeyFolder(folder=folder).succeed(datetime(2026, 5, 6, tzinfo=UTC))
    assert caught.value.code == "vault.keys_not_made"
    assert (folder / "keys.json").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["keys.json"]


def test_another_key_of_the_same_log_stands_beside_the_old_one_until_that_is_taken_out(folder: Path) -> None:
    before, at = open_vault(folder), datetime(2026, 5, 6, tzinfo=UTC)
    secret = json.loads((folder / "keys.json").read_text())["log"]["sealed_key"]
    KeyFolder(folder=folder).rotate(at)
    both = open_vault(folder)
    assert both.signer.origin == before.signer.origin
    assert both.signer.ending_key == before.signer.key != both.signer.key
    assert [one.name for one in both.signer.note("text\n").signatures] == [before.signer.origin] * 2
    with pytest.raises(ValueError, match="an old key is still there"):
        KeyFolder(folder=folder).rotate(at)
    KeyFolder(folder=folder).retire()
    after = open_vault(folder)
    assert after.signer.key == both.signer.key
    assert after.signer.ending_key is None
    assert secret not in (folder / "keys.json").read_text()
    oldest, newest = after.keys_of(before.signer.origin)
    assert (oldest.key, oldest.until, newest.until) == (before.signer.key, at, None)
    message = handover_message(
        origin=oldest.key.name,
        public_key=oldest.key.public_key,
        new_origin=newest.key.name,
        new_public_key=newest.key.public_key,
        at=at,
    )
    before.signer.private_key.public_key().verify(oldest.handover, message)
    after.signer.private_key.public_key().verify(oldest.accepted, message)
    assert after.fingerprint == before.fingerprint
    KeyFolder(folder=folder).retire()
    assert open_vault(folder).signer.key == after.signer.key


def test_a_log_that_ends_while_its_key_is_changed_takes_both_keys_with_it(folder: Path) -> None:
    at = datetime(2026, 5, 6, tzinfo=UTC)
    KeyFolder(folder=folder).rotate(at)
    KeyFolder(folder=folder).succeed(at)
    after = open_vault(folder)
    assert after.signer.ending_key is None
    assert len(after.house_keys) == 3
    assert "ending" not in (folder / "keys.json").read_text()


def test_an_old_key_that_is_not_the_one_announced_is_no_key_file(folder: Path) -> None:
    KeyFolder(folder=folder).rotate(datetime(2026, 5, 6, tzinfo=UTC))
    content = json.loads((folder / "keys.json").read_text())
    content.pop("check")
    for harm in ({"former_logs": []}, {"ending": content["log"]["sealed_key"]}):
        (folder / "keys.json").write_text(keyset.text_of({**content, **harm}))
        assert refused(folder).code == "vault.keys_damaged"
