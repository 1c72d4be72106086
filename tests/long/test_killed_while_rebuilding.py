"""`huiyin ledger rebuild` killed by SIGKILL at many moments: the tables are as they were, or finished."""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.folders import new_folder
from support.inside import psql
from support.installation import PACKAGES, SOURCE, Installation

pytestmark = pytest.mark.long

Say = Callable[[str], None]

TESTS = Path(__file__).parents[1]
PATIENCE = 240
PETITIONS = 40
KILLS = 6
FIRST = "LOCK TABLE entry"  # from here on it rebuilds
DAMAGE = ("DELETE FROM event", "UPDATE petition SET state = 'declined'", "TRUNCATE clock, office")


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation that is not running, with hundreds of entries and damaged tables."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    place.up("--demo").ready().stop()
    place.await_nobody(60)
    assert _run(place, "bench", "generate", "--petitions", str(PETITIONS), "--processes", "1")[0] == 0
    running = place.up("--demo").ready()
    for statement in DAMAGE:
        psql(place, statement)
    running.stop()
    place.await_nobody(60)
    yield place
    place.close()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _copy(of: Installation) -> Iterator[Installation]:
    folder = new_folder()
    place = Installation(data=folder / "var")
    try:
        subprocess.run(["cp", "-a", str(of.data), str(place.data)], check=True)
        yield place
    finally:
        place.await_nobody(60)
        shutil.rmtree(folder, ignore_errors=True)


def _run(place: Installation, *command: str) -> tuple[int, str]:
    ran = place.run(*command)
    assert ran.returncode in {0, 1}, ran.stdout + ran.stderr
    return ran.returncode, ran.stdout


def _dies(place: Installation, number: int, seconds: float) -> tuple[int, list[str], str]:
    """Rebuild until the Nth thing asked of database or disk; return how it ended."""
    notes = place.data / "notes"
    own = {
        "PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    command = ("support.dying_on_disk", str(number), str(seconds), str(notes), "ledger", "rebuild")
    ran = subprocess.run(
        [sys.executable, "-B", "-m", *command],
        env=place.environment(own),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    place.await_nobody(60)
    return ran.returncode, notes.read_text("utf-8").splitlines(), ran.stderr


def test_a_rebuild_that_was_killed_left_all_as_it_was_or_is_finished(
    ground: Installation, seed: int, say: Say
) -> None:
    with _copy(ground) as place:
        before = _run(place, "ledger", "rebuild", "--check")
        assert before[0] == 1
        code, asked, words = _dies(place, 0, 0.0)
        assert code == 0, words
        assert _run(place, "ledger", "rebuild", "--check")[0] == 0
        assert _run(place, "ledger", "verify")[0] == 0
    begin = next(number for number, words in enumerate(asked, 1) if FIRST in words)
    last = len(asked)
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    say(f"\nSEED={seed}: {last + 1 - begin} moments")
    moments = sorted({begin, *chance.sample(range(begin, last), KILLS), last - 1, last})
    for moment in moments:
        seconds = chance.choice([0.0, chance.uniform(0.0005, 0.02)])
        with _copy(ground) as place:
            code, until, words = _dies(place, moment, seconds)
            assert code == -signal.SIGKILL or seconds, words
            after = _run(place, "ledger", "rebuild", "--check")
            say(f"  {moment:4}, {seconds * 1000:4.1f} ms: {code:3} {after[0]} {until[-1][:60]}")
            assert after == before or after[0] == 0
            if after[0]:
                assert _run(place, "ledger", "rebuild")[0] == 0
                assert _run(place, "ledger", "rebuild", "--check")[0] == 0
