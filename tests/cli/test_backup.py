"""A backup is one whole file, tells no secret, and can be restored."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from huiyin.adapters.postgres import programs
from huiyin.adapters.postgres.places import socket_folder
from huiyin.vault.installation import make_keys, open_vault
from support.folders import new_folder
from support.installation import Installation

SEALED = b"sealed bytes, pretended " * 100_000  # more than one piece
ADDRESS = hashlib.sha256(SEALED).hexdigest()


@pytest.fixture(scope="module")
def origin() -> Iterator[Installation]:
    """A running installation that holds rows and a sealed file."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    place.up("--demo").ready()
    file = place.data / "files" / ADDRESS[:2] / ADDRESS
    file.parent.mkdir(parents=True)
    file.write_bytes(SEALED)
    yield place
    place.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def backup(origin: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup taken while the origin runs."""
    file = tmp_path_factory.mktemp("backup") / "night.huiyin"
    done = origin.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def _rows(place: Installation, table: str) -> int:
    password = (place.data / "secrets" / "postgres").read_text()
    host = str(socket_folder(place.data))
    with psycopg.connect(host=host, user="postgres", password=password, dbname="huiyin") as connection:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0])


def test_a_restored_installation_holds_every_row_and_file(
    origin: Installation, backup: Path, installation: Installation
) -> None:
    done = installation.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert str(installation.data / "keys") in done.stdout
    restored = installation.data / "files" / ADDRESS[:2] / ADDRESS
    assert restored.read_bytes() == SEALED
    _copy_keys(origin, installation)
    _reopen(installation)
    running = installation.up().ready()
    assert _rows(installation, "entry") == _rows(origin, "entry") + 1  # that the log was opened anew
    for table in ("data_key", "division", "office", "adopted"):
        assert _rows(installation, table) == _rows(origin, table)
    assert running.stop() == 0


def _reopen(place: Installation) -> None:
    """Open the public log anew, as after every restoration."""
    done = place.run("ledger", "reopen", "--none")
    assert done.returncode == 0, done.stderr


def _copy_keys(source: Installation, place: Installation) -> None:
    """Put a key file where another one may lie, as people do with their own copy."""
    folder = place.data / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for key in (source.data / "keys").iterdir():
        copy = folder / key.name
        copy.touch(mode=0o600)
        copy.write_bytes(key.read_bytes())


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that has nothing but keys of its own."""
    place = Installation(data=tmp_path_factory.mktemp("stranger") / "var")
    make_keys(place.data / "keys")
    return place


def test_keys_of_another_installation_are_refused_before_anything_is_put_back(
    origin: Installation, stranger: Installation, backup: Path, installation: Installation
) -> None:
    _copy_keys(stranger, installation)
    for arguments in ((), ("--verify",)):
        done = installation.run("restore", *arguments, str(backup))
        assert done.returncode == 1
        assert "are not those of this backup" in done.stderr
        assert open_vault(stranger.data / "keys").fingerprint in done.stderr
    assert not (installation.data / "files").exists()
    _copy_keys(origin, installation)
    done = installation.run("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert "Put your copy" not in done.stdout  # it is there already


def test_keys_of_another_installation_are_refused_at_every_start(
    origin: Installation, stranger: Installation, backup: Path, installation: Installation
) -> None:
    done = installation.run("restore", str(backup))
    assert open_vault(origin.data / "keys").fingerprint in done.stdout
    _copy_keys(stranger, installation)
    done = installation.run("up")
    assert done.returncode == 1
    assert "not those under which this database was sealed" in done.stderr
    assert "✗" in installation.run("doctor").stdout
    (installation.data / "keys" / "keys.json").unlink()
    done = installation.run("up")
    assert done.returncode == 1
    assert "new ones would open nothing" in done.stderr
    _copy_keys(origin, installation)
    _reopen(installation)
    assert installation.up().ready().stop() == 0


def test_a_backup_is_taken_without_keys_too_and_says_so(origin: Installation, tmp_path: Path) -> None:
    keys = origin.data / "keys"
    keys.rename(aside := origin.data / "keys.away")
    try:
        done = origin.run("backup", str(tmp_path / "keyless.huiyin"))
    finally:
        aside.rename(keys)
    assert done.returncode == 0, done.stderr
    assert "keys.json is missing" in done.stdout + done.stderr


def test_no_key_and_no_secret_is_in_it(origin: Installation, backup: Path) -> None:
    canaries = [path.read_bytes().strip() for path in (origin.data / "secrets").iterdir()]
    canaries += [path.read_bytes().strip() for path in (origin.data / "keys").iterdir()]
    assert len(canaries) >= 6
    keyset = json.loads((origin.data / "keys" / "keys.json").read_bytes())
    canaries += [text.encode() for text in _texts(keyset) if len(text) > 40]
    with tarfile.open(backup) as archive:
        dump = archive.extractfile("database.dump")
        assert dump is not None
        unpacked = subprocess.run(
            [programs.folder() / "pg_restore", "--file=-"], input=dump.read(), capture_output=True, check=True
        ).stdout
    assert b"COPY public.entry " in unpacked
    for canary in canaries:
        assert canary not in backup.read_bytes()
        assert canary not in unpacked


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for member in value.values() for text in _texts(member)]
    if isinstance(value, list):
        return [text for member in value for text in _texts(member)]
    return [value] if isinstance(value, str) else []


def test_sessions_are_not_carried_along(backup: Path) -> None:
    with tarfile.open(backup) as archive:
        manifest = archive.extractfile("manifest.jsonl")
        assert manifest is not None
        head = json.loads(manifest.readline())
    assert "django_session" not in head["rows"]
    assert head["rows"]["entry"] > 0


def test_it_can_be_verified_without_touching_what_is_there(origin: Installation, backup: Path) -> None:
    before = sorted(path.name for path in origin.data.iterdir())
    done = origin.run("restore", "--verify", str(backup))
    assert done.returncode == 0, done.stderr
    assert "can be restored" in done.stdout
    assert sorted(path.name for path in origin.data.iterdir()) == before


@pytest.mark.parametrize("harm", ["flipped", "cut", "emptied"])
def test_a_damaged_backup_is_refused_and_nothing_touched(
    backup: Path, installation: Installation, tmp_path: Path, harm: str
) -> None:
    content = bytearray(backup.read_bytes())
    if harm == "flipped":
        content[len(content) // 2] ^= 1
    damaged = tmp_path / "damaged.huiyin"
    damaged.write_bytes({"flipped": content, "cut": content[: len(content) // 2], "emptied": b""}[harm])
    done = installation.run("restore", str(damaged))
    assert done.returncode == 1
    assert "not a whole, unaltered backup" in done.stderr
    assert not (installation.data / "pg").exists()


def test_an_installation_that_holds_something_is_left_alone(backup: Path, installation: Installation) -> None:
    installation.up().ready().stop()
    done = installation.run("restore", str(backup))
    assert done.returncode == 1
    assert "already holds a database" in done.stderr
    assert installation.up().ready().stop() == 0


def test_a_running_installation_is_left_alone(origin: Installation, backup: Path) -> None:
    done = origin.run("restore", str(backup))
    assert done.returncode == 1
    assert "already runs" in done.stderr


def test_a_backup_never_overwrites(origin: Installation, backup: Path) -> None:
    before = backup.read_bytes()
    done = origin.run("backup", str(backup))
    assert done.returncode == 1
    assert backup.read_bytes() == before
