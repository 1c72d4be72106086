"""The integrator's writes: entries get their index, signed checkpoints and cosignatures are kept.

What would break the log is refused by the database's own functions (`records.tree_functions`), whoever
calls: two indexes, two roots of one size, a checkpoint smaller than before.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from psycopg.errors import RaiseException

from huiyin.kernel.errors import Conflict
from huiyin.records import sql

_TRY = "SELECT pg_try_advisory_lock(hashtextextended('integrate', 0)) AS taken"
_FREE = "SELECT pg_advisory_unlock(hashtextextended('integrate', 0))"
_NUMBER = "SELECT number_entries(%s) AS numbered"
_SIGN = "SELECT write_checkpoint(%s, %s, %s, %s, %s) AS written"
_COSIGN = "SELECT write_cosignature(%s, %s, %s, %s, %s)"

REFUSALS = frozenset({"tree.leaves_missing", "tree.checkpoint_smaller", "tree.two_roots", "tree.log_closed"})


@contextmanager
def alone() -> Iterator[bool]:
    """Integrate when nobody else does; yields whether it is so. The end of the connection frees it."""
    row = sql.fetch_one(sql.WRITER, _TRY)
    taken = bool(row and row["taken"])
    try:
        yield taken
    finally:
        if taken:
            sql.fetch(sql.WRITER, _FREE)


def number(at_most: int) -> int:
    """Give the next indexes to entries that wait, in their order; return to how many.

    One transaction of its own: an entry has its index and waits no more, or neither. Raises Conflict
    ``tree.leaves_missing`` when the table holds less than a checkpoint says.
    """
    numbered: int = _called(_NUMBER, (at_most,))["numbered"]
    return numbered


def keep_checkpoint(*, origin: str, size: int, root: bytes, note: str, at: datetime) -> bool:
    """Keep a signed checkpoint; return False when the very same tree head is kept already.

    Raises Conflict ``tree.checkpoint_smaller``, ``tree.two_roots``, ``tree.log_closed`` or
    ``tree.leaves_missing``.
    """
    written: bool = _called(_SIGN, (origin, size, root, note, at))["written"]
    return written


def keep_cosignature(*, origin: str, size: int, witness: str, at: datetime, line: str) -> None:
    """Keep what a witness answered to a checkpoint; `at` is the witness's own time. Twice is once."""
    _called(_COSIGN, (origin, size, witness, at, line))


def _called(statement: str, parameters: tuple[object, ...]) -> sql.Row:
    try:
        [row] = sql.fetch(sql.WRITER, statement, parameters)
    except RaiseException as refusal:
        if refusal.diag.message_primary in REFUSALS:
            raise Conflict(refusal.diag.message_primary) from refusal
        raise
    return row
