"""What stands in the database, seen over the owner's connection; commands that fail at the last moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connections
from psycopg import sql as composed

from huiyin.kernel import canonical
from huiyin.records import sql
from huiyin.records.catalogue import DOMAIN, LEDGER

WATCHED = (*DOMAIN, *LEDGER, "entry_waiting", "procrastinate_jobs")


def rows(table: str, **where: Any) -> list[dict[str, Any]]:
    """Return the rows of a table in which every given column has the given value."""
    conditions = [composed.SQL("{} = %s").format(composed.Identifier(name)) for name in where]
    query = composed.SQL("SELECT * FROM {}").format(composed.Identifier(table))
    if conditions:
        query += composed.SQL(" WHERE ") + composed.SQL(" AND ").join(conditions)
    with sql.cursor(sql.OWNER) as cursor:
        return cursor.execute(query, list(where.values())).fetchall()


def row(table: str, **where: Any) -> dict[str, Any]:
    """Return the only such row."""
    [found] = rows(table, **where)
    return found


def state() -> dict[str, str]:
    """Return a digest of the content of every table that a command may write, by name."""
    digests = {}
    for table in WATCHED:
        query = f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM {table} AS t"
        [found] = sql.fetch(sql.OWNER, query)
        digests[table] = found["digest"] or ""
    return digests


def entries(subject: UUID) -> list[dict[str, Any]]:
    """Return the bodies of a subject's entries, from first to last, each with its commitment."""
    found = {entry["previous"]: entry for entry in rows("entry", subject=subject)}
    ordered = []
    previous = None
    while previous in found:
        entry = found[previous]
        previous = entry["commitment"]
        ordered.append({**canonical.decode(entry["body"]), "commitment": previous})
    assert len(ordered) == len(found), "the chain is broken"
    return ordered


def jobs() -> list[dict[str, Any]]:
    """Return what the queue has been given."""
    return [{"task": one["task_name"], **one["args"]} for one in rows("procrastinate_jobs")]


@contextmanager
def failing_at_commit() -> Iterator[None]:
    """Every command fails when all is written and the transaction ends."""
    with connections[sql.OWNER].cursor() as cursor:
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        try:
            yield
        finally:
            cursor.execute("DROP TRIGGER late ON entry")


def leaves_nothing(call: Callable[[], Any]) -> None:
    """Assert that the command, failing at the last moment, leaves no row, no entry and no job."""
    before = state()
    with failing_at_commit(), pytest.raises(DatabaseError):
        call()
    assert state() == before
    call()
    assert state()["entry"] != before["entry"]


def refuses(kind: type[Exception], call: Callable[[], Any], code: str = "") -> Any:
    """Assert that the command is refused and nothing changed; return the error."""
    before = state()
    with pytest.raises(kind) as caught:
        call()
    assert state() == before
    if code:
        assert getattr(caught.value, "code", None) == code
    return caught.value
