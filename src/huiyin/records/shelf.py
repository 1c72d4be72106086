"""The law in force as the tables hold it, kept by each process for half a minute.

So no filing waits for it. What another process computes by the old law in that time is found and repaired by
the move of clocks, whose last look begins later than that (`SETTLED`).
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from huiyin.kernel.clock import local_date
from huiyin.kernel.errors import Misconfigured
from huiyin.records import sql
from huiyin.rules.statute.law import Law, RuleFile, law_of

KEPT = timedelta(seconds=30)
SETTLED = 2 * KEPT  # after an adoption: by then every process has read it, and ended what it did before

_IDS = "SELECT id FROM adopted WHERE proposal IS NOT NULL"
_FILES = """
    SELECT a.id, a.kind, a.name, a.digest, a.effective_on, p.content, p.decided_at
    FROM adopted AS a JOIN rule_proposal AS p ON p.id = a.proposal ORDER BY p.decided_at, a.id
"""


class Kept:
    """The law as this process read it last."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._read_at: datetime | None = None
        self._files: tuple[RuleFile, ...] = ()
        self._laws: dict[tuple[str, ...], Law] = {}

    def __call__(self, at: datetime) -> Law:
        """Return the law in force on the day of `at`, read at most half a minute before it."""
        if self._read_at is None or abs(at - self._read_at) >= KEPT:
            self._files = _current(self._files)
            self._read_at = at
        on = local_date(at)
        effective = tuple(file.id for file in self._files if file.effective_on <= on)
        if effective not in self._laws:
            self._laws = {effective: law_of(self._files, on=on)}
        return self._laws[effective]

    def forget(self) -> None:
        """Read it anew at the next question: what was adopted just now holds in this process at once."""
        self._read_at = None
        self._files = ()
        self._laws = {}


kept = Kept()


def read_files() -> tuple[RuleFile, ...]:
    """Return every file adopted by two people, in the order of their adoption, in effect or not yet.

    Misconfigured ``rules.altered`` when the bytes are not those whose digest was adopted.
    """
    return tuple(_file(row) for row in sql.fetch(sql.WRITER, _FILES))


def _current(known: Sequence[RuleFile]) -> tuple[RuleFile, ...]:
    ids = {row["id"] for row in sql.fetch(sql.WRITER, _IDS)}
    return tuple(known) if ids == {file.id for file in known} else read_files()


def _file(row: sql.Row) -> RuleFile:
    content = bytes(row["content"])
    if hashlib.sha256(content).digest() != bytes(row["digest"]):
        raise Misconfigured("rules.altered", id=row["id"])
    return RuleFile(
        id=row["id"], kind=row["kind"], name=row["name"], effective_on=row["effective_on"], content=content
    )
