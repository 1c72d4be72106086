"""Commands of an installation killed at a moment, each on a copy of its own."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.folders import new_folder
from support.installation import PACKAGES, PATIENCE, SOURCE, Installation

TESTS = Path(__file__).parents[1]


class Killed(BaseException):
    """Not an error that anybody catches: the process is gone."""


@dataclass(frozen=True, kw_only=True)
class Died:
    """How a command ended: its exit code, what it asked of database and disk in order, its words."""

    code: int
    asked: list[str]
    words: str


@contextmanager
def copied(of: Installation) -> Iterator[Installation]:
    """A copy of an installation that is not running; it is removed afterwards."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    try:
        subprocess.run(["cp", "-a", str(of.data), str(place.data)], check=True)
        yield place
    finally:
        place.await_nobody(60)
        shutil.rmtree(folder, ignore_errors=True)


def done(place: Installation, *command: str) -> str:
    """Run a command that must succeed; return what it printed."""
    ran = place.run(*command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def dies(place: Installation, number: int, *command: str, seconds: float = 0.0) -> Died:
    """Run a command until the Nth thing it asks of database or disk (0: to its end), or so long after it."""
    notes = place.data / "notes"
    notes.unlink(missing_ok=True)
    own = {
        "PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    ran = subprocess.run(
        [
            sys.executable,
            "-B",
            "-m",
            "support.dying_on_disk",
            str(number),
            str(seconds),
            str(notes),
            *command,
        ],
        env=place.environment(own),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    place.await_nobody(60)
    return Died(code=ran.returncode, asked=notes.read_text("utf-8").splitlines(), words=ran.stderr)


@contextmanager
def dying(owner: Any, name: str, monkeypatch: pytest.MonkeyPatch, *, after: bool) -> Iterator[None]:
    """Whoever calls this function of `owner` is `Killed`: before it did anything, or after all was done."""
    whole = getattr(owner, name)

    def die(*given: Any, **more: Any) -> Any:
        if after:
            whole(*given, **more)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, die)
        yield
