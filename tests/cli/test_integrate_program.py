"""`huiyin ledger integrate` and `status`, and the child of `huiyin up` that integrates."""

import json
import os
import signal
import time
from datetime import timedelta
from typing import Any

import pytest

import builders
from huiyin.cli import checks, integrating, lock
from huiyin.cli.ledger import command
from huiyin.cli.wording import Language
from huiyin.kernel import clock
from huiyin.kernel.errors import Conflict
from huiyin.vault.current import vault
from support.installation import Installation
from support.log import made_leaves, published, require_published, turn
from support.moment import AT


@pytest.mark.usefixtures("installed")
def test_all_that_waits_is_integrated_at_once(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.prepare.integrating.BATCH", 256)
    made_leaves(600)
    ran = run(command, "integrate")
    assert ran.code == 0
    size = published().size
    assert ran.out == f"{size} entries got their index; the published log holds {size}.\n"
    require_published()
    assert run(command, "integrate", language=Language.ZH).out.startswith("本次为 0 条记录编号")


@pytest.mark.usefixtures("installed")
def test_beside_another_integrator_nothing_is_done(run: Any) -> None:
    with integrating.log_folder().alone():
        assert "Another process integrates" in run(command, "integrate").out
    assert integrating.log_folder().checkpoint() is None


@pytest.mark.usefixtures("installed")
def test_a_log_that_would_break_is_told_in_one_sentence_with_the_way_out(run: Any) -> None:
    turn()
    folder = integrating.log_folder()
    folder.replace_checkpoint(b"nothing")
    with pytest.raises(Conflict) as caught:
        run(command, "integrate")
    assert caught.value.code == "log.published_unreadable"


@pytest.mark.usefixtures("installed")
def test_the_status_says_size_key_and_what_waits(run: Any) -> None:
    ran = run(command, "status")
    assert "published: 0;" in ran.out
    assert "The first that waits was written at" in ran.out
    turn()
    size = published().size
    told = json.loads(run(command, "status", "--json").out)
    assert (told["leaves"], told["signed"], told["published"], told["waiting"]) == (size, size, size, 0)
    assert told["key"] == vault().signer.verifier_key
    assert told["root"] == published().root.hex()
    assert "The first that waits" not in run(command, "status").out


@pytest.mark.usefixtures("installed")
def test_the_ledger_verifies_with_the_published_files(run: Any) -> None:
    turn()
    assert run(command, "verify").code == 0
    head = published()
    path = integrating.log_folder()._folder / "tile" / "0" / f"000.p/{head.size}"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    ran = run(command, "verify")
    assert ran.code == 1
    assert f"The published file tile/0/000.p/{head.size} is not what the leaves make." in ran.out


@pytest.mark.usefixtures("installed")
def test_the_doctor_says_when_entries_wait_for_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    turn()
    builders.file_petition(AT)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(seconds=61))
    [late] = checks._log(running=True)
    assert (late.code, late.well, late.facts["number"]) == ("doctor.log_late", False, 1)
    [stopped] = checks._log(running=False)
    assert (stopped.code, stopped.well) == ("doctor.log", True)
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(seconds=59))
    [soon] = checks._log(running=True)
    assert (soon.code, soon.well) == ("doctor.log", True)


def test_up_publishes_within_seconds_and_a_killed_integrator_comes_back(installation: Installation) -> None:
    running = installation.up("--demo").ready()
    _published_within(installation, 20)
    [child] = [pid for pid in installation.processes() if b"integrate" in _line(pid)]
    os.kill(child, signal.SIGKILL)
    until = time.monotonic() + 20
    while "log ended unexpectedly" not in running.words:
        assert time.monotonic() < until, running.words
        time.sleep(0.05)
    assert running.get("/log/checkpoint").status == 200
    done = installation.run("ledger", "integrate")
    assert done.returncode == 0, done.stderr
    verified = installation.run("ledger", "verify")
    assert verified.returncode == 0, verified.stdout
    assert running.stop() == 0
    assert lock.holder(installation.data) is None


def _published_within(installation: Installation, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        told = json.loads(installation.run("ledger", "status", "--json").stdout)
        if told["published"] == told["leaves"] > 0 and told["waiting"] == 0:
            return
        assert time.monotonic() < until, told


def _line(pid: int) -> bytes:
    with open(f"/proc/{pid}/cmdline", "rb") as file:  # noqa: PTH123  a file of the kernel
        return file.read()
