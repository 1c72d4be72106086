"""Guesses wait; nobody else does."""

import threading

from huiyin.web.shared.slowing import FIRST, FORGET, MOST, REMEMBERED, WAITING, Slowing


def test_each_wrong_attempt_at_the_same_thing_waits_twice_as_long_up_to_a_limit() -> None:
    pauses: list[float] = []
    slow = Slowing(sleep=pauses.append)
    for _ in range(8):
        slow.missed("a")
    assert pauses[:3] == [FIRST, 2 * FIRST, 4 * FIRST]
    assert max(pauses) == MOST
    slow.missed("b")
    assert pauses[-1] == FIRST


def test_wrong_attempts_are_forgotten_after_a_quarter_of_an_hour() -> None:
    now = [0.0]
    pauses: list[float] = []
    slow = Slowing(sleep=pauses.append, clock=lambda: now[0])
    slow.missed("a")
    now[0] = FORGET + 1
    slow.missed("a")
    assert pauses == [FIRST, FIRST]


def test_only_so_many_things_are_remembered() -> None:
    slow = Slowing(sleep=lambda _: None)
    for number in range(REMEMBERED + 5):
        slow.missed(str(number))
    assert len(slow._wrong) == REMEMBERED


def test_guesses_never_hold_more_than_a_few_workers() -> None:
    inside, release = threading.Semaphore(0), threading.Event()

    def sleep(_: float) -> None:
        inside.release()
        release.wait(5)

    slow = Slowing(sleep=sleep)
    waiting = [threading.Thread(target=slow.missed, args=("a",)) for _ in range(WAITING)]
    for thread in waiting:
        thread.start()
    for _ in waiting:
        assert inside.acquire(timeout=5)
    slow.missed("a")
    release.set()
    for thread in waiting:
        thread.join(5)


def test_what_is_guessed_at_is_not_kept_in_clear() -> None:
    slow = Slowing(sleep=lambda _: None)
    slow.missed("4F7K2-M9QTX-C")
    assert b"4F7K2" not in b"".join(slow._wrong)
