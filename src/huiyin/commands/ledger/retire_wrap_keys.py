"""Tell that the wrapping keys before the one in use are destroyed: nothing here is wrapped by them any more.

Backups made before are: they can be read only with a copy of the key file of that time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands.handler import Handler, NoSubject
from huiyin.commands.streams import KEYS, lock_stream
from huiyin.kernel.command import Actor, Command, Decision, update
from huiyin.kernel.errors import Conflict
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class RetireWrapKeys(Command):
    """All wrapping keys but `key`, which is in use, are destroyed."""

    key: str


@dataclass(frozen=True, kw_only=True)
class Standing(NoSubject):
    """The wrapping keys that came into use and whose former ones are not destroyed yet."""

    open: frozenset[str]


def load(commands: Sequence[RetireWrapKeys]) -> list[Standing]:
    """Lock the stream of the keys; read after which change the former keys are still there."""
    lock_stream(KEYS)
    rows = sql.fetch(sql.WRITER, "SELECT key FROM wrap_change WHERE retired_at IS NULL")
    return [Standing(open=frozenset(row["key"] for row in rows))] * len(commands)


def decide(subject: Standing, command: RetireWrapKeys, *, actor: Actor, at: datetime) -> Decision:
    """What came before a key is destroyed once, and only after it has wrapped everything."""
    if command.key not in subject.open:
        raise Conflict("vault.nothing_to_retire")
    return Decision(
        kind="keys.wrapping_retired",
        subject=KEYS,
        changes=tuple(update("wrap_change", key=one, retired_at=at) for one in sorted(subject.open)),
        facts={"key": command.key},
    )


HANDLER = Handler(permission=Permission.LEDGER_WRAPPING_CHANGE, load=load, decide=decide)
