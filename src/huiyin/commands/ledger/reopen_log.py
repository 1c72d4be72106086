"""Open the public log under a new name after a restoration: its first entry says what may be missing.

A log that goes on from an older state would sign a second tree under sizes that others have seen already.
So it ends, and another begins, which commits to the last that was public of every log before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import LOG, lock_stream
from huiyin.kernel import canonical
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Conflict
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A log that ends: its key until it was replaced, and its last checkpoint that anybody here knows.

    `handover` is the key's signature under the name and key of the next one (`vault.keyset`). Of its leaves
    `held` are still there. `size` is 0, `root` and `note` None when nothing was published as far as is known.
    """

    origin: str
    key: str
    until: datetime | None
    handover: bytes
    size: int
    root: bytes | None
    note: str | None
    held: int

    @property
    def missing(self) -> int:
        """How many entries were public and are no longer there: so many at least."""
        return max(0, self.size - self.held)


@dataclass(frozen=True, kw_only=True)
class ReopenLog(Command):
    """Begin the log `origin`, whose checkpoints `key` verifies, after the leaves that are there."""

    origin: str
    key: str
    first: int  # how many leaves there are
    held_root: bytes  # of those of the last log
    after: tuple[Closed, ...]


@dataclass(frozen=True, kw_only=True)
class Log(NoSubject):
    """How many leaves there are, how many entries wait to become one, and which logs began here."""

    leaves: int
    waiting: int
    begun: frozenset[str]


_LOG = """
    SELECT (SELECT COALESCE(max(index) + 1, 0) FROM tree_leaf) AS leaves,
           (SELECT count(*) FROM entry_waiting) AS waiting,
           ARRAY(SELECT origin FROM reopening) AS begun
"""


def load(commands: Sequence[ReopenLog]) -> list[Log]:
    """Lock the stream of the log; read how far it came."""
    lock_stream(LOG)
    [row] = sql.fetch(sql.WRITER, _LOG)
    return [Log(leaves=row["leaves"], waiting=row["waiting"], begun=frozenset(row["begun"]))] * len(commands)


def decide(subject: Log, command: ReopenLog, *, actor: Actor, at: datetime) -> Decision:
    """The entry becomes the first leaf of its log: so nothing may wait, and nothing have come in between."""
    if command.origin in subject.begun:
        raise Conflict("log.reopened_already")
    if subject.waiting or subject.leaves != command.first:
        raise Conflict("log.goes_on_meanwhile")
    after = [canonical.plain(vars(one)) for one in command.after]
    missing = sum(one.missing for one in command.after)
    told: dict[str, Any] = {"origin": command.origin, "key": command.key, "held_root": command.held_root}
    return Decision(
        kind="log.reopened",
        subject=LOG,
        changes=(insert("reopening", **told, at=at, first=command.first, after=after),),
        facts={**told, "after": after, "missing": missing},
    )


HANDLER = Handler(permission=Permission.LEDGER_LOG_REOPEN, load=load, decide=decide)
