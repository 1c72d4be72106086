"""The change of the log's key killed by SIGKILL at many moments: the log goes on, the next try ends it."""

import json
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.folders import new_folder
from support.installation import Installation
from support.killed import copied, dies, done

pytestmark = pytest.mark.long

Say = Callable[[str], None]

# What changes something for good: numbers, the entry, the checkpoint; and each flush of key file and tiles.
STEPS = ("number_entries", "door_write", "write_checkpoint", "fsync", "rename", "COMMIT", "commit")
MOMENTS = 16
ROTATE = ("ledger", "rotate-key")


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation that stands still."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    place.up("--demo").ready()
    place.started[-1].stop()
    place.await_nobody(60)
    yield place
    shutil.rmtree(folder, ignore_errors=True)


def _keys(place: Installation) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(place.data / "keys" / "keys.json").read_text("utf-8"))
    return found


def test_a_change_that_was_killed_leaves_a_log_that_goes_on_and_is_finished_by_the_next(
    ground: Installation, seed: int, say: Say
) -> None:
    with copied(ground) as place:
        before = json.loads(done(place, "ledger", "status", "--json"))
        whole = dies(place, 0, *ROTATE)
        assert whole.code == 0
    begin = next(number for number, words in enumerate(whole.asked, 1) if "number_entries" in words)
    steps = [n for n, words in enumerate(whole.asked, 1) if n >= begin and any(s in words for s in STEPS)]
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    for moment in sorted(chance.sample(steps, min(MOMENTS, len(steps)))):
        with copied(ground) as place:
            died = dies(place, moment, *ROTATE)
            assert died.code == -signal.SIGKILL
            both = "ending" in _keys(place)
            say(f"  {moment:4}: {'both keys' if both else 'one key'} {died.asked[-1][:60]}")
            done(place, "ledger", "integrate")
            done(place, "ledger", "verify")
            status = json.loads(done(place, "ledger", "status", "--json"))
            assert status["origin"] == before["origin"]
            assert status["signs_beside"] == (before["key"] if both else None)
            ended = json.loads(done(place, *ROTATE, "--json"))
            # A key that was in the file is the one that follows; after a finished change begins another.
            finished = status["key"] != before["key"] and not both
            assert ended["former"] == (status["key"] if finished else before["key"])
            assert "ending" not in _keys(place)
            assert len(_keys(place)["former_logs"]) == (2 if finished else 1)
            done(place, "ledger", "verify")
