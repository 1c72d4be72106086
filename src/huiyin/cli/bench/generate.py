"""`huiyin bench generate`: a population in the installation at hand, made by commands like a real one."""

import multiprocessing
import os
from collections.abc import Iterator
from datetime import datetime
from multiprocessing.context import ForkContext

import django
from django.conf import settings
from django.db import connections

from huiyin.cli import later, serving
from huiyin.cli.bench import population
from huiyin.cli.bench.making import make
from huiyin.cli.progress import Progress
from huiyin.cli.screen import Screen
from huiyin.kernel import clock
from huiyin.kernel.errors import Misconfigured


def generate(petitions: int, say: Screen, *, processes: int = 0, all_open: bool = False) -> int:
    """Make as many petitions as are missing to `petitions`, none of them answered if `all_open`.

    Return how many are new. Goes on where an earlier run stopped. Refused in production: made matters
    are marked, but nobody wants them among real ones.
    """
    django.setup()
    if settings.HUIYIN_ENV.production:
        raise Misconfigured("bench.not_in_production")
    at = clock.now()
    with serving.reachable_database(say):
        with Progress(total=petitions, what="petitions") as progress:
            new = sum(_made(petitions, at, processes or os.cpu_count() or 1, progress, all_open=all_open))
        later.publish_figures()
    return new


def _made(
    petitions: int, at: datetime, processes: int, progress: Progress, *, all_open: bool
) -> Iterator[int]:
    orders = [(number, size, at, all_open) for number, size in _batches(petitions)]
    connections.close_all()  # a connection cannot be shared by two processes
    context: ForkContext = multiprocessing.get_context("fork")
    with context.Pool(processes, initializer=connections.close_all) as pool:
        for size, new in pool.imap_unordered(_make, orders):
            progress.add(size)
            yield new


def _batches(petitions: int) -> Iterator[tuple[int, int]]:
    whole, rest = divmod(petitions, population.BATCH)
    yield from ((number, population.BATCH) for number in range(whole))
    if rest:
        yield whole, rest


def _make(order: tuple[int, int, datetime, bool]) -> tuple[int, int]:
    number, size, at, all_open = order
    return size, make(population.batch(number, size=size, at=at, all_open=all_open), at=at)
