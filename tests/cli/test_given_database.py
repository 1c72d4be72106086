"""`HUIYIN_DATABASE_URL`: any PostgreSQL server instead of the embedded one."""

import shutil
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest

from huiyin.adapters.postgres import server
from support.database import FAST
from support.folders import new_folder
from support.installation import Installation

PASSWORD = "the administrator's: an odd/one"


@pytest.fixture(scope="module")
def given() -> Iterator[str]:
    """The address of a server that somebody else runs."""
    folder = new_folder()
    running = server.start(folder, PASSWORD, settings=FAST)
    host = quote(str(running.places.socket), safe="")
    yield f"postgresql://postgres:{quote(PASSWORD, safe='')}@/huiyin?host={host}"
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_given_server_is_prepared_and_used(installation: Installation, given: str) -> None:
    running = installation.up(HUIYIN_DATABASE_URL=given).ready()
    assert running.get("/healthz").status == HTTPStatus.OK
    assert not (installation.data / "pg").exists()
    assert running.stop() == 0


def test_a_given_server_that_is_away_gets_one_sentence(installation: Installation, tmp_path: Path) -> None:
    address = f"postgresql://postgres:x@/huiyin?host={quote(str(tmp_path), safe='')}"
    done = installation.run("up", HUIYIN_DATABASE_URL=address)
    assert done.returncode == 1
    assert "HUIYIN_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_password_is_no_secret_in_what_is_said(installation: Installation, given: str) -> None:
    done = installation.run("up", HUIYIN_DATABASE_URL=given.replace("odd", "bad"))
    assert done.returncode == 1
    assert "password" in done.stderr
    assert "bad" not in done.stderr
