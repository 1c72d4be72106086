"""The key file: made once, kept closed, and missed, damaged or wrong with one clear sentence."""

import json
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huiyin.kernel.errors import Misconfigured
from huiyin.vault import key_home, keyset, make_keys, open_vault
from huiyin.vault.key_home import KeyFolder
from vault.key_files import refused


def test_key_file_and_folder_are_closed_to_others(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["keys.json"]


def test_keys_are_made_only_once(folder: Path) -> None:
    before = (folder / "keys.json").read_bytes()
    assert make_keys(folder) is False
    assert (folder / "keys.json").read_bytes() == before


def test_the_same_file_gives_the_same_keys(folder: Path) -> None:
    one, two = open_vault(folder), open_vault(folder)
    assert one.fingerprint == two.fingerprint
    assert one.signer.public_key == two.signer.public_key
    assert one.keyed_hash("code", b"x") == two.keyed_hash("code", b"x")


def test_two_installations_share_nothing(folder: Path, tmp_path: Path) -> None:
    make_keys(tmp_path / "other")
    one, two = open_vault(folder), open_vault(tmp_path / "other")
    assert one.fingerprint != two.fingerprint
    assert one.signer.origin != two.signer.origin
    assert one.keyed_hash("code", b"x") != two.keyed_hash("code", b"x")


_START = """
import pathlib, sys
from huiyin.vault import make_keys, open_vault
folder = pathlib.Path(sys.argv[1])
print(make_keys(folder), open_vault(folder).fingerprint)
"""


def test_processes_starting_at_once_agree_on_one_key_file(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _START, str(tmp_path / "keys")]
    started = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(5)
    ]
    answers = [process.communicate(timeout=60)[0].split() for process in started]
    assert sorted(made for made, _ in answers) == ["False"] * 4 + ["True"]
    assert len({fingerprint for _, fingerprint in answers}) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["keys.json"]


def test_the_loser_of_the_race_keeps_the_winners_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (folder / "keys.json").read_bytes()
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert make_keys(folder) is False
    assert (folder / "keys.json").read_bytes() == before


def test_a_missing_key_file_is_never_replaced_at_start(tmp_path: Path) -> None:
    assert refused(tmp_path / "keys").code == "vault.keys_missing"
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda text: text[: len(text) // 2], "syntax"),
        (lambda _: "[" * 100_000, "syntax"),
        (lambda _: "", "syntax"),
        (lambda _: "[1.5]", "format"),
        (lambda _: '{"format": "another"}', "format"),
        (lambda text: text.replace('"version": 1', '"version": 2'), "version"),
        (lambda text: text.replace('"ENABLED"', '"DISABLED"', 1), "check"),
        (lambda text: text.replace('"version": 1', '"version": 1, "extra": 1.5'), "check"),
    ],
)
def test_a_damaged_key_file_is_named(folder: Path, change: Callable[[str], str], found: str) -> None:
    path = folder / "keys.json"
    path.write_text(change(path.read_text()))
    refusal = refused(folder)
    assert (refusal.code, refusal.facts["found"]) == ("vault.keys_damaged", found)


def test_a_key_file_that_is_no_text_is_damaged(folder: Path) -> None:
    (folder / "keys.json").write_bytes(b"\xff\xfe\x00\x80")
    assert refused(folder).facts["found"] == "encoding"


def _rewritten(folder: Path, **changes: object) -> None:
    path = folder / "keys.json"
    content = json.loads(path.read_text())
    del content["check"]
    content |= changes
    path.write_text(json.dumps(content | {"check": keyset._check(content)}))


def test_a_log_key_of_another_installation_is_refused(folder: Path) -> None:
    other = json.loads(keyset.generate("huiyin.example"))
    _rewritten(folder, log=other["log"])
    assert refused(folder).facts["found"] == "content"


def test_a_public_log_key_that_does_not_fit_is_refused(folder: Path) -> None:
    log = json.loads((folder / "keys.json").read_text())["log"]
    other = json.loads(keyset.generate("huiyin.example"))["log"]
    _rewritten(folder, log=log | {"public_key": other["public_key"]})
    assert refused(folder).facts["found"] == "content"


def test_a_missing_keyset_is_refused(folder: Path) -> None:
    _rewritten(folder, keysets={})
    assert refused(folder).facts["found"] == "content"


@pytest.mark.parametrize("what", ["folder", "file"])
def test_keys_that_others_could_read_are_refused(folder: Path, what: str) -> None:
    path = folder if what == "folder" else folder / "keys.json"
    path.chmod(0o755 if what == "folder" else 0o644)
    refusal = refused(folder)
    assert refusal.code == "vault.keys_open_to_others"
    assert refusal.facts["way_out"].startswith("chmod ")
    path.chmod(0o700 if what == "folder" else 0o600)
    open_vault(folder)


def test_a_key_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "keys.json").unlink()
    (folder / "keys.json").mkdir()
    assert refused(folder).code == "vault.keys_unreadable"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file in the way")
    with pytest.raises(Misconfigured) as caught:
        make_keys(tmp_path / "keys")
    assert caught.value.code == "vault.keys_not_made"


def test_a_disk_that_fills_while_keys_are_made_leaves_no_half_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(key_home.os, "fsync", full)
    with pytest.raises(Misconfigured):
        make_keys(tmp_path / "keys")
    monkeypatch.undo()
    assert list((tmp_path / "keys").iterdir()) == []


def test_the_log_is_called_after_its_host(tmp_path: Path) -> None:
    KeyFolder(folder=tmp_path / "keys", log_host="xf.sc.example").make()
    origin = open_vault(tmp_path / "keys").signer.origin
    host, _, digits = origin.partition("/")
    assert host == "xf.sc.example"
    assert len(digits) == 8
    assert int(digits, 16) >= 0


def test_keys_are_neither_shown_nor_pickled(folder: Path) -> None:
    vault = open_vault(folder)
    shown = repr(vault) + repr(vault.keys)
    assert "object at" not in shown
    for holder in (vault, vault.keys):
        with pytest.raises(TypeError):
            pickle.dumps(holder)


def test_no_other_file_is_left_by_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_keys(tmp_path / "keys")
    finally:
        os.umask(before)
    open_vault(tmp_path / "keys")
