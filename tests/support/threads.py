"""Several at once: each in a thread with a connection of its own, all let go at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from huiyin.kernel.errors import HuiyinError

PATIENCE = 30  # seconds; whoever waits longer is stuck


def together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Return what each call returned, or the error with a code that it raised."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(PATIENCE)
            return call()
        except HuiyinError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(run, call) for call in calls]]
