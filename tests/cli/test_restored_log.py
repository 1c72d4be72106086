"""After a restoration people are told what is missing before the log goes on, and receipts bring it back."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.folders import new_folder
from support.installation import Installation
from support.program import PETITION, Filing, send

PATIENCE = 60.0


@pytest.fixture(scope="module")
def restored() -> Iterator[tuple[Installation, Path, Path]]:
    """An installation restored to before its last filing; the receipt of that; a checkpoint that held it."""
    folder = new_folder()
    before, after = Installation(data=folder / "before"), Installation(data=folder / "after")
    before.up("--demo").ready()
    assert send(before.port, Filing(PETITION)).status == 201
    _integrated(before)  # a log that was never published could not be published again
    assert before.run("backup", str(folder / "night.huiyin")).returncode == 0
    answer = send(before.port, Filing(PETITION))
    (folder / "receipt.json").write_bytes(answer.receipt)
    _integrated(before)
    before.started[-1].stop()
    [log] = [one for one in (before.data / "log").iterdir() if one.is_dir()]
    shutil.copy(log / "checkpoint", folder / "newest")
    shutil.copytree(before.data / "keys", after.data / "keys")
    assert after.run("restore", str(folder / "night.huiyin")).returncode == 0
    yield after, folder / "receipt.json", folder / "newest"
    before.close()
    after.close()
    shutil.rmtree(folder, ignore_errors=True)


def _integrated(place: Installation) -> None:
    until = time.monotonic() + PATIENCE
    while json.loads(place.run("ledger", "status", "--json").stdout)["waiting"]:
        assert time.monotonic() < until
    time.sleep(1)


def test_the_log_is_opened_anew_and_the_lost_petition_comes_back(
    restored: tuple[Installation, Path, Path], tmp_path: Path
) -> None:
    place, receipt, newest = restored
    done = place.run("up")
    assert done.returncode == 1
    assert "huiyin ledger reopen" in done.stderr
    assert "huiyin ledger reopen" in place.run("doctor").stdout
    for arguments in ((), ("--none", "--after", str(newest))):
        assert place.run("ledger", "reopen", *arguments).returncode == 2
    (tmp_path / "strange").write_text("nothing")
    for strange in (tmp_path / "strange", tmp_path / "away"):
        done = place.run("ledger", "reopen", "--after", str(strange))
        assert done.returncode == 1
        assert "Nothing was changed" in done.stderr
    old = json.loads(place.run("ledger", "status", "--json").stdout)["origin"]
    done = place.run("ledger", "reopen", "--after", str(newest))
    assert done.returncode == 0, done.stderr
    assert f"The log {old} has ended" in done.stdout
    assert "Entries missing: 1 at least" in done.stdout
    assert "huiyin ledger reopen" not in place.run("doctor").stdout
    assert place.run("ledger", "reopen", "--none").returncode == 1
    back = place.run("receipt", "return", str(receipt))
    assert back.returncode == 0, back.stderr
    again = place.run("receipt", "return", str(receipt))
    codes = [re.findall(r"query code: (\S+)", one.stdout) for one in (back, again)]
    assert codes[0] == codes[1] != []
    assert "Nothing was filed again" in again.stdout
    done = place.run("ledger", "verify")
    assert done.returncode == 0, done.stdout
    running = place.up("--demo").ready()
    assert place.run("ledger", "reopen", "--none").returncode == 1  # while it runs
    assert running.get(f"/log/{old}/checkpoint").status == 200
    assert running.get("/log/").status == 200
    _integrated(place)
    status = json.loads(place.run("ledger", "status", "--json").stdout)
    assert status["origin"] != old
    assert status["published"] >= 2
    assert place.run("ledger", "verify").returncode == 0
    assert running.stop() == 0
