"""The reopening of the log killed by SIGKILL at many moments, and repeated: the old log never goes on."""

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.folders import new_folder
from support.installation import PACKAGES, SOURCE, Installation

pytestmark = pytest.mark.long

Say = Callable[[str], None]

TESTS = Path(__file__).parents[1]
PATIENCE = 240
FIRST = "number_entries"  # from here on something changes
MOMENTS = 16
REOPEN = ("ledger", "reopen", "--none")


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation that was restored, and did nothing since."""
    folder = new_folder()
    before, after = Installation(data=folder / "before"), Installation(data=folder / "after")
    before.up("--demo").ready()
    _done(before, "backup", str(folder / "night.huiyin"))
    before.started[-1].stop()
    before.await_nobody(60)
    shutil.copytree(before.data / "keys", after.data / "keys")
    _done(after, "restore", str(folder / "night.huiyin"))
    after.await_nobody(60)
    yield after
    shutil.rmtree(folder, ignore_errors=True)


def _done(place: Installation, *command: str) -> str:
    ran = place.run(*command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def _dies(place: Installation, number: int) -> tuple[int, list[str]]:
    """Reopen until the Nth thing asked of database or disk; return the exit code, and what was asked."""
    notes = place.data / "notes"
    own = {"PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}", "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    ran = subprocess.run(
        [sys.executable, "-B", "-m", "support.dying_on_disk", str(number), "0", str(notes), *REOPEN],
        env=place.environment(own),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    place.await_nobody(60)
    return ran.returncode, notes.read_text("utf-8").splitlines()


def test_a_reopening_that_was_killed_is_repeated_and_nothing_goes_on_before(
    ground: Installation, seed: int, say: Say
) -> None:
    with_copy = _Copies(ground)
    old = json.loads(_done(with_copy.next(), "ledger", "status", "--json"))["origin"]
    code, asked = _dies(with_copy.next(), 0)
    assert code == 0
    begin = next(number for number, words in enumerate(asked, 1) if FIRST in words)
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    moments = range(begin, len(asked) + 1)
    for moment in sorted(chance.sample(moments, min(MOMENTS, len(moments)))):
        place = with_copy.next()
        code, until = _dies(place, moment)
        assert code == -signal.SIGKILL
        integrated = place.run("ledger", "integrate")
        say(f"  {moment:4}: {integrated.returncode} {until[-1][:60]}")
        if integrated.returncode:
            assert "huiyin ledger reopen" in integrated.stderr
            _done(place, *REOPEN)
        status = json.loads(_done(place, "ledger", "status", "--json"))
        assert status["origin"] != old
        _done(place, "ledger", "verify")
    with_copy.close()


class _Copies:
    """Copies of an installation, one at a time."""

    def __init__(self, of: Installation) -> None:
        self._of = of
        self._folder: Path | None = None

    def next(self) -> Installation:
        """Return a new copy; the one before is gone."""
        self.close()
        self._folder = new_folder()
        place = Installation(data=self._folder / "var")
        subprocess.run(["cp", "-a", str(self._of.data), str(place.data)], check=True)
        return place

    def close(self) -> None:
        """Remove the last copy."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
