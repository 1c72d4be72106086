"""What a witness remembers: which logs it trusts and every checkpoint that it cosigned; one SQLite file."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from huiyin.kernel.errors import Conflict, Misconfigured
from huiyin.rules.witness.deciding import Held

KEPT = 100_000  # checkpoints remembered of each log; older ones only serve to name a contradiction
WAIT_SECONDS = 10.0

_TABLES = """
create table if not exists log (
    origin text not null, key text not null, since integer not null, primary key (origin, key)
) strict;
create table if not exists cosigned (
    origin text not null, size integer not null, root blob not null check (length(root) = 32),
    note text not null, line text not null, at integer not null, primary key (origin, size)
) strict;
create table if not exists latest_time (one integer primary key check (one = 1), at integer not null) strict;
insert or ignore into latest_time values (1, 0);
create trigger if not exists never_smaller before insert on cosigned
    when exists (select 1 from cosigned where origin = new.origin and size > new.size)
    begin select raise(abort, 'a checkpoint smaller than one cosigned before'); end;
create trigger if not exists never_another before update on cosigned
    when new.origin <> old.origin or new.size <> old.size or new.root <> old.root
    begin select raise(abort, 'another tree than the one cosigned before'); end;
"""


@dataclass(frozen=True, kw_only=True)
class TrustedLog:
    """A log that this witness was told to trust, and how far it saw it."""

    origin: str
    keys: tuple[str, ...]
    latest: Held | None


class Moment:
    """The state of one log, held still until the answer is decided and written."""

    def __init__(self, connection: sqlite3.Connection, origin: str) -> None:
        self._connection, self._origin = connection, origin

    def latest(self) -> Held | None:
        """Return the latest checkpoint cosigned of this log."""
        return _latest(self._connection, self._origin)

    def of_size(self, size: int) -> Held | None:
        """Return the checkpoint of that size that was cosigned, as long as it is remembered."""
        found = self._connection.execute(
            "select size, root, note, line, at from cosigned where origin = ? and size = ?",
            (self._origin, size),
        ).fetchone()
        return _held(found)

    def reach(self, at: int) -> None:
        """Note the time about to be signed; raise Conflict ``witness.clock_set_back`` for an earlier one."""
        (last,) = self._connection.execute("select at from latest_time").fetchone()
        if at < last:
            raise Conflict("witness.clock_set_back", at=at, last=last)
        if at > last:
            self._connection.execute("update latest_time set at = ?", (at,))

    def keep(self, held: Held) -> None:
        """Remember a checkpoint as cosigned; the same one again takes the newer time."""
        self._connection.execute(
            "insert into cosigned (origin, size, root, note, line, at) values (?, ?, ?, ?, ?, ?)"
            " on conflict (origin, size) do update set"
            " root = excluded.root, note = excluded.note, line = excluded.line, at = excluded.at",
            (self._origin, held.size, held.root, held.note, held.line, held.at),
        )
        self._connection.execute(
            "delete from cosigned where origin = ? and size <= (select size from cosigned where origin = ?"
            " order by size desc limit 1 offset ?)",
            (self._origin, self._origin, KEPT),
        )


class State:
    """The file `state.sqlite3`. Every change is on the disk when its call returns."""

    def __init__(self, file: Path) -> None:
        """Open the file; raise Misconfigured ``witness.state_missing`` when there is none."""
        if not file.is_file():
            raise Misconfigured("witness.state_missing", file=str(file))
        self._file, self._one_at_once = file, Lock()

    @classmethod
    def make(cls, file: Path) -> "State":
        """Make the file, empty; one that is there keeps what it holds."""
        file.touch(mode=0o600)
        with closing(_connect(file)) as connection:
            connection.executescript(_TABLES)
        return cls(file)

    @contextmanager
    def moment(self, origin: str) -> Iterator[Moment]:
        """Hold the state of a log still: nobody else decides until the block ends and it is on the disk.

        An error leaves everything as it was.
        """
        with self._changing() as connection:
            yield Moment(connection, origin)

    def trust(self, origin: str, key: str, at: int) -> bool:
        """Trust a log's key for its origin; False when it is trusted already."""
        with self._changing() as connection:
            done = connection.execute("insert or ignore into log values (?, ?, ?)", (origin, key, at))
            return done.rowcount == 1

    def stop_trusting(self, origin: str, key: str) -> bool:
        """Trust a key no more; what was cosigned stays remembered. False when it was not trusted."""
        with self._changing() as connection:
            done = connection.execute("delete from log where origin = ? and key = ?", (origin, key))
            return done.rowcount == 1

    def keys(self, origin: str) -> tuple[str, ...]:
        """Return the trusted keys of an origin, oldest first."""
        with closing(_connect(self._file)) as connection:
            return _keys(connection, origin)

    def logs(self) -> tuple[TrustedLog, ...]:
        """Return every log that is trusted or was."""
        with closing(_connect(self._file)) as connection:
            origins = connection.execute(
                "select origin from log union select origin from cosigned order by 1"
            )
            return tuple(
                TrustedLog(origin=one, keys=_keys(connection, one), latest=_latest(connection, one))
                for (one,) in origins.fetchall()
            )

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        # BEGIN IMMEDIATE takes the write lock first: what is read inside cannot change before it is written.
        # Threads queue up before it, which is fairer than asking again; other processes are kept out by it.
        with self._one_at_once, closing(_connect(self._file)) as connection:
            connection.execute("begin immediate")
            try:
                yield connection
            except BaseException:
                connection.execute("rollback")
                raise
            connection.execute("commit")


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)
    # A rollback journal with EXTRA: the commit and its folder are on the disk before it returns.
    connection.execute("pragma journal_mode = delete")
    connection.execute("pragma synchronous = extra")
    return connection


def _keys(connection: sqlite3.Connection, origin: str) -> tuple[str, ...]:
    found = connection.execute("select key from log where origin = ? order by since, key", (origin,))
    return tuple(key for (key,) in found)


def _latest(connection: sqlite3.Connection, origin: str) -> Held | None:
    found = connection.execute(
        "select size, root, note, line, at from cosigned where origin = ? order by size desc limit 1",
        (origin,),
    )
    return _held(found.fetchone())


def _held(row: tuple[int, bytes, str, str, int] | None) -> Held | None:
    if row is None:
        return None
    size, root, note, line, at = row
    return Held(size=size, root=root, note=note, line=line, at=at)
