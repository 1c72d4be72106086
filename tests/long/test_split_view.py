"""A split view by whole installations: a copy that tells another story is refused and named."""

import json
import subprocess
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from huiyin.adapters.ed25519 import signature_holds
from huiyin.rules.merkle.checkpoint import verify_cosignature
from huiyin.rules.merkle.note import VerifierKey, parse_key, parse_note
from support.installation import Installation
from support.program import PETITION, Filing, send
from support.witnesses import ask, huiyin, serving

pytestmark = pytest.mark.long

PATIENCE = 60.0


def await_that(found: Callable[[], Any]) -> Any:
    """Return what is found once it is there."""
    until = time.monotonic() + PATIENCE
    while not (what := found()):
        assert time.monotonic() < until
        time.sleep(0.2)
    return what


def published(place: Installation) -> str:
    """Return the checkpoint; a log that has just begun has none yet."""
    found: str = await_that(lambda: _checkpoint(place))
    return found


def _checkpoint(place: Installation) -> str:
    answer = ask(place.port, "GET", "/log/checkpoint")
    return answer.body.decode() if answer.status == HTTPStatus.OK else ""


def cosigned(place: Installation, key: VerifierKey) -> bool:
    note = parse_note(published(place))
    named = any(one.name == key.name for one in note.signatures)
    return named and verify_cosignature(note, key, signature_holds) > 0


def file(place: Installation, title: str) -> None:
    before = published(place).split("\n")[1]
    assert send(place.port, Filing({**PETITION, "title": title})).status == 201
    await_that(lambda: published(place).split("\n")[1] != before)


def test_a_copy_of_an_installation_that_tells_another_story_is_found_out(
    folder: Path, installation: Installation
) -> None:
    witness = folder / "witness"
    key = parse_key(huiyin("witness", "init", "--dir", witness, "--name", "w.example").stdout.strip())
    installation.up("--demo").ready()
    log = json.loads(installation.run("ledger", "status", "--json").stdout)["key"]
    installation.started[-1].stop()
    assert huiyin("witness", "trust", "--dir", witness, log).returncode == 0
    with serving(witness) as served:
        told = {"HUIYIN_WITNESSES": f"{key} http://127.0.0.1:{served.port}"}
        installation.up("--demo", **told).ready()
        await_that(lambda: cosigned(installation, key))
        installation.started[-1].stop()
        copy = Installation(data=folder / "copy")
        # The database's files are another user's.
        subprocess.run(["cp", "-a", str(installation.data), str(copy.data)], check=True)

        installation.up("--demo", **told).ready()
        file(installation, "给所有人看的一件")
        await_that(lambda: cosigned(installation, key))
        installation.started[-1].stop()

        try:
            copy.up("--demo", **told).ready()
            for title in ("只给一个人看的一件", "只给一个人看的又一件"):
                file(copy, title)
            evidence = await_that(
                lambda: json.loads(huiyin("witness", "log", "--dir", witness, "--json").stdout)["evidence"]
            )
            assert not cosigned(copy, key)
            words = await_that(lambda: _contradicted(copy))
        finally:
            copy.close()
        assert "refuses the checkpoint" in words
    shown = huiyin("witness", "verify-evidence", evidence[0], "--key", log)
    # At a power of two a consistency proof does not show the other root: a suspicion then.
    assert "Proved: " in shown.stdout or "suspicion-" in evidence[0]


def _contradicted(place: Installation) -> str:
    words = "".join(path.read_text("utf-8") for path in (place.data / "logs").glob("*.out"))
    return words if "It saw another" in words or "it saw another" in words else ""
