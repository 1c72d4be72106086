"""Tell that another key wraps the data keys of petitions, when it has wrapped all of them.

What the data keys seal stays as it is. Of no single data key is told when it was wrapped: that says nothing
of a matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import KEYS, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, insert
from huiyin.kernel.errors import Conflict
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class ChangeWrapKey(Command):
    """The key `key` wraps since then, and `former` before; `data_keys` are wrapped by it now."""

    key: str
    former: tuple[str, ...]
    since: datetime
    data_keys: int


@dataclass(frozen=True, kw_only=True)
class Told(NoSubject):
    """Of which wrapping keys it was told that they came into use."""

    keys: frozenset[str]


def load(commands: Sequence[ChangeWrapKey]) -> list[Told]:
    """Lock the stream of the keys; read which changes were told."""
    lock_stream(KEYS)
    rows = sql.fetch(sql.WRITER, "SELECT key FROM wrap_change")
    return [Told(keys=frozenset(row["key"] for row in rows))] * len(commands)


def decide(subject: Told, command: ChangeWrapKey, *, actor: Actor, at: datetime) -> Decision:
    """A key comes into use once."""
    if command.key in subject.keys:
        raise Conflict("vault.change_told_already")
    former = sorted(command.former)
    row = {"key": command.key, "former": former, "since": command.since, "data_keys": command.data_keys}
    return Decision(
        kind="keys.wrapping_changed",
        subject=KEYS,
        changes=(insert("wrap_change", **row, at=at, retired_at=None),),
        facts={"key": command.key, "former": former, "data_keys": command.data_keys},
    )


HANDLER = Handler(permission=Permission.LEDGER_WRAPPING_CHANGE, load=load, decide=decide)
