"""Turns of requests: few at once over all processes, the longest waiting next, and nobody waits for ever."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from huiyin.web.shared.turns import SMALL, Turns, in_turn
from huiyin.web.shared.whole_body import whole_bodies

PATIENCE = 20.0
HOLDS = """
import sys, time
from pathlib import Path
from huiyin.web.shared.turns import Turns
turns = Turns(Path(sys.argv[1]), 2)
with turns.place(), turns.place():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def turns(tmp_path: Path) -> Iterator[Turns]:
    """Two places."""
    made = Turns(tmp_path / "turns", 2)
    yield made
    made.close()


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_no_more_have_a_place_than_there_are(turns: Turns) -> None:
    now, most, lock = 0, 0, threading.Lock()

    def work() -> None:
        nonlocal now, most
        for _ in range(20):
            with turns.place():
                with lock:
                    now += 1
                    most = max(most, now)
                time.sleep(0.0005)
                with lock:
                    now -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert most == 2
    assert turns.free == 2


def test_who_waits_longest_is_next(turns: Turns) -> None:
    came: list[int] = []

    def work(number: int) -> None:
        with turns.place():
            came.append(number)

    with turns.place(), turns.place():
        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
            time.sleep(0.05)
    for thread in threads:
        thread.join(PATIENCE)
    assert came[0] == 0
    assert sorted(came) == list(range(6))


def test_an_error_gives_the_place_back(turns: Turns) -> None:
    with pytest.raises(ValueError, match="no"), turns.place():
        raise ValueError("no")
    assert turns.free == 2


def test_processes_share_the_places_and_a_killed_one_takes_none_with_it(tmp_path: Path) -> None:
    path = tmp_path / "turns"
    mine = Turns(path, 2)
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert mine.free == 0
        other.kill()
    assert mine.free == 0
    again = Turns(path, 2)  # the process that is started in its stead
    assert mine.free == 2
    with mine.place():
        Turns(path, 2).close()  # started while one place was had: there is one too many
        assert mine.free == 2
    assert mine.free == 2  # and it is gone again
    again.close()
    mine.close()


def asked(turns: Turns, method: str = "POST", body: bytes = b"x", **environ: Any) -> list[tuple[int, Any]]:
    """Return how many places were free within the application, and what it read."""
    seen: list[tuple[int, Any]] = []

    def application(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        try:
            read: Any = environ["wsgi.input"].read()
        except OSError as error:
            read = str(error)
        seen.append((turns.free, read))
        return [b""]

    told = {"REQUEST_METHOD": method, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    list(whole_bodies(in_turn(application, turns))({**told, **environ}, None))
    return seen


def test_a_small_request_that_changes_something_has_a_place_and_its_body(turns: Turns) -> None:
    assert asked(turns) == [(1, b"x")]
    assert asked(turns, body=b"") == [(1, b"")]
    assert turns.free == 2


def test_reading_and_large_bodies_and_such_of_unknown_length_wait_for_nothing(turns: Turns) -> None:
    large = b"x" * (SMALL + 1)
    assert asked(turns, "GET") == [(2, b"x")]
    assert asked(turns, body=large) == [(2, large)]
    assert asked(turns, CONTENT_LENGTH="") == [(2, b"x")]
    assert asked(turns, CONTENT_LENGTH="-1") == [(2, b"x")]


def test_a_body_that_broke_off_waits_for_nothing_and_is_told_where_it_is_read(turns: Turns) -> None:
    assert asked(turns, CONTENT_LENGTH="9") == [(2, "the body broke off")]
