"""Takes a database out as one stream, consistent at one moment, and puts it back."""

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from huiyin.adapters.postgres import programs
from huiyin.kernel.errors import Misconfigured

# Living sessions and workers are of this moment and this machine.
NOT_KEPT = ("django_session",)
PIECE = 1 << 20

Take = Callable[[bytes], object]


@contextmanager
def moment(admin: Mapping[str, Any]) -> Iterator["Moment"]:
    """Hold one moment of the database while it is counted and taken out."""
    with psycopg.connect(**admin, autocommit=False) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101  a SELECT without FROM has one row
        yield Moment(admin, connection, str(row[0]))


class Moment:
    """The database as it stood when the moment began; writers go on undisturbed."""

    def __init__(self, admin: Mapping[str, Any], connection: psycopg.Connection[Any], snapshot: str) -> None:
        self._admin, self._connection, self._snapshot = admin, connection, snapshot

    def rows(self) -> dict[str, int]:
        """Return how many rows each table holds."""
        return count_rows(self._connection)

    def wrapping_keys(self) -> list[str]:
        """Return the names of the keys that wrap the data keys in it, 8 hex digits each."""
        query = "SELECT DISTINCT encode(substr(wrapped, 2, 4), 'hex') FROM data_key ORDER BY 1"
        return [name for (name,) in self._connection.execute(query).fetchall()]

    def write(self, take: Take) -> None:
        """Hand the dump to `take`, piece by piece."""
        left_out = [f"--exclude-table-data=public.{table}" for table in NOT_KEPT]
        arguments = ["--format=custom", f"--snapshot={self._snapshot}", *left_out]
        process = _start("pg_dump", self._admin, [*arguments, "--dbname"])
        assert process.stdout is not None  # noqa: S101  asked for above
        while piece := process.stdout.read(PIECE):
            take(piece)
        _finish(process, "backup.dump_failed")


def put_back(admin: Mapping[str, Any], source: IO[bytes]) -> None:
    """Fill the empty database from a dump, all of it or nothing; raise Misconfigured when it fails."""
    arguments = ["--single-transaction", "--exit-on-error", "--dbname"]
    process = _start("pg_restore", admin, arguments)
    assert process.stdin is not None  # noqa: S101  asked for above
    try:
        while piece := source.read(PIECE):
            process.stdin.write(piece)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it gave up; its exit says why
    _finish(process, "restore.database_failed")


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Return how many rows each table of ours holds, those not kept left out."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY(%s) ORDER BY 1",
        [list(NOT_KEPT)],
    ).fetchall()
    counts = {}
    for (table,) in tables:
        query = sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))
        row = connection.execute(query).fetchone()
        counts[table] = row[0] if row else 0
    return counts


def has_tables(admin: Mapping[str, Any]) -> bool:
    """True when the database is not empty."""
    with psycopg.connect(**admin) as connection:
        return bool(count_rows(connection))


def _start(program: str, admin: Mapping[str, Any], arguments: list[str]) -> "subprocess.Popen[bytes]":
    place = {name: value for name, value in admin.items() if name != "password"}
    environment = {**os.environ, "PGPASSWORD": str(admin.get("password", ""))}  # not seen in the process list
    return subprocess.Popen(  # noqa: S603  our own program
        [str(programs.folder() / program), *arguments, make_conninfo(**place)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _finish(process: "subprocess.Popen[bytes]", code: str) -> None:
    assert process.stderr is not None  # noqa: S101  asked for by _start
    words = process.stderr.read().decode(errors="replace").strip().splitlines()
    if process.wait() != 0:
        raise Misconfigured(code, reason=words[0] if words else f"exit {process.returncode}")
