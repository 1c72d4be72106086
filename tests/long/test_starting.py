"""Starting in spite of what came before: half-finished first runs, two at once, a clock set back."""

import random
import signal
import time
from collections.abc import Callable

import pytest

from huiyin.rules.routing.divisions import divisions
from support import processes, program
from support.inside import look
from support.installation import Installation, Running
from support.processes import Kind
from support.program import PETITION, Filing

pytestmark = pytest.mark.long

# What `huiyin up` says when it begins a step, in the order of a first run.
STEPS = (
    "Creating the database",
    "Preparing roles",
    "Bringing the tables",
    "Looking after the keys",
    "Loading the divisions",
    "成都市",
    "雅安市",
    "Putting rule packs",
    "calendar:cn:2012",
    "Collecting style sheets",
    "Starting the web server",
)
LONGEST_STEP = 0.4  # seconds
WITHIN = 60.0
HOUR = 3600


def _said(running: Running, words: str) -> bool:
    """Wait until `up` says these words; False when it is ready without them."""
    until = time.monotonic() + WITHIN
    while words not in running.words:
        if "is ready" in running.words:
            return False
        assert running.process.poll() is None, running.words
        assert time.monotonic() < until, running.words
        time.sleep(0.002)
    return True


def _require_complete(place: Installation) -> None:
    """Everything of a first run is there, once, and the ledger says the same."""
    done = place.run("ledger", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
    found = look(place)
    found.require_sound()
    assert found.plain["divisions"] == len(divisions())
    assert program.send(place.port, Filing(PETITION)).status == 201


def test_a_first_run_killed_in_every_one_of_its_steps_is_completed(
    installation: Installation, seed: int, say: Callable[[str], None]
) -> None:
    say(f"\nSEED={seed}")
    chance = random.Random(seed)  # noqa: S311  a plan, not a secret
    for step in STEPS:
        running = installation.up("--demo")
        reached = _said(running, step)
        pause = chance.uniform(0, LONGEST_STEP)
        time.sleep(pause)
        running.stop(signal.SIGKILL)
        say(f"  kill -9 {pause:.2f} s after “{step}”" + ("" if reached else " (done before)"))
        assert "Traceback" not in running.words
    running = installation.up("--demo").ready()
    _require_complete(installation)
    assert running.stop() == 0


def test_a_first_run_killed_while_it_makes_its_keys_is_completed(
    installation: Installation, seed: int, say: Callable[[str], None]
) -> None:
    say(f"\nSEED={seed}")
    chance = random.Random(seed)  # noqa: S311  as above
    killed = 0
    for _ in range(8):
        running = installation.up("--demo")
        if not _said(running, "Looking after the keys") or "Made the keys" in running.words:
            running.stop(signal.SIGKILL)
            break
        time.sleep(chance.uniform(0, 0.01))
        running.stop(signal.SIGKILL)
        killed += 1
    say(f"  killed {killed} times before the keys were made")
    running = installation.up("--demo").ready()
    _require_complete(installation)
    assert running.stop() == 0


def test_of_two_started_at_once_one_runs_and_the_other_says_why(installation: Installation) -> None:
    for _ in range(4):
        both = [installation.up("--demo") for _ in range(2)]
        until = time.monotonic() + WITHIN
        while all(one.process.poll() is None for one in both):
            assert time.monotonic() < until
            time.sleep(0.05)
        (loser,) = (one for one in both if one.process.poll() is not None)
        (winner,) = (one for one in both if one is not loser)
        winner.ready()
        assert loser.stop() == 1
        assert f"(process {winner.process.pid})" in loser.words
        assert "Traceback" not in loser.words + winner.words
        assert winner.stop() == 0
    installation.up("--demo").ready()
    _require_complete(installation)


def test_ten_first_starts_at_once_make_one_set_of_secrets(installation: Installation) -> None:
    runs = [installation.up("--demo") for _ in range(10)]
    until = time.monotonic() + WITHIN
    while sum(one.process.poll() is None for one in runs) > 1:
        assert time.monotonic() < until
        time.sleep(0.05)
    (winner,) = (one for one in runs if one.process.poll() is None)
    winner.ready()
    _require_complete(installation)
    assert not [one.words for one in runs if "Traceback" in one.words]


def test_a_clock_set_back_by_an_hour_breaks_nothing(installation: Installation) -> None:
    filings = [Filing({**PETITION, "title": f"第{number}次运行"}) for number in range(3)]
    shown = []
    for offset, filing in zip((0, -HOUR, 0), filings, strict=True):
        running = installation.up("--demo", HUIYIN_NOW_OFFSET=str(offset)).ready()
        answer = program.send(installation.port, filing)
        assert answer.status == 201, answer.body
        shown.append(answer)
        for earlier, told in zip(filings, shown, strict=False):
            again = program.send(installation.port, earlier)
            assert (again.status, again.receipt) == (201, told.receipt)
            _require_followed(installation, told)
        look(installation).require_sound()
        assert running.stop() == 0
    instants = [one.plain["filed_at"] for one in shown]
    assert instants[1] < instants[0] < instants[2]


def _require_followed(installation: Installation, told: program.Answer) -> None:
    asked = {name: told.plain[name] for name in ("number", "query_code")}
    answer = program.post_json(installation.port, "/api/v1/petitions/query", asked)
    assert answer.status == 200, answer.body
    assert answer.plain["filed_at"] == told.plain["filed_at"]


def test_a_database_that_cannot_start_again_is_tried_until_it_can(
    installation: Installation, say: Callable[[str], None]
) -> None:
    running = installation.up("--demo").ready()
    assert program.send(installation.port, Filing(PETITION)).status == 201
    control = installation.data / "pg" / "cluster" / "global" / "pg_control"
    control.chmod(0o400)
    backend = processes.running(running.process.pid)[Kind.BACKEND][0]
    assert processes.kill(backend, Kind.BACKEND, running.process.pid)
    _await(lambda: "PostgreSQL did not start" in running.words)
    control.chmod(0o600)
    began = time.monotonic()
    answer, lost = program.file_until_answered(installation.port, Filing(PETITION), seconds=WITHIN)
    say(f"\n  filed again after {time.monotonic() - began:.0f} s, {lost} attempts in vain")
    assert answer.status == 201
    assert "Traceback" not in running.words
    look(installation).require_sound()
    assert running.stop() == 0


def test_ctrl_c_right_after_a_crash_of_the_database_stops_everything(installation: Installation) -> None:
    for pause in (0.0, 0.15, 0.4):
        running = installation.up("--demo").ready()
        assert program.send(installation.port, Filing(PETITION)).status == 201
        backend = processes.running(running.process.pid)[Kind.BACKEND][0]
        assert processes.kill(backend, Kind.BACKEND, running.process.pid)
        time.sleep(pause)
        assert running.stop(signal.SIGINT) == 0
        assert installation.processes() == []
    installation.up("--demo").ready()
    _require_complete(installation)


def _await(true: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)
