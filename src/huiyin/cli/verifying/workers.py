"""Spans verified by several processes, which see the one moment that their parent holds."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any
from uuid import UUID

from django.db import connections

from huiyin.adapters import lifeline
from huiyin.kernel.ids import PetitionId
from huiyin.prepare.house import store
from huiyin.prepare.promises import is_promised
from huiyin.queries.ledger.deep import Each, Phase, Piece, Tools, check_histories, check_stored
from huiyin.queries.ledger.replay import Checks
from huiyin.queries.ledger.span import Span
from huiyin.vault.current import vault

AHEAD = 2  # spans a process has before it: none is idle, and few lie in memory


@contextmanager
def several(processes: int) -> Iterator[Each]:
    """Have processes that verify spans; with one, this process does. As many as there are cores for 0."""
    number = processes or len(os.sched_getaffinity(0))
    if number == 1:
        yield lambda phase, spans: (verified(phase, span) for span in spans)
        return
    connections.close_all()  # Order: a connection cannot be shared by two processes; they begin without one.
    with ProcessPoolExecutor(number, mp_context=get_context("fork"), initializer=lifeline.bind) as pool:
        pool.submit(int).result()  # all processes are forked now, before this one opens a connection

        def each(phase: Phase, spans: Iterator[Span]) -> Iterator[Piece]:
            ahead: deque[Future[Piece]] = deque()
            for span in spans:
                ahead.append(pool.submit(verified, phase, span))
                if len(ahead) > AHEAD * number:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

        try:
            yield each
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def tools() -> Tools:
    """Return what this process opens and checks with: the installation's own keys and store."""
    return Tools(
        checks=Checks(open_salt=vault().sealer.open_salt, promise_holds=is_promised),
        open_key=_open_key,
        store=store(),
    )


def verified(phase: Phase, span: Span) -> Piece:
    """Return what the verification of a span found, with the tools of this process."""
    return (check_stored if phase is Phase.FILES else check_histories)(span, tools())


def _open_key(wrapped: bytes, petition: UUID) -> Any:
    return vault().open_data_key(wrapped, PetitionId(petition))
