"""One sweep of deadlines, so many days from now, with what the database says it cost. Run in an installation.

Looking is told apart from doing: `looked_at` are the rows that the statements of looking read,
by the plans that they ran by, with `looking_buffers` shared buffers.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg

from huiyin.kernel import clock
from huiyin.kernel.clock import local_date
from huiyin.prepare.watching import sweep_deadlines
from huiyin.queries.oversight.due import Plan, plans


def main() -> None:
    """Sweep, and write the figures as JSON."""
    at = clock.now() + timedelta(days=int(sys.argv[1]))
    looking = plans(today=local_date(at))
    with _counted() as statements:
        began = time.perf_counter()
        swept = sweep_deadlines(at=at)
        took = time.perf_counter() - began
    sys.stdout.write(
        json.dumps({**vars(swept), "seconds": round(took, 3), "statements": statements(), **_looked(looking)})
    )


def _looked(looking: list[Plan]) -> dict[str, int]:
    return {
        "looking_statements": len(looking),
        "looked_at": sum(plan.rows for plan in looking),
        "looking_buffers": sum(plan.buffers for plan in looking),
    }


@contextmanager
def _counted() -> Iterator[Callable[[], int]]:
    """Count the statements that this process sends."""
    usual, sent = psycopg.Cursor.execute, [0]

    def counting(self: Any, *args: Any, **options: Any) -> Any:
        sent[0] += 1
        return usual(self, *args, **options)

    psycopg.Cursor.execute = counting  # type: ignore[method-assign]
    try:
        yield lambda: sent[0]
    finally:
        psycopg.Cursor.execute = usual  # type: ignore[method-assign]
