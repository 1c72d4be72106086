"""The door: the only way to change anything. All of it happens, or none of it."""

import logging
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from huiyin.commands.handler import Handler
from huiyin.door import ledger
from huiyin.door.handlers import HANDLERS
from huiyin.kernel.command import Actor, Command, Decision, Outcome
from huiyin.kernel.errors import Conflict, Refused
from huiyin.records import heads, sql
from huiyin.rules.access.require import require

security_log = logging.getLogger("huiyin.security")


def execute(command: Command, *, actor: Actor, at: datetime) -> Outcome:
    """Carry out one command for `actor` at the moment of recording `at`; return what was decided.

    Raises Refused (this actor may not), Unlawful (the law does not allow it now), Invalid (a field),
    Conflict (somebody was first), Unknown (no such matter). After any of them nothing has changed.
    """
    return execute_many([command], actor=actor, at=at)[0]


def execute_many(
    commands: Sequence[Command], *, actor: Actor, at: datetime, without_conflicts: bool = False
) -> list[Outcome]:
    """Carry out commands of one kind in one transaction, one ledger entry each: all of them, or none.

    The commands concern different matters (one command of a matter sees nothing of another's change).
    `without_conflicts`: those that are decided to be in Conflict are left out, and the others carried out.
    Raises TypeError for commands of several kinds.
    """
    if not commands:
        return []
    if len({type(command) for command in commands}) > 1:
        raise TypeError("commands of several kinds")
    left_out = suppress(Conflict) if without_conflicts else nullcontext()
    handler: Handler[Any, Any] = HANDLERS[type(commands[0])]
    try:
        with heads.kept(), (sql.transaction if handler.locks else sql.one_by_one)(sql.WRITER):
            subjects = handler.load(commands)  # rows locked, in a fixed order
            for subject in subjects:
                require(actor, handler.permission, subject.standing)  # 1 may this person?
            decisions: list[Decision] = []
            for subject, command in zip(subjects, commands, strict=True):
                with left_out:  # 2 does the law allow it? (pure)
                    decisions.append(handler.decide(subject, command, actor=actor, at=at))
            # 3 the change as data, 4 the same change committed to in the log, 5 those concerned told:
            # rows, entry and job go through one database function, so that none can be without another.
            entries = ledger.write(decisions, actor=actor, at=at) if decisions else []
    except IntegrityError as fault:
        raise ledger.conflict_in(fault) or fault from fault
    except Refused as refusal:
        _log_refusal(refusal, actor)
        raise
    return [
        Outcome(entry=entry, decision=decision) for entry, decision in zip(entries, decisions, strict=True)
    ]


def _log_refusal(refusal: Refused, actor: Actor) -> None:
    security_log.warning(
        "refused",
        extra={
            "permission": refusal.facts.get("permission"),
            "account": actor.account,
            "office": actor.office,
            "role": actor.role,
        },
    )
