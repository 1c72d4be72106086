"""`huiyin up` as people run it: real processes, real signals."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from huiyin.cli.bench import machine
from support.installation import Installation, Running

NOBODY = 65534


def _named(place: Installation, word: str) -> list[int]:
    """Return this installation's processes whose command line holds the word, parents first."""
    found = []
    for pid in sorted(place.processes()):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        if word in line:
            found.append(pid)
    return found


def _healthy_within(running: Running, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            if running.get("/healthz").status == HTTPStatus.OK:
                return
        except OSError:
            pass
        assert time.monotonic() < until, running.words
        time.sleep(0.1)


def test_it_starts_says_where_and_ctrl_c_stops_everything(installation: Installation) -> None:
    running = installation.up().ready()
    assert running.get("/healthz").status == HTTPStatus.OK
    assert f"http://127.0.0.1:{installation.port}/" in running.words
    assert running.stop(signal.SIGINT) == 0
    assert "Everything is saved." in running.words
    assert installation.processes() == []


def test_the_second_start_takes_seconds(installation: Installation) -> None:
    installation.up().ready().stop()
    running = installation.up().ready()
    # Eight seconds of two processors: how soon that much is had is the machine's affair.
    spent = machine.spent(running.process.pid).by_kind
    assert 0 < spent.pop("up") + sum(spent[kind] for kind in spent if kind != "client") < 2 * 8
    assert running.stop(signal.SIGTERM) == 0


def test_killing_the_parent_leaves_no_orphans_and_the_next_start_needs_no_hand(
    installation: Installation,
) -> None:
    running = installation.up().ready()
    assert len(installation.processes()) > 3
    running.stop(signal.SIGKILL)
    installation.await_nobody()
    assert (installation.data / "up.lock").exists()
    assert installation.up().ready().stop() == 0


def test_a_killed_database_comes_back(installation: Installation) -> None:
    running = installation.up().ready()
    os.kill(_named(installation, "bin/postgres -D")[0], signal.SIGKILL)
    until = time.monotonic() + 20
    while "runs again" not in running.words:
        assert time.monotonic() < until, running.words
        time.sleep(0.05)
    _healthy_within(running, 10)
    assert running.stop() == 0


def test_a_killed_web_server_comes_back_alone_on_its_port(installation: Installation) -> None:
    running = installation.up().ready()
    before = set(_named(installation, "granian"))
    os.kill(min(before), signal.SIGKILL)
    until = time.monotonic() + 20
    while "web ended unexpectedly" not in running.words:
        assert time.monotonic() < until, running.words
        time.sleep(0.05)
    _healthy_within(running, 20)
    assert not before & set(installation.processes())
    assert running.stop() == 0


def test_a_first_start_killed_at_any_moment_is_completed_by_the_next(installation: Installation) -> None:
    for moment in (0.45, 0.6, 0.9, 1.3):
        running = installation.up()
        time.sleep(moment)
        running.stop(signal.SIGKILL)
    assert installation.up().ready().stop() == 0


def test_a_taken_port_gets_one_sentence_and_the_way_out(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        done = installation.run("up")
    assert done.returncode == 1
    assert f"Port {installation.port} is taken" in done.stderr
    assert f"HUIYIN_PORT={installation.port + 1} huiyin up" in done.stderr
    assert "Traceback" not in done.stderr
    assert installation.processes() == []


def test_a_second_up_on_the_same_folder_is_told_who_runs(installation: Installation) -> None:
    running = installation.up().ready()
    done = installation.run("up")
    assert done.returncode == 1
    assert f"(process {running.process.pid})" in done.stderr
    assert running.get("/healthz").status == HTTPStatus.OK
    assert running.stop() == 0


def test_a_lock_left_behind_by_another_machine_run_locks_nobody_out(installation: Installation) -> None:
    installation.data.mkdir()
    (installation.data / "up.lock").write_text("1\n")
    assert installation.up().ready().stop() == 0


def test_the_clock_of_a_demonstration_can_be_moved(installation: Installation) -> None:
    running = installation.up("--demo", "--now", "2026-05-06").ready()
    assert "2026-05-06 09:00" in running.words
    assert running.stop() == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["up", "--now", "2026-05-06"], 2, "--demo"),
        (["up", "--demo", "--now", "tomorrow"], 1, "2026-05-06T14:30"),
        (["up", "--nonsense"], 2, "--nonsense"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_misuse_is_answered_with_how_it_is_meant(
    installation: Installation, arguments: list[str], code: int, words: str
) -> None:
    done = installation.run(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["up", "--demo"], {}, "refused in production"),
        (["up", "--demo", "--now", "2026-05-06"], {}, "production"),
        (["up"], {"HUIYIN_PUBLIC_URL": ""}, "HUIYIN_PUBLIC_URL"),
        (["up"], {"HUIYIN_NOW_OFFSET": "60"}, "cannot be moved in production"),
        (["up"], {"HUIYIN_SETTINGS": "prod"}, "HUIYIN_SETTINGS=prod"),
        (["up"], {"HUIYIN_PORT": "99999"}, "HUIYIN_PORT=99999"),
    ],
)
def test_production_starts_strictly(
    installation: Installation, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    strict = {"HUIYIN_SETTINGS": "production", "HUIYIN_PUBLIC_URL": "https://xinfang.example"}
    done = installation.run(*arguments, **{**strict, **environment})
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_chinese_terminals_are_answered_in_chinese(installation: Installation) -> None:
    done = installation.run("up", HUIYIN_PORT="99999", LC_ALL="zh_CN.UTF-8")
    assert "不是端口" in done.stderr


def test_production_serves_its_own_address_only(installation: Installation) -> None:
    strict = {"HUIYIN_SETTINGS": "production", "HUIYIN_PUBLIC_URL": "https://xinfang.example"}
    running = installation.up(**strict).ready()
    assert running.get("/healthz").status == HTTPStatus.BAD_REQUEST
    assert running.stop() == 0


@pytest.fixture
def of_nobody() -> Iterator[Installation]:
    """An installation that an ordinary user runs; skipped where that user cannot reach the program."""
    if os.geteuid() != 0:
        pytest.skip("needs root to become somebody else")
    prefix = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env", "-C", "/tmp"]
    home = Path(tempfile.mkdtemp(prefix="huiyin-nobody-"))  # pytest's own folders are closed to others
    os.chown(home, NOBODY, NOBODY)
    candidates = (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}")
    places = [Installation(data=home / "var", prefix=prefix, python=python) for python in candidates]
    place = next((place for place in places if place.reachable()), None)
    try:
        if place is None:
            pytest.skip("an ordinary user cannot reach this clone or its Python")
        yield place
        place.close()
    finally:
        shutil.rmtree(home)


def test_it_runs_as_an_ordinary_user(of_nobody: Installation) -> None:
    running = of_nobody.up().ready()
    owners = {Path(f"/proc/{pid}").stat().st_uid for pid in of_nobody.processes()}
    assert owners == {NOBODY}
    assert running.stop() == 0
    assert of_nobody.processes() == []


def test_a_folder_of_somebody_else_gets_one_sentence(of_nobody: Installation) -> None:
    of_nobody.data.mkdir(mode=0o755)
    done = of_nobody.run("up")
    assert done.returncode == 1
    assert str(of_nobody.data) in done.stderr
    assert "belongs to you" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small disk")
def test_a_full_disk_gets_one_sentence(installation: Installation) -> None:
    installation.data.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(installation.data)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this container may not mount")
    try:
        done = installation.run("up")
    finally:
        subprocess.run(["umount", str(installation.data)], check=True)
    assert done.returncode == 1
    assert "MB are free" in done.stderr
    assert "Traceback" not in done.stderr
