"""`huiyin ledger rotate-key` on a real installation, with a witness who trusts the old key only."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.folders import new_folder
from support.installation import Installation, Running
from support.program import PETITION, Filing, send
from support.witnesses import huiyin, serving

PATIENCE = 60.0


@pytest.fixture
def place() -> Iterator[Installation]:
    folder = new_folder()
    found = Installation(data=folder / "var")
    yield found
    found.close()
    shutil.rmtree(folder, ignore_errors=True)


def _status(place: Installation) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(place.run("ledger", "status", "--json").stdout)
    return told


def _await(holds: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.3)


def _filed(running: Running, file: Path) -> Path:
    answer = send(running.port, Filing(PETITION))
    assert answer.status == 201
    file.write_bytes(answer.receipt)
    return file


def _stopped(place: Installation) -> None:
    place.started[-1].stop()
    place.await_nobody(60)


@pytest.mark.long
def test_the_key_is_changed_and_everybody_can_follow(place: Installation, tmp_path: Path) -> None:
    watch = tmp_path / "witness"
    huiyin("witness", "init", "--dir", watch, "--name", "witness.example/w1")
    witness_key = huiyin("witness", "keys", "--dir", watch).stdout.splitlines()[0]
    running = place.up("--demo").ready()
    before = _filed(running, tmp_path / "before.json")
    refused = place.run("ledger", "rotate-key")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    old = _status(place)["key"]
    huiyin("witness", "trust", "--dir", watch, old)
    _stopped(place)
    copy = tmp_path / "keys.json"
    shutil.copy(place.data / "keys" / "keys.json", copy)
    assert place.run("doctor", "--keys-copy", str(copy)).returncode == 0

    with serving(watch) as witness:
        asked = {"HUIYIN_WITNESSES": f"{witness_key} http://127.0.0.1:{witness.port}"}
        begun = place.run("ledger", "rotate-key", "--overlap", **asked)
        assert begun.returncode == 0, begun.stderr
        assert "goes on signing checkpoints beside it" in begun.stdout
        assert _status(place)["signs_beside"] == old
        assert "still signs checkpoints beside" in place.run("doctor").stdout
        running = place.up("--demo", **asked).ready()
        after = _filed(running, tmp_path / "after.json")
        _await(lambda: _status(place)["cosigned_by"] == 1 and not _status(place)["waiting"])
        _stopped(place)

        ran = place.run("ledger", "rotate-key", "--json", **asked)
        assert ran.returncode == 0, ran.stderr
        done = json.loads(ran.stdout)
        assert (done["former"], done["ended"]) == (old, True)
        running = place.up("--demo", **asked).ready()
        _filed(running, tmp_path / "last.json")
        _await(lambda: not _status(place)["waiting"])
        assert _status(place)["cosigned_by"] == 0  # refused until told
        huiyin("witness", "trust", "--dir", watch, done["key"])
        huiyin("witness", "trust", "--dir", watch, "--stop", old)
        _await(lambda: _status(place)["cosigned_by"] == 1)
        _stopped(place)

    _asks_for_a_new_copy(place, copy)
    verified = place.run("ledger", "verify", "--deep")
    assert verified.returncode == 0, verified.stdout
    for receipt in (after, tmp_path / "last.json"):
        for key in (old, done["key"]):
            checked = place.run("receipt", "verify", str(receipt), "--key", key)
            assert checked.returncode == 0, checked.stdout
    assert place.run("receipt", "verify", str(before), "--key", old).returncode == 0
    assert place.run("receipt", "verify", str(before), "--key", done["key"]).returncode == 1


def _asks_for_a_new_copy(place: Installation, copy: Path) -> None:
    told = place.run("doctor")
    assert (told.returncode, "older copies lack the keys of today" in told.stdout) == (1, True)
    for wrong in (copy, copy.with_name("nowhere")):
        assert place.run("doctor", "--keys-copy", str(wrong)).returncode == 1
    shutil.copy(place.data / "keys" / "keys.json", copy)
    told = place.run("doctor", "--keys-copy", str(copy))
    assert (told.returncode, "is the same as the key file" in told.stdout) == (0, True)


def test_an_older_copy_of_the_keys_starts_nothing(place: Installation) -> None:
    place.up("--demo").ready()
    _stopped(place)
    keys = place.data / "keys" / "keys.json"
    older = keys.read_bytes()
    ran = place.run("ledger", "rotate-key")
    assert ran.returncode == 0, ran.stderr
    assert "Take a copy of" in ran.stdout
    keys.write_bytes(older)
    keys.chmod(0o600)
    for command in (("up",), ("ledger", "rotate-key"), ("ledger", "integrate")):
        ran = place.run(*command)
        assert (ran.returncode, "The key file is an older copy" in ran.stderr) == (1, True)
    assert "The key file is an older copy" in place.run("doctor").stdout
