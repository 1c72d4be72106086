"""The embedded server: made once, kept whole through kills, closed to everybody without a password."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

import huiyin
from huiyin.adapters.postgres import leftovers, passage, programs, server
from huiyin.adapters.postgres.account import Account, account
from huiyin.adapters.postgres.places import LONGEST_FOLDER, Places, socket_folder
from huiyin.adapters.postgres.tell import silent
from huiyin.kernel.errors import Misconfigured

PASSWORD = "invented"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")


class Heard:
    """Takes note of what the server says."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, code: str, **facts: Any) -> None:
        """Take note."""
        self.steps.append((code, facts))

    def facts(self, code: str) -> list[dict[str, Any]]:
        """Return the facts of every step with this code."""
        return [facts for heard, facts in self.steps if heard == code]


def _ask(running: server.Server, query: str) -> Any:
    with psycopg.connect(**running.conninfo()) as connection:  # type: ignore[arg-type]
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_what_was_committed_outlives_a_kill(folder: Path) -> None:
    first = server.start(folder, PASSWORD)
    with psycopg.connect(**first.conninfo(), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    first.process.kill()
    first.process.wait()
    second = server.start(folder, PASSWORD)
    assert _ask(second, "SELECT answer FROM kept") == 42
    second.stop()
    until = time.monotonic() + 30  # the kernel takes them away, on a busy machine not at once
    while leftovers.workers_on(Places(data=folder).cluster) and time.monotonic() < until:
        time.sleep(0.1)
    assert leftovers.workers_on(Places(data=folder).cluster) == []


def test_it_is_safe_and_closed(folder: Path) -> None:
    running = server.start(folder, PASSWORD)
    wanted = {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "log_statement": "none",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length_on_error": "0",
    }
    found = {name: _ask(running, f"SHOW {name}") for name in wanted}
    running.stop()
    assert found == wanted


def test_no_row_value_and_no_statement_reaches_its_log(folder: Path) -> None:
    running = server.start(folder, PASSWORD)
    with psycopg.connect(**running.conninfo(), autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute("CREATE TABLE person (name text UNIQUE CHECK (name <> 'canary-zero'))")
        for name in ("canary-one", "canary-one", "canary-zero"):
            try:
                connection.execute("INSERT INTO person VALUES (%s)", [name])
            except psycopg.IntegrityError:
                continue
    running.stop()
    words = "".join(path.read_text() for path in Places(data=folder).logs.glob("*.log"))
    assert "duplicate key" in words
    assert "canary" not in words.replace("canary-zero'))", "")


def test_an_interrupted_creation_is_begun_anew(folder: Path) -> None:
    half = folder / "pg" / "cluster.new" / "base"
    half.mkdir(parents=True)
    running = server.start(folder, PASSWORD)
    assert _ask(running, "SELECT 1") == 1
    running.stop()
    assert not half.exists()


def test_a_pid_file_of_a_number_that_now_means_another_program_is_no_obstacle(folder: Path) -> None:
    server.start(folder, PASSWORD).stop()
    places = Places(data=folder)
    places.pid_file.write_text(f"{os.getppid()}\n{places.cluster}\n1\n5432\n{places.socket}\n\n0 0\nready\n")
    running = server.start(folder, PASSWORD)
    assert _ask(running, "SELECT 1") == 1
    running.stop()


def test_a_server_that_lost_its_parent_is_stopped_before_another_starts(folder: Path) -> None:
    heard = Heard()
    orphan = server.start(folder, PASSWORD)
    running = server.start(folder, PASSWORD, tell=heard)
    assert heard.facts("database.stopping_leftover")
    assert orphan.process.wait() == 0
    assert _ask(running, "SELECT 1") == 1
    running.stop()


def test_a_long_path_gets_a_short_folder_for_its_socket(folder: Path) -> None:
    data = folder / ("long" * 20)
    data.mkdir()
    assert len(str(data / "pg")) > LONGEST_FOLDER
    running = server.start(data, PASSWORD)
    assert _ask(running, "SELECT 1") == 1
    assert len(str(socket_folder(data))) <= LONGEST_FOLDER
    running.stop()
    socket_folder(data).rmdir()


def test_a_socket_folder_of_somebody_else_is_not_used(folder: Path) -> None:
    data = folder / ("long" * 20)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    short = socket_folder(data)
    short.symlink_to(elsewhere)
    try:
        with pytest.raises(Misconfigured) as seen:
            server.start(data, PASSWORD)
    finally:
        short.unlink()
    assert seen.value.code == "database.socket_folder_taken"


def test_settings_it_cannot_take_are_told_with_the_reason(folder: Path) -> None:
    with pytest.raises(Misconfigured) as seen:
        server.start(folder, PASSWORD, settings={"shared_buffers": "nonsense"})
    assert seen.value.code == "database.not_started"
    assert "shared_buffers" in seen.value.facts["reason"] or "configuration" in seen.value.facts["reason"]


def test_an_administrators_own_settings_come_last(folder: Path) -> None:
    server.start(folder, PASSWORD).stop()
    own = Places(data=folder).cluster / "local.conf"
    own.write_text("work_mem = '7MB'\n")
    own.chmod(0o644)
    running = server.start(folder, PASSWORD)
    assert _ask(running, "SHOW work_mem") == "7MB"
    running.stop()


@needs_root
def test_a_closed_folder_is_opened_for_the_servers_user_alone(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    heard = Heard()
    running = server.start(closed / "var", PASSWORD, tell=heard)
    assert _ask(running, "SELECT 1") == 1
    running.stop()
    assert {"folder": str(closed)} in heard.facts("database.folder_opened")
    assert stat.S_IMODE(closed.stat().st_mode) & 0o007 == 0
    stranger = Account(uid=65534, gid=65534, dropped=True)
    assert not passage._may_search(closed, stranger)
    assert passage._may_search(closed, account(silent))
    assert not passage._may(closed, account(silent), 0o4)


@needs_root
def test_a_closed_folder_of_somebody_else_is_left_closed(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    os.chown(closed, 65534, 65534)
    with pytest.raises(Misconfigured) as seen:
        server.start(closed / "var", PASSWORD)
    assert seen.value.code == "database.folder_closed"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@needs_root
def test_programs_that_the_servers_user_cannot_reach_are_copied(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passage, "may_use", lambda _programs, _account: False)
    running = server.start(folder, PASSWORD)
    assert running.programs.is_relative_to(folder / f"programs-{programs.release()}")
    assert _ask(running, "SELECT 1") == 1
    running.stop()


_DIE = """
import os, signal, sys
from pathlib import Path
from huiyin.adapters.postgres import server
running = server.start(Path(sys.argv[1]), "invented")
print(running.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_the_death_of_its_parent_ends_it(folder: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(huiyin.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", _DIE, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    until = time.monotonic() + 10
    while Path(f"/proc/{done.stdout.strip()}").exists():
        assert time.monotonic() < until, "the server is still there"
        time.sleep(0.05)
