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
from support.killed import copied

pytestmark = pytest.mark.long

Say = Callable[[str], None]

TESTS = Path(__file__).parents[1]
PATIENCE = 240
MATTERS = 1200  # two windows of clocks to be moved, several pages of what is due
NOON = datetime(2026, 6, 10, 4, tzinfo=UTC)  # in China; far from midnight and from the years not known yet
MOVE = ("statute", "move", "--processes")
SWEEP = ("sweep", "deadlines")
DOOR = "door_write"
KILLS = 3
KILLS_OF_SEVERAL = 2
LATEST = 0.02  # seconds after a statement was sent
SOON = 0.2  # seconds after the first of them was sent; all of it takes longer


@dataclass(frozen=True)
class Moment:
    """Before the Nth thing asked of the database, or so many seconds after it was sent."""

    number: int
    seconds: float


@dataclass(frozen=True)
class Ground:
    """An installation that is not running, and the time that all its processes begin with."""

    place: Installation
    offset: timedelta

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start a module of the tests inside the installation."""
        own = {
            "PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}",
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
            "HUIYIN_NOW_OFFSET": str(int(self.offset.total_seconds())),
        }
        self._notes.unlink(missing_ok=True)
        with (self.place.data / "words").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, "-B", "-m", *words],
                env=self.place.environment(own),
                stdout=said,
                stderr=said,
            )

    def run(self, *words: str) -> int:
        """Run one to its end; return its exit code."""
        return self.start(*words).wait(PATIENCE)

    @property
    def words(self) -> str:
        """All that was said."""
        return (self.place.data / "words").read_text("utf-8")

    def dies(self, moment: Moment, *command: str) -> tuple[int, list[str]]:
        """Run a command that is killed at that moment; return its exit code, and what it asked until then."""
        code = self.run("support.dying", str(moment.number), str(moment.seconds), str(self._notes), *command)
        return code, self.asked()

    def killed(self, seconds: float, *command: str) -> tuple[int, list[str]]:
        """Kill a command so many seconds after it, or a process that works for it, came to the door."""
        running = self.start("support.dying", "0", "0", str(self._notes), *command)
        until = time.monotonic() + PATIENCE
        while not any(DOOR in words for words in self.asked()):
            assert running.poll() is None, self.words
            assert time.monotonic() < until
            time.sleep(0.005)
        time.sleep(seconds)
        running.kill()
        return running.wait(PATIENCE), self.asked()

    @property
    def _notes(self) -> Path:
        return self.place.data / "notes"

    def asked(self) -> list[str]:
        """Return what was asked of the database, in its order."""
        return self._notes.read_text("utf-8").splitlines() if self._notes.exists() else []

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


@dataclass(frozen=True)
class Whole:
    """What a run that nobody killed asked of the database and left behind, and the installation after it."""

    asked: list[str]
    stands: dict[str, Any]
    after: Ground


@contextmanager
def _whole(before: Ground, *command: str) -> Iterator[Whole]:
    with copied(before.place) as place:
        here = replace(before, place=place)
        code, asked = here.dies(Moment(0, 0.0), *command)
        assert code == 0, here.words
        yield Whole(asked=asked, stands=here.carried_out(*command), after=here)


@pytest.fixture(scope="module")
def moved(ground: Ground) -> Iterator[Whole]:
    """The clocks moved by one process that nobody killed."""
    with _whole(ground, *MOVE, "1") as whole:
        yield whole


def _moments(asked: list[str], chance: random.Random) -> Iterator[Moment]:
    """Yield moments from where the door is first come to: before a statement, or while one runs."""
    first = next(number for number, words in enumerate(asked, 1) if DOOR in words)
    for number in sorted(chance.sample(range(first, len(asked)), KILLS)):
        yield Moment(number, chance.choice([0.0, chance.uniform(0.0005, LATEST)]))


def _require_the_same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == value, name


def _require_goes_on(
    before: Ground, moment: Moment, whole: Whole, command: tuple[str, ...], say: Say
) -> None:
    """Kill a command at a moment, run it again, and find what stands as if nobody had killed it."""
    with copied(before.place) as place:
        here = replace(before, place=place)
        code, asked = here.dies(moment, *command)
        say(f"  {moment.number:4} of {len(whole.asked)}, {moment.seconds * 1000:4.1f} ms: {asked[-1][:70]}")
        assert code == -signal.SIGKILL, here.words
        _require_the_same(here.carried_out(*command), whole.stands)


def test_clocks_that_were_moved_by_halves_are_moved_to_the_end(
    ground: Ground, moved: Whole, seed: int, say: Say
) -> None:
    matters = moved.stands["moved"]
    say(f"\nSEED={seed}: {len(matters)} of {MATTERS} matters have clocks that move")
    assert MATTERS // 4 < len(matters) < MATTERS
    # The old day of every clock that moved stands in the entry.
    before = [told["from"]["binding_on"] for matter in matters for told in json.loads(matter)[1]["moved"]]
    assert sum(day is not None for day in before) >= len(matters)
    for moment in _moments(moved.asked, random.Random(seed)):  # noqa: S311  a plan, not a secret
        _require_goes_on(ground, moment, moved, (*MOVE, "1"), say)


def test_when_who_moves_is_killed_others_move_for_it_no_longer_and_the_next_goes_on(
    ground: Ground, moved: Whole, seed: int, say: Say
) -> None:
    chance = random.Random(seed)  # noqa: S311  as above
    say(f"\nSEED={seed}")
    for seconds in (chance.uniform(0, SOON) for _ in range(KILLS_OF_SEVERAL)):
        with copied(ground.place) as place:
            here = replace(ground, place=place)
            code, asked = here.killed(seconds, *MOVE, "2")
            say(f"  {seconds * 1000:4.0f} ms after the first came to the door: {asked[-1][:70]}")
            assert code == -signal.SIGKILL, here.words
            _require_the_same(here.carried_out(*MOVE, "2"), moved.stands)


def test_a_sweep_that_was_killed_is_swept_to_the_end_and_tells_nobody_twice(
    moved: Whole, seed: int, say: Say
) -> None:
    before = moved.after
    with _whole(before, *SWEEP) as swept:
        reminders, items = swept.stands["reminders"], swept.stands["items"]
        say(f"\nSEED={seed}: {len(reminders)} reminders, {len(items)} supervision items")
        assert min(len(reminders), len(items)) > MATTERS // 20
        assert {times for _, times in (*reminders, *items)} == {1}
        for moment in _moments(swept.asked, random.Random(seed)):  # noqa: S311  as above
            _require_goes_on(before, moment, swept, SWEEP, say)
