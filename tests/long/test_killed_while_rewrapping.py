"""The change of the wrapping key killed by SIGKILL at many moments: all opens, the next call finishes it."""

import json
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.folders import new_folder
from support.installation import Installation
from support.killed import copied, dies, done
from support.program import PETITION, Filing, send

pytestmark = pytest.mark.long

Say = Callable[[str], None]

# What changes something for good: data keys, the entry; and each flush of the key file.
STEPS = ("UPDATE data_key", "door_write", "UPDATE waiting", "fsync", "rename", "COMMIT", "commit")
MOMENTS = 12
ROTATE = ("vault", "rotate")
RETIRE = (*ROTATE, "--retire", "--older-backups-unreadable")


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation with some matters that stands still."""
    folder = new_folder()
    place = Installation(data=folder / "var")
    running = place.up().ready()
    for _ in range(5):
        assert send(running.port, Filing(PETITION)).status == 201
    running.stop()
    place.await_nobody(60)
    yield place
    shutil.rmtree(folder, ignore_errors=True)


def _wraps(place: Installation) -> int:
    content = json.loads(Path(place.data / "keys" / "keys.json").read_text("utf-8"))
    return len(content["keysets"]["wrap"]["key"])


def _moments(place: Installation, seed: int, *command: str) -> list[int]:
    whole = dies(place, 0, *command)
    assert whole.code == 0, whole.words
    steps = [n for n, words in enumerate(whole.asked, 1) if any(one in words for one in STEPS)]
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    return sorted(chance.sample(steps, min(MOMENTS, len(steps))))


def test_a_rotation_that_was_killed_loses_nothing(ground: Installation, seed: int, say: Say) -> None:
    with copied(ground) as place:
        moments = _moments(place, seed, *ROTATE)
    for moment in moments:
        with copied(ground) as place:
            died = dies(place, moment, *ROTATE)
            assert died.code == -signal.SIGKILL
            say(f"  {moment:4}: {_wraps(place)} keys, {died.asked[-1][:60]}")
            done(place, "ledger", "verify", "--deep")
            told = json.loads(done(place, *ROTATE, "--json"))
            assert (told["data_keys"], told["damaged"]) == (5, 0)
            assert [path.name for path in (place.data / "keys").iterdir()] == ["keys.json"]
            done(place, "ledger", "verify", "--deep")


def test_a_retirement_that_was_killed_loses_nothing(ground: Installation, seed: int, say: Say) -> None:
    with copied(ground) as rotated:
        done(rotated, *ROTATE)
        with copied(rotated) as place:
            moments = _moments(place, seed, *RETIRE)
        for moment in moments:
            with copied(rotated) as place:
                died = dies(place, moment, *RETIRE)
                assert died.code == -signal.SIGKILL
                say(f"  {moment:4}: {_wraps(place)} keys, {died.asked[-1][:60]}")
                done(place, "ledger", "verify", "--deep")
                ended = _wraps(place) == 1
                ran = place.run(*RETIRE)
                assert ran.returncode == (1 if ended else 0), ran.stderr
                assert _wraps(place) == 1
                done(place, "ledger", "verify", "--deep")
