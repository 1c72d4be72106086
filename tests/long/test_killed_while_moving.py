"""Moving clocks, and sweeping, killed at many moments and run again: as if nothing had been."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from support.folders import new_folder
from support.installation import PACKAGES, SOURCE, Installation

pytestmark = pytest.mark.long

Say = Callable[[str], None]

TESTS = Path(__file__).parents[1]
PATIENCE = 240
MATTERS = 1200  # two windows of clocks to be moved, several pages of what is due
NOON = datetime(2026, 6, 10, 4, tzinfo=UTC)  # in China; far from midnight and from the years not known yet
MOVE = ("statute", "move", "--processes")
SWEEP = ("sweep", "deadlines")
KILLS = 3  # of each kind
LATEST = 0.02  # seconds after a statement was sent
A_THIRD = 3  # of what one process asks: so much is asked by each of two


@dataclass(frozen=True)
class Moment:
    """Before the Nth thing asked of the database, or so many seconds after it was sent."""

    number: int
    seconds: float


@contextmanager
def _copy(of: Path) -> Iterator[Installation]:
    folder = new_folder()
    place = Installation(data=folder / "var")
    try:
        subprocess.run(["cp", "-a", str(of), str(place.data)], check=True)  # the database is another user's
        yield place
    finally:
        place.await_nobody(60)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Ground:
    """An installation that is not running, and the time that all its processes begin with."""

    place: Installation
    offset: timedelta

    def run(self, *words: str) -> int:
        """Run a module of the tests inside the installation; return its exit code."""
        own = {
            "PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}",
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
            "HUIYIN_NOW_OFFSET": str(int(self.offset.total_seconds())),
        }
        log = self.place.data / "words"
        with log.open("ab") as words_said:
            return subprocess.run(
                [sys.executable, "-B", "-m", *words],
                env=self.place.environment(own),
                stdout=words_said,
                stderr=words_said,
                timeout=PATIENCE,
                check=False,
            ).returncode

    @property
    def words(self) -> str:
        """All that was said."""
        return (self.place.data / "words").read_text("utf-8")

    def dies(self, moment: Moment, *command: str) -> tuple[int, list[str]]:
        """Run a command that is killed at that moment; return its exit code, and what it asked until then."""
        notes = self.place.data / "notes"
        notes.unlink(missing_ok=True)
        code = self.run("support.dying", str(moment.number), str(moment.seconds), str(notes), *command)
        assert notes.exists(), self.words
        return code, notes.read_text("utf-8").splitlines()

    def carried_out(self, *command: str) -> dict[str, Any]:
        """Run a command to its end, twice; return what stands. Fail when something is not well."""
        file = self.place.data / "found.json"
        assert self.run("support.carried", "out", str(file), *command) == 0, self.words
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
        assert found["codes"] == [0, 0]
        assert found["differences"] == []
        assert found["second"] == found["first"], "a second run has changed something"
        return {name: value for name, value in found["first"].items() if value}


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """Matters with clocks that wait to be moved, and with days that nobody was reminded of."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    made = Ground(place, NOON - datetime.now(UTC))  # noqa: TID251  the offset of all processes
    place.up("--demo", HUIYIN_NOW_OFFSET=str(int(made.offset.total_seconds()))).ready().stop()
    place.await_nobody(60)
    assert made.run("support.carried", "make", str(MATTERS)) == 0, made.words
    yield made
    place.close()
    shutil.rmtree(folder, ignore_errors=True)


def _moments(asked: list[str], chance: random.Random, *, within: int) -> Iterator[Moment]:
    """Yield moments from the first entry on: half of them before a statement, half while one runs."""
    first = next(number for number, words in enumerate(asked, 1) if "door" in words)
    last = first + (len(asked) - first) // within
    for number in chance.sample(range(first, last), KILLS):
        yield Moment(number, chance.choice([0.0, chance.uniform(0.0005, LATEST)]))


def _require_the_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == value, name


def _killed(
    before: Path, ground: Ground, moment: Moment, command: tuple[str, ...], say: Say
) -> dict[str, Any]:
    with _copy(before) as place:
        here = replace(ground, place=place)
        began = time.monotonic()
        code, asked = here.dies(moment, *command)
        took = time.monotonic() - began
        when = f"{moment.number:5}, {moment.seconds * 1000:4.1f} ms after"
        say(f"  {' '.join(command)}: {when}: {asked[-1][:60]}")
        # Whoever worked for it was killed when it says so itself.
        assert code == -signal.SIGKILL or "2" in command, here.words
        assert code != 0, f"it was at its end after {len(asked)} statements and {took:.1f} s"
        return here.carried_out(*command)


def test_killed_while_clocks_are_moved_or_days_are_swept_it_goes_on_as_if_nothing_had_been(
    ground: Ground, seed: int, say: Say
) -> None:
    say(f"\nSEED={seed}")
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    before = ground.place.data
    with _copy(before) as place:
        whole = replace(ground, place=place)
        code, asked = whole.dies(Moment(0, 0.0), *MOVE, "1")
        assert code == 0, whole.words
        moved = whole.carried_out(*MOVE, "1")
        say(f"{len(moved['moved'])} of {MATTERS} matters have clocks that move, {len(asked)} statements")
        assert len(moved["moved"]) > MATTERS // 4
        for processes, within in (("1", 1), ("2", A_THIRD)):
            for moment in _moments(asked, chance, within=within):
                found = _killed(before, ground, moment, (*MOVE, processes), say)
                _require_the_same(found, moved)
        with _copy(place.data) as other:
            sweeping = replace(ground, place=other)
            code, asked = sweeping.dies(Moment(0, 0.0), *SWEEP)
            assert code == 0, sweeping.words
            swept = sweeping.carried_out(*SWEEP)
        say(f"{len(swept['reminders'])} reminders, {len(swept['items'])} items, {len(asked)} statements")
        assert min(len(swept["reminders"]), len(swept["items"])) > MATTERS // 20
        assert {times for _, times in (*swept["reminders"], *swept["items"])} == {1}
        for moment in _moments(asked, chance, within=1):
            found = _killed(place.data, ground, moment, SWEEP, say)
            _require_the_same(found, swept)
