"""`huiyin ledger rebuild` killed by SIGKILL at many moments: the tables are as they were, or finished."""

import random
import shutil
import signal
from collections.abc import Callable, Iterator

import pytest

from support.folders import new_folder
from support.inside import psql
from support.installation import Installation
from support.killed import copied, dies

pytestmark = pytest.mark.long

Say = Callable[[str], None]

PETITIONS = 40
KILLS = 6
FIRST = "LOCK TABLE entry"  # from here on it rebuilds
REBUILD = ("ledger", "rebuild")
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


def _run(place: Installation, *command: str) -> tuple[int, str]:
    ran = place.run(*command)
    assert ran.returncode in {0, 1}, ran.stdout + ran.stderr
    return ran.returncode, ran.stdout


def test_a_rebuild_that_was_killed_left_all_as_it_was_or_is_finished(
    ground: Installation, seed: int, say: Say
) -> None:
    with copied(ground) as place:
        before = _run(place, "ledger", "rebuild", "--check")
        assert before[0] == 1
        ended = dies(place, 0, *REBUILD)
        assert ended.code == 0, ended.words
        assert _run(place, "ledger", "rebuild", "--check")[0] == 0
        assert _run(place, "ledger", "verify")[0] == 0
    begin = next(number for number, words in enumerate(ended.asked, 1) if FIRST in words)
    last = len(ended.asked)
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    say(f"\nSEED={seed}: {last + 1 - begin} moments")
    moments = sorted({begin, *chance.sample(range(begin, last), KILLS), last - 1, last})
    for moment in moments:
        seconds = chance.choice([0.0, chance.uniform(0.0005, 0.02)])
        with copied(ground) as place:
            died = dies(place, moment, *REBUILD, seconds=seconds)
            assert died.code == -signal.SIGKILL or seconds, died.words
            after = _run(place, "ledger", "rebuild", "--check")
            say(f"  {moment:4}, {seconds * 1000:4.1f} ms: {died.code:3} {after[0]} {died.asked[-1][:60]}")
            assert after == before or after[0] == 0
            if after[0]:
                assert _run(place, "ledger", "rebuild")[0] == 0
                assert _run(place, "ledger", "rebuild", "--check")[0] == 0
