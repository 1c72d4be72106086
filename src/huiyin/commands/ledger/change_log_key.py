"""Tell in the public log that another key signs it from now on, and by whose hand: its name and tree stay.

The old key names the new one, the new one accepts: both signatures stand in the entry, so that whoever trusts
either can follow.
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
class ChangeLogKey(Command):
    """After the verifier key `former` of the log `origin` follows `key`; `former` promised until then.

    `handover` is the signature of the old key over both (`rules.receipt.keys.handover_message`), `accepted`
    that of the new one over the same.
    """

    origin: str
    former: str
    key: str
    until: datetime
    handover: bytes
    accepted: bytes


@dataclass(frozen=True, kw_only=True)
class Changed(NoSubject):
    """Which verifier keys were followed by another, and which followed one."""

    keys: frozenset[str]
    former: frozenset[str]


_CHANGED = "SELECT ARRAY(SELECT key FROM key_change) AS keys, ARRAY(SELECT former FROM key_change) AS former"


def load(commands: Sequence[ChangeLogKey]) -> list[Changed]:
    """Lock the stream of the log; read which keys were changed."""
    lock_stream(LOG)
    [row] = sql.fetch(sql.WRITER, _CHANGED)
    return [Changed(keys=frozenset(row["keys"]), former=frozenset(row["former"]))] * len(commands)


def decide(subject: Changed, command: ChangeLogKey, *, actor: Actor, at: datetime) -> Decision:
    """A key has one successor, and follows once."""
    if command.former in subject.former or command.key in subject.keys | subject.former:
        raise Conflict("log.key_changed_already")
    told: dict[str, Any] = {
        "key": command.key,
        "former": command.former,
        "origin": command.origin,
        "until": command.until,
        "handover": command.handover,
        "accepted": command.accepted,
    }
    return Decision(
        kind="log.key_changed",
        subject=LOG,
        changes=(insert("key_change", **told, at=at),),
        facts=canonical.plain(told),
    )


HANDLER = Handler(permission=Permission.LEDGER_KEY_CHANGE, load=load, decide=decide)
