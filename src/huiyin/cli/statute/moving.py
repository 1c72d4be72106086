"""Carries out what was adopted, in several processes, and shows how far it is."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from django.db import connections

from huiyin.adapters import lifeline
from huiyin.cli.progress import Progress
from huiyin.kernel import clock
from huiyin.prepare import moving
from huiyin.prepare.moving import WINDOW, Done, Each, Task
from huiyin.queries.learning.moving import number_of_petitions, refresh, waiting

AHEAD = 2  # tasks a process has before it: none is idle, and few lie in memory


def carry_out(*, processes: int = 0) -> int:
    """Move what waits to be moved; return in how many petitions. Goes on where an earlier run stopped."""
    with several(processes or os.cpu_count() or 1) as each:
        if not waiting(at=clock.now()):
            return 0
        with Progress(total=number_of_petitions(), what="petitions") as progress:

            def tell(_: Done) -> None:
                progress.reach(min(progress.done + WINDOW, progress.total))

            return moving.carry_out(clock.now, each=each, tell=tell)


@contextmanager
def several(processes: int) -> Iterator[Each]:
    """Have processes that carry out tasks; with one, this process does."""
    if processes == 1:
        yield map
        return
    connections.close_all()  # Order: a connection cannot be shared by two processes; they begin without one.
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=_begin) as pool:
        pool.submit(int).result()  # all processes are forked now, before this one opens a connection

        def each(work: Callable[[Task], Done], tasks: Iterable[Task]) -> Iterator[Done]:
            ahead: deque[Future[Done]] = deque()
            for task in tasks:
                ahead.append(pool.submit(work, task))
                if len(ahead) > AHEAD * processes:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

        yield each


def _begin() -> None:
    lifeline.bind()  # it ends with the one that started it, even when that one was killed
    refresh()  # what was adopted just now holds
