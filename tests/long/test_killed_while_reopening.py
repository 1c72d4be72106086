"""The reopening of the log killed by SIGKILL at many moments, and repeated: the old log never goes on."""

import json
import random
import shutil
import signal
from collections.abc import Callable, Iterator

import pytest

from support.folders import new_folder
from support.installation import Installation
from support.killed import copied, dies, done

pytestmark = pytest.mark.long

Say = Callable[[str], None]

FIRST = "number_entries"  # from here on something changes
MOMENTS = 16
REOPEN = ("ledger", "reopen", "--none")


@pytest.fixture(scope="module")
def ground() -> Iterator[Installation]:
    """An installation that was restored, and did nothing since."""
    folder = new_folder()
    before, after = Installation(data=folder / "before"), Installation(data=folder / "after")
    before.up("--demo").ready()
    done(before, "backup", str(folder / "night.huiyin"))
    before.started[-1].stop()
    before.await_nobody(60)
    shutil.copytree(before.data / "keys", after.data / "keys")
    done(after, "restore", str(folder / "night.huiyin"))
    after.await_nobody(60)
    yield after
    shutil.rmtree(folder, ignore_errors=True)


def test_a_reopening_that_was_killed_is_repeated_and_nothing_goes_on_before(
    ground: Installation, seed: int, say: Say
) -> None:
    old = json.loads(done(ground, "ledger", "status", "--json"))["origin"]
    with copied(ground) as place:
        ended = dies(place, 0, *REOPEN)
    assert ended.code == 0, ended.words
    begin = next(number for number, words in enumerate(ended.asked, 1) if FIRST in words)
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    moments = range(begin, len(ended.asked) + 1)
    for moment in sorted(chance.sample(moments, min(MOMENTS, len(moments)))):
        with copied(ground) as place:
            died = dies(place, moment, *REOPEN)
            assert died.code == -signal.SIGKILL
            integrated = place.run("ledger", "integrate")
            say(f"  {moment:4}: {integrated.returncode} {died.asked[-1][:60]}")
            if integrated.returncode:
                assert "huiyin ledger reopen" in integrated.stderr
                done(place, *REOPEN)
            status = json.loads(done(place, "ledger", "status", "--json"))
            assert status["origin"] != old
            done(place, "ledger", "verify")
