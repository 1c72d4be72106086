"""The twin of the door's writing, for measuring alone: the same rows and jobs, and no ledger.

It is made from the very function that the door calls, without what it writes of the ledger, and is put up
in a schema of its own. Here nothing is committed to, salted, signed or chained.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from huiyin.commands import matter
from huiyin.door import ledger
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor, Decision, Entry, EntryId
from huiyin.kernel.errors import Misconfigured
from huiyin.kernel.ids import PetitionId, new_id
from huiyin.records import sql
from huiyin.records.petitions.matter import read_matters
from huiyin.rules.lifecycle.matter import Matter

_SOURCE = "SELECT pg_get_functiondef('public.door_write'::regproc)"
_NAME = re.compile(r"FUNCTION public\.door_write\(")
_OF_THE_LEDGER = re.compile(r"^[ \t]*INSERT INTO entry(?:_salt|_waiting)? \(.*?;$", re.DOTALL | re.MULTILINE)
_WRITES = 3  # entry, salt, waiting row
_WRITE = "SELECT bench.rows_only(%b, '{}', '{}', '{}', %b, %b, %b)"


def put_up(connection: psycopg.Connection) -> None:
    """Make the twin over the owner's connection; raise Misconfigured when the door's function is another."""
    [source] = connection.execute(_SOURCE).fetchone() or [""]
    renamed, names = _NAME.subn("FUNCTION bench.rows_only(", source)
    bare, cut = _OF_THE_LEDGER.subn("", renamed)
    if (names, cut) != (1, _WRITES):
        raise Misconfigured("bench.door_differs")
    connection.execute("CREATE SCHEMA IF NOT EXISTS bench")
    connection.execute("GRANT USAGE ON SCHEMA bench TO huiyin_writer")
    connection.execute(bare)
    connection.commit()


@contextmanager
def instead_of_the_ledger() -> Iterator[None]:
    """Have the door of this process write rows alone until the block ends; nobody asks for predecessors."""
    usual = ledger.write, matter._locked_and_read  # noqa: SLF001  the same command but for the ledger
    ledger.write, matter._locked_and_read = write, _locked_and_read  # noqa: SLF001
    try:
        yield
    finally:
        ledger.write, matter._locked_and_read = usual  # noqa: SLF001


def _locked_and_read(petitions: list[PetitionId]) -> dict[PetitionId, Matter]:
    def fetch_all(asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[sql.Row]]:
        return sql.fetch_all(sql.WRITER, [(matter._LOCK, (petitions,)), *asked])[1:]  # noqa: SLF001

    return read_matters(fetch_all, petitions)


def write(decisions: Sequence[Decision], *, actor: Actor, at: datetime) -> list[Entry]:  # noqa: ARG001  as the door calls it
    """Write the rows of decisions, their data keys and jobs; the entries returned are empty."""
    keys = [item for decision in decisions for item in decision.data_keys.items()]
    ids = [EntryId(new_id(at)) for _ in decisions]
    told = [one for one, decision in zip(ids, decisions, strict=True) if decision.notices]
    jobs = [{"task": "deliver_notices", "args": {"entry": str(one)}} for one in told]
    rows = [_rows(decision, at) for decision in decisions]
    sent = (rows, [petition for petition, _ in keys], [wrapped for _, wrapped in keys], Jsonb(jobs))
    sql.send(sql.WRITER, _WRITE, sent)
    return [_empty(one, decision, at) for one, decision in zip(ids, decisions, strict=True)]


def _rows(decision: Decision, at: datetime) -> bytes:
    changes = (*decision.changes, *ledger._notices(decision, at))  # noqa: SLF001
    return canonical.encode({"changes": [[one.table, one.op, one.values] for one in changes]})


def _empty(entry: EntryId, decision: Decision, at: datetime) -> Entry:
    nothing = dict.fromkeys(("body", "salt", "commitment", "promise"), b"")
    return Entry(id=entry, subject=decision.subject, kind=decision.kind, at=at, previous=None, **nothing)
