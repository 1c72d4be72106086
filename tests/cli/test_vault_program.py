"""`huiyin vault` on a real installation: another wrapping key beside `up`, a token and back."""

import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.folders import new_folder
from support.installation import Installation, Running
from support.program import PETITION, Filing, send
from support.token import SoftToken


@pytest.fixture
def place() -> Iterator[Installation]:
    folder = new_folder()
    found = Installation(data=folder / "var")
    yield found
    found.close()
    shutil.rmtree(folder, ignore_errors=True)


def _stopped(place: Installation) -> None:
    place.started[-1].stop()
    place.await_nobody(60)


def _filed(running: Running) -> None:
    assert send(running.port, Filing(PETITION)).status == 201


def _done(place: Installation, *command: str, **environment: str) -> str:
    ran = place.run(*command, **environment)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def _refused(place: Installation, words: str, *command: str, **environment: str) -> None:
    ran = place.run(*command, **environment)
    assert ran.returncode == 1, ran.stdout
    assert words in ran.stderr.splitlines()[-1]
    assert "Traceback" not in ran.stderr


def _keys(place: Installation) -> Path:
    return place.data / "keys" / "keys.json"


def _wraps(place: Installation) -> int:
    found: dict[str, Any] = json.loads(_keys(place).read_text())
    return len(found["keysets"]["wrap"]["key"])


@pytest.mark.long
def test_the_wrapping_key_is_changed_while_people_file_and_ended_when_they_are_told_to_wait(
    place: Installation, tmp_path: Path
) -> None:
    running = place.up().ready()
    assert "Now take a copy of" in running.words
    assert "huiyin doctor --keys-copy FILE" in running.words
    _filed(running)
    _done(place, "backup", str(tmp_path / "before.huiyin"))
    assert "was ever shown" in place.run("doctor").stdout
    shown = tmp_path / "keys.json"
    shutil.copy(_keys(place), shown)
    _done(place, "doctor", "--keys-copy", str(shown))

    told = json.loads(_done(place, "vault", "rotate", "--json"))
    assert (told["data_keys"], told["damaged"], told["retired_at"]) == (1, 0, None)
    _filed(running)
    assert json.loads(_done(place, "vault", "rotate", "--json"))["data_keys"] == 2
    assert _wraps(place) == 3
    found = place.run("doctor")
    assert (found.returncode, "older copies lack the keys of today" in found.stdout) == (1, True)
    assert "Former wrapping keys are still in the key file (2)" in found.stdout
    _refused(place, "If that is what you want, say so", "vault", "rotate", "--retire")
    agreed = ("vault", "rotate", "--retire", "--older-backups-unreadable")
    _refused(place, "already runs", *agreed)
    _done(place, "vault", "rotate", "--prepare")
    _filed(running)
    _stopped(place)
    assert "is in the key file any more" not in _done(place, *agreed)
    assert _wraps(place) == 2
    running = place.up().ready()
    assert "Now take a copy" not in running.words
    assert "No copy of the key file" in running.words
    shutil.copy(_keys(place), shown)
    _done(place, "doctor", "--keys-copy", str(shown))
    assert "ledger" not in _done(place, "ledger", "verify", "--deep").partition("✗")[2]
    _filed(running)
    _stopped(place)
    _restored_only_by_older_keys(place, tmp_path)


def _restored_only_by_older_keys(place: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "before.huiyin"
    with tarfile.open(backup) as archive:
        names = archive.getnames()
    assert not [name for name in names if "key" in name]
    whole = json.loads(_keys(place).read_text())
    for secret in (one["keyData"]["value"] for keys in whole["keysets"].values() for one in keys["key"]):
        assert secret.encode() not in backup.read_bytes()
    _refused(place, "no longer holds the wrapping keys of this backup", "restore", "--verify", str(backup))


@pytest.mark.long
def test_a_key_file_moves_onto_a_token_and_everything_goes_on(
    place: Installation, soft_token: SoftToken
) -> None:
    asked = dict(soft_token.settings)
    running = place.up().ready()
    _filed(running)
    _refused(place, "already runs", "vault", "move-to-token", **asked)
    _stopped(place)
    _refused(place, "No token is named", "vault", "token-make")
    _refused(place, "huiyin vault token-make", "vault", "move-to-token", **asked)
    assert "Made the key keys" in _done(place, "vault", "token-make", **asked)
    assert "Nothing was changed" in _done(place, "vault", "token-make", **asked)
    _refused(place, "huiyin vault move-to-token", "up", **asked)
    assert "from now on" in _done(place, "vault", "move-to-token", **asked)
    assert "Nothing was changed" in _done(place, "vault", "move-to-token", **asked)
    assert "keysets" not in _keys(place).read_text()
    _refused(place, "Set HUIYIN_KEY_URI as it was", "up")
    running = place.up(**asked).ready()
    _filed(running)
    assert json.loads(_done(place, "vault", "rotate", "--json", **asked))["data_keys"] == 2
    _filed(running)
    assert "which opened it" in place.run("doctor", **asked).stdout
    _stopped(place)
    for harm, words in (
        (lambda: soft_token.write_pin("000000"), "is not that of the token"),
        (soft_token.pin_file.unlink, "cannot be read from"),
    ):
        harm()
        for command in (("up",), ("ledger", "verify"), ("vault", "rotate")):
            _refused(place, words, *command, **asked)
        assert words in place.run("doctor", **asked).stdout
    soft_token.write_pin("271828")
    _done(place, "ledger", "verify", **asked)
    assert "opens without a token" in _done(place, "vault", "move-to-file", **asked)
    assert "is not wrapped" in _done(place, "vault", "move-to-file", **asked)
    _done(place, "ledger", "verify")
    _filed(place.up().ready())


def test_an_installation_can_begin_on_a_token(place: Installation, soft_token: SoftToken) -> None:
    asked = dict(soft_token.settings)
    _refused(place, "huiyin vault token-make", "up", **asked)
    _done(place, "vault", "token-make", **asked)
    _filed(place.up(**asked).ready())
    _stopped(place)
    assert "keysets" not in _keys(place).read_text()
    soft_token.lose()
    _refused(place, "is not there. Plug it in", "up", **asked)


@pytest.mark.parametrize("uri", ["pkcs11:token=a", "file:/keys"])
def test_a_setting_that_cannot_be_read_is_named(place: Installation, uri: str) -> None:
    ran = place.run("up", HUIYIN_KEY_URI=uri)
    assert ran.returncode == 1
    assert "HUIYIN_KEY_URI cannot be read" in ran.stderr
    assert uri not in ran.stderr
    assert place.run("vault", "rotate", "--prepare", "--retire").returncode == 2
