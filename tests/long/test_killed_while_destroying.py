"""Carrying out a destruction list killed at many moments: the next run ends it, and everything verifies."""

import json
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.folders import new_folder
from support.installation import PACKAGES, SOURCE, Installation
from support.killed import copied, dies, done

pytestmark = pytest.mark.long

Say = Callable[[str], None]

TESTS = Path(__file__).parents[1]
MATTERS = 45  # three transactions
HELD = 9
MOMENTS = 8
STEPS = ("door_write", "lock_petition", "search_text", "fsync", "unlink", "COMMIT", "commit", "waiting")
CARRY_OUT = ("sweep", "destructions", "--json")


def _inside(place: Installation, *words: str) -> None:
    own = {"PYTHONPATH": f"{SOURCE}:{TESTS}:{PACKAGES}", "DJANGO_SETTINGS_MODULE": "huiyin.config.settings"}
    command = [sys.executable, "-B", "-m", "support.destroyable", *words]
    ran = subprocess.run(
        command, env=place.environment(own), capture_output=True, text=True, timeout=600, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    place.await_nobody(60)


def _found(place: Installation) -> dict[str, Any]:
    file = place.data / "found.json"
    _inside(place, "found", str(file))
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation that stands still, with a list that was ordered."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    place.up("--demo", "--now", "2025-03-04").ready()
    place.started[-1].stop()
    place.await_nobody(60)
    _inside(place, "make", str(MATTERS))
    yield place
    shutil.rmtree(folder, ignore_errors=True)


def _require_carried_out(found: dict[str, Any]) -> None:
    assert (found["differences"], found["deep"], found["lists"]) == ([], [], ["done"])
    gone = [one for one in found["items"] if one["state"] == "destroyed"]
    held = [one for one in found["items"] if one["state"] == "left_out"]
    assert (len(gone), len(held)) == (MATTERS - HELD, HELD)
    # Only the entry that tells of the erasure keeps its salt.
    assert {(one["key"], one["erased"], one["salts"]) for one in gone} == {(False, True, 1)}
    assert {(one["key"], one["erased"], one["why"]) for one in held} == {(True, False, "retention.held")}


def test_a_list_that_was_killed_is_carried_out_to_the_end_and_nothing_twice(
    ground: Installation, seed: int, say: Say
) -> None:
    with copied(ground) as place:
        whole = dies(place, 0, *CARRY_OUT)
        assert whole.code == 0, whole.words
        _require_carried_out(_found(place))
    steps = [n for n, words in enumerate(whole.asked, 1) if any(step in words for step in STEPS)]
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    say(f"\nSEED={seed}: {len(whole.asked)} things asked of database and disk")
    for moment in sorted(chance.sample(steps, min(MOMENTS, len(steps)))):
        with copied(ground) as place:
            died = dies(place, moment, *CARRY_OUT)
            assert died.code == -signal.SIGKILL
            told = json.loads(done(place, *CARRY_OUT))
            say(f"  {moment:4}: {told['destroyed']:2} left to destroy  {died.asked[-1][:60]}")
            assert json.loads(done(place, *CARRY_OUT)) == dict.fromkeys(told, 0)
            _require_carried_out(_found(place))
