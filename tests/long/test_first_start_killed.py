"""A first start killed at many moments: between any two statements that it asks for, and while one runs."""

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from huiyin.rules.routing.divisions import divisions
from support import program
from support.folders import new_folder
from support.inside import look
from support.installation import PACKAGES, SOURCE, Installation
from support.program import PETITION, Filing

pytestmark = pytest.mark.long

TESTS = Path(__file__).parents[1]
NOTE = 'INSERT INTO "django_migrations"'
PLAIN = Installation(data=Path()).program
OF_ROLES = 4  # moments while roles and database are made
AT_A_NOTE = 8  # when a migration is noted as applied
AT_A_COMMIT = 12  # before, in and after the end of a transaction
ANYWHERE = 8
IN_THE_CLUSTER = 8  # while the database's files are made: nothing is asked yet
LONGEST_CREATION = 1.0  # seconds
LONGEST_COMMIT = 0.004
WITHIN = 60.0


@dataclass(frozen=True)
class Moment:
    """Before the Nth thing asked, or so many seconds after it was sent."""

    number: int
    seconds: float = 0.0


@contextmanager
def _new() -> Iterator[Installation]:
    folder = new_folder()
    place = Installation(data=folder / "var")
    try:
        yield place
    finally:
        place.close()
        place.await_nobody()
        shutil.rmtree(folder, ignore_errors=True)


def _first_start(place: Installation, moment: Moment, notes: Path) -> str:
    """Start, and die at that moment; return what was said."""
    place.program = ("-m", "support.dying", str(moment.number), str(moment.seconds), str(notes))
    running = place.up(PYTHONPATH=f"{SOURCE}:{TESTS}:{PACKAGES}")
    place.program = PLAIN
    if not moment.number:
        running.ready()
        running.stop()
        return running.words
    assert running.process.wait(WITHIN) == -signal.SIGKILL, running.words
    running.stop()
    return running.words


def _asked(notes: Path) -> list[str]:
    """Return all that a first start asks of the database."""
    with _new() as place:
        _first_start(place, Moment(0), notes)
    return notes.read_text("utf-8").splitlines()


def _moments(asked: list[str], chance: random.Random) -> Iterator[Moment]:
    commits = [number for number, words in enumerate(asked, 1) if words == "commit"]
    for number in chance.sample(range(1, commits[0]), OF_ROLES):
        yield Moment(number)
    for number in chance.sample([n for n, words in enumerate(asked, 1) if words.startswith(NOTE)], AT_A_NOTE):
        yield Moment(number)
    for place, number in enumerate(chance.sample(commits, AT_A_COMMIT)):
        before, within = Moment(number), Moment(number, chance.uniform(0.0005, LONGEST_COMMIT))
        yield (before, within, Moment(number + 1))[place % 3]
    for number in chance.sample(range(commits[0], len(asked)), ANYWHERE):
        yield Moment(number)


def _require_started_again(place: Installation) -> None:
    running = place.up().ready()
    assert program.send(place.port, Filing(PETITION)).status == 201
    found = look(place)
    found.require_sound()
    assert found.plain["divisions"] == len(divisions())
    assert [path.name for path in (place.data / "pg").glob("cluster*")] == ["cluster"]
    assert running.stop() == 0
    assert "Traceback" not in running.words


def test_a_first_start_killed_at_whatever_it_asks_of_the_database_is_completed_by_the_second(
    tmp_path: Path, seed: int, say: Callable[[str], None]
) -> None:
    say(f"\nSEED={seed}")
    asked = _asked(tmp_path / "whole")
    for moment in _moments(asked, random.Random(seed)):  # noqa: S311  a plan, not a secret
        notes = tmp_path / f"{moment.number}"
        with _new() as place:
            words = _first_start(place, moment, notes)
            last = notes.read_text("utf-8").splitlines()[-1]
            say(
                f"  {moment.number:5} of {len(asked)}, {moment.seconds * 1000:3.1f} ms after it began: {last}"
            )
            assert "Traceback" not in words
            _require_started_again(place)


def test_a_first_start_killed_while_the_database_is_created_is_completed_by_the_second(
    seed: int, say: Callable[[str], None]
) -> None:
    say(f"\nSEED={seed}")
    chance = random.Random(seed)  # noqa: S311  as above
    for _ in range(IN_THE_CLUSTER):
        with _new() as place:
            running = place.up()
            until = time.monotonic() + WITHIN
            while "Creating the database" not in running.words:
                assert time.monotonic() < until, running.words
                time.sleep(0.002)
            pause = chance.uniform(0, LONGEST_CREATION)
            time.sleep(pause)
            running.stop(signal.SIGKILL)
            say(f"  killed {pause:.2f} s after the beginning")
            _require_started_again(place)
