"""The integrator killed by SIGKILL at many moments, and run again: nothing published is ever contradicted."""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from huiyin.adapters.publishing.folder import LogFolder
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.proofs import root_of
from huiyin.rules.merkle.tiles import node_reader
from support.folders import new_folder
from support.installation import PACKAGES, SOURCE, Installation

pytestmark = pytest.mark.long

Say = Callable[[str], None]

TESTS = Path(__file__).parents[1]
PATIENCE = 240
PETITIONS = 150  # several hundred entries: full tiles and partial ones
FIRST = "pg_try_advisory_lock"  # from here on the integrator works
KILLS = 8
LATEST = 0.02  # seconds after what was asked has begun


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation that is not running, with a published log and hundreds of entries that wait."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    place.up("--demo").ready().stop()
    place.await_nobody(60)
    _done(place, "ledger", "integrate")
    _done(place, "bench", "generate", "--petitions", str(PETITIONS), "--processes", "1")
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


def _done(place: Installation, *command: str) -> str:
    ran = place.run(*command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def _dies(place: Installation, number: int, seconds: float) -> tuple[int, list[str]]:
    """Integrate until the Nth thing asked of database or disk; return the exit code, and what was asked."""
    notes = place.data / "notes"
    notes.unlink(missing_ok=True)
    own = {
        "PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}",
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    command = ("support.dying_on_disk", str(number), str(seconds), str(notes), "ledger", "integrate")
    ran = subprocess.run(
        [sys.executable, "-B", "-m", *command],
        env=place.environment(own),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    place.await_nobody(60)
    return ran.returncode, notes.read_text("utf-8").splitlines()


def _published(place: Installation) -> tuple[Checkpoint, LogFolder]:
    [folder] = (place.data / "log").iterdir()
    log = LogFolder(folder)
    note = log.checkpoint()
    assert note
    return parse_checkpoint(parse_note(note).text), log


def _require_continued(before: Checkpoint, place: Installation) -> Checkpoint:
    """Fail unless what is published now begins with what was published before."""
    now, log = _published(place)
    assert now.size >= before.size
    assert root_of(before.size, node_reader(now.size, log.read)) == before.root
    return now


def test_an_integrator_that_was_killed_goes_on_and_contradicts_nothing(
    ground: Installation, seed: int, say: Say
) -> None:
    first, _ = _published(ground)
    with _copy(ground) as place:
        code, asked = _dies(place, 0, 0.0)
        assert code == 0
        whole = _require_continued(first, place)
    begin = next(number for number, words in enumerate(asked, 1) if FIRST in words)
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    say(f"\nSEED={seed}: {whole.size - first.size} entries, {len(asked) + 1 - begin} moments")
    for moment in range(begin, len(asked) + 1):  # every one by itself, before it is asked or while it runs
        seconds = chance.choice([0.0, 0.0, chance.uniform(0.0005, LATEST)])
        with _copy(ground) as place:
            code, until = _dies(place, moment, seconds)
            assert code == -signal.SIGKILL or seconds
            killed = _require_continued(first, place)
            say(f"  {moment:4}, {seconds * 1000:4.1f} ms: {code:3} {killed.size:5} {until[-1][:60]}")
            _require_sound(place, killed, whole)
    with _copy(ground) as place:  # and one installation killed again and again: what is left adds up
        killed = first
        for _ in range(KILLS):
            _dies(place, chance.randrange(begin, len(asked)), 0.0)
            killed = _require_continued(killed, place)
        _require_sound(place, killed, whole)


def _require_sound(place: Installation, before: Checkpoint, whole: Checkpoint) -> None:
    """Integrate to the end: the very tree that comes out when nobody kills, and it verifies."""
    _done(place, "ledger", "integrate")
    assert _require_continued(before, place) == whole
    _done(place, "ledger", "verify")
