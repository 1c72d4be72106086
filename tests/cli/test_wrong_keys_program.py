"""A key file that is lost, damaged, open or another's: every program says the same and touches nothing."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from huiyin.adapters.postgres.places import socket_folder
from huiyin.vault import make_keys
from support.folders import new_folder
from support.installation import PATIENCE, Installation
from support.program import PETITION, Filing, send

WORKER = ("-m", "huiyin.config.procrastinate_worker", "--queues", "default")
WEB = ("-c", "import huiyin.config.wsgi")
COMMANDS = (("up",), ("ledger", "verify"))
MORE = (
    ("ledger", "integrate"),
    ("ledger", "rotate-key"),
    ("vault", "rotate"),
    ("vault", "rotate", "--retire", "--older-backups-unreadable"),
    ("sweep", "deadlines"),
)


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation with one matter, which stands still; its keys lie in `keys` beside."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    running = place.up().ready()
    assert send(running.port, Filing(PETITION)).status == 201
    running.stop()
    place.await_nobody(60)
    shutil.copytree(place.data / "keys", folder / "keys")
    yield place
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def place(ground: Installation) -> Iterator[Installation]:
    yield ground
    keys = ground.data / "keys"
    shutil.rmtree(keys, ignore_errors=True)
    shutil.copytree(ground.data.parent / "keys", keys)


def _state(place: Installation) -> dict[str, str]:
    """What must not change: keys, public log, sealed files."""
    files = [
        path for part in ("keys", "log", "files") for path in (place.data / part).rglob("*") if path.is_file()
    ]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _lost(keys: Path) -> None:
    (keys / "keys.json").unlink()


def _cut(keys: Path) -> None:
    text = (keys / "keys.json").read_text()
    (keys / "keys.json").write_text(text[: len(text) // 2])


def _open(keys: Path) -> None:
    (keys / "keys.json").chmod(0o644)


def _anothers(keys: Path) -> None:
    shutil.rmtree(keys)
    make_keys(keys)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (_lost, ("is missing: put it back", "Put back the copy of the keys")),
        (_cut, ("is damaged (syntax)",)),
        (_open, ("can be read by other users of this machine (0644). Close them: chmod 600",)),
        (_anothers, ("are not those under which this database was sealed",)),
    ],
    ids=["lost", "damaged", "open to others", "of another installation"],
)
def test_every_program_says_it_in_one_sentence_and_touches_nothing(
    place: Installation, harm: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    harm(place.data / "keys")
    before = _state(place)
    for command in (*COMMANDS, *MORE) if harm is _anothers else COMMANDS:
        ran = place.run(*command)
        last = ran.stderr.splitlines()[-1]
        assert ran.returncode == 1, command
        assert any(one in last for one in words), (command, ran.stderr)
        assert "Traceback" not in ran.stderr
    told = place.run("doctor")
    assert told.returncode == 1
    assert any(one in told.stdout for one in words)
    assert _state(place) == before


def test_a_web_server_and_a_worker_started_by_hand_say_it_too(place: Installation, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    place.up().ready()
    # The same database, from another data folder: another host, whose keys were forgotten.
    shutil.copytree(place.data / "secrets", foreign / "secrets")
    make_keys(foreign / "keys")
    url = f"postgresql:///huiyin?host={_socket(place)}&port=5432"
    environment = place.environment({"HUIYIN_DATA": str(foreign), "HUIYIN_DATABASE_URL": url})
    for program in (WEB, WORKER):
        ran = subprocess.run(
            [sys.executable, "-B", *program],
            env={**environment, "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert ran.returncode == 1, ran.stderr
        line = ran.stderr.splitlines()[-1]
        assert "Traceback" not in ran.stderr
        assert "are not those under which this database was sealed" in line
    assert send(place.port, Filing(PETITION)).status == 201
    place.started[-1].stop()
    place.await_nobody(60)


def _socket(place: Installation) -> str:
    return str(socket_folder(place.data))
