"""The integrator killed by SIGKILL at many moments, and run again: nothing published is ever contradicted."""

import random
import shutil
import signal
from collections.abc import Callable, Iterator

import pytest

from huiyin.adapters.publishing.folder import LogFolder
from huiyin.rules.merkle.checkpoint import Checkpoint, parse_checkpoint
from huiyin.rules.merkle.note import parse_note
from huiyin.rules.merkle.proofs import root_of
from huiyin.rules.merkle.tiles import node_reader
from support.folders import new_folder
from support.installation import Installation
from support.killed import copied, dies, done

pytestmark = pytest.mark.long

Say = Callable[[str], None]

INTEGRATE = ("ledger", "integrate")
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
    done(place, *INTEGRATE)
    done(place, "bench", "generate", "--petitions", str(PETITIONS), "--processes", "1")
    yield place
    place.close()
    shutil.rmtree(folder, ignore_errors=True)


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
    with copied(ground) as place:
        ended = dies(place, 0, *INTEGRATE)
        assert ended.code == 0, ended.words
        asked = ended.asked
        whole = _require_continued(first, place)
    begin = next(number for number, words in enumerate(asked, 1) if FIRST in words)
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    say(f"\nSEED={seed}: {whole.size - first.size} entries, {len(asked) + 1 - begin} moments")
    for moment in range(begin, len(asked) + 1):  # every one by itself, before it is asked or while it runs
        seconds = chance.choice([0.0, 0.0, chance.uniform(0.0005, LATEST)])
        with copied(ground) as place:
            died = dies(place, moment, *INTEGRATE, seconds=seconds)
            assert died.code == -signal.SIGKILL or seconds, died.words
            killed = _require_continued(first, place)
            say(
                f"  {moment:4}, {seconds * 1000:4.1f} ms: {died.code:3} {killed.size:5} {died.asked[-1][:60]}"
            )
            _require_sound(place, killed, whole)
    with copied(ground) as place:  # and one installation killed again and again: what is left adds up
        killed = first
        for _ in range(KILLS):
            dies(place, chance.randrange(begin, len(asked)), *INTEGRATE)
            killed = _require_continued(killed, place)
        _require_sound(place, killed, whole)


def _require_sound(place: Installation, before: Checkpoint, whole: Checkpoint) -> None:
    """Integrate to the end: the very tree that comes out when nobody kills, and it verifies."""
    done(place, *INTEGRATE)
    assert _require_continued(before, place) == whole
    done(place, "ledger", "verify")
