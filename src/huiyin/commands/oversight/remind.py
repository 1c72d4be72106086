"""Remind those concerned of a clock's day (提醒): the handler, then the head, then the petition bureau.

No article asks for a reminder; 信访工作条例 第二十八条第一款 forbids delay. A petitioner is reminded that
a window ends (第三十五条, 第三十六条). Once for each clock, day, distance and level: ids are made from them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.handler import Handler
from huiyin.commands.oversight.settings import watch_in_force
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import OfficeId, PetitionId, named_id
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.oversight.watch import Recipient, Stage, Watch, recipients
from huiyin.rules.statute.clocks import State

_LOCK = "SELECT lock_petition(id) FROM (SELECT DISTINCT id FROM unnest(%s::uuid[]) AS id ORDER BY id) AS w"
_CLOCKS = """
    SELECT c.id, c.petition, c.rule, c.pack, c.kind, c.office, c.state, c.binding_on, c.told,
           p.bureau, p.lead, p.denied
    FROM clock AS c JOIN petition AS p ON p.id = c.petition WHERE c.id = ANY(%s)
"""


@dataclass(frozen=True, kw_only=True)
class Remind(Command):
    """Tell of `clock` as it stood when it was found: due on `due_on`."""

    petition: PetitionId
    clock: UUID
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Ticking:
    """The clock as it stands now, None when it is gone; and when whom to remind."""

    clock: Mapping[str, Any] | None
    watch: Watch

    @property
    def standing(self) -> Standing:
        """Nobody's: a machine reminds, whoever has the matter."""
        return Standing()


def load(commands: Sequence[Remind]) -> list[Ticking]:
    """Lock the petitions, then read the clocks and the settings."""
    petitions = [command.petition for command in commands]
    clocks = [command.clock for command in commands]
    # Two statements: in that of the lock rows would be seen as they were before it was taken.
    _, rows = sql.fetch_all(sql.WRITER, [(_LOCK, (petitions,)), (_CLOCKS, (clocks,))])
    found = {row["id"]: row for row in rows}
    watch = watch_in_force()
    return [Ticking(clock=found.get(command.clock), watch=watch) for command in commands]


def decide(subject: Ticking, command: Remind, *, actor: Actor, at: datetime) -> Decision:
    """Remind at the latest stage that is due, never of a day that has moved or was reminded of already."""
    clock, stage = subject.clock, _stage(subject, command, local_date(at))
    if clock is None or stage is None:
        raise Conflict("reminder.not_due")
    denied = frozenset(OfficeId(one) for one in clock["denied"])
    told = recipients(stage, office=clock["office"] or clock["lead"], bureau=clock["bureau"], denied=denied)
    changes = Changes()
    changes.update("clock", id=command.clock, told=stage.days_before)
    for one in told:
        changes.insert("reminder", **_row(clock, stage, one, at))
    facts = {"rule": clock["rule"], "due_on": command.due_on, "days_before": stage.days_before}
    return Decision(
        kind="petition.reminded",
        subject=command.petition,
        changes=changes.done(),
        facts={**facts, "levels": [one.level.value for one in told]},
        notices=tuple(
            Notice(
                kind="deadline.reminder",
                office=one.office,
                petition=command.petition,
                facts={**facts, "level": one.level.value},
            )
            for one in told
        ),
    )


def _stage(subject: Ticking, command: Remind, today: date) -> Stage | None:
    clock = subject.clock
    if clock is None or clock["state"] != State.RUNNING or clock["binding_on"] != command.due_on:
        return None
    stage = subject.watch.newest(command.due_on, today, window=clock["kind"] == "window")
    return stage if stage is not None and stage.days_before < clock["told"] else None


def _row(clock: Mapping[str, Any], stage: Stage, to: Recipient, at: datetime) -> dict[str, Any]:
    due_on: date = clock["binding_on"]
    name = f"reminder {clock['id']} {due_on.isoformat()} {stage.days_before} {to.level}"
    return {
        "id": named_id(name),
        "petition": clock["petition"],
        "clock": clock["id"],
        "rule": clock["rule"],
        "pack": clock["pack"],
        "level": to.level.value,
        "office": to.office,
        "days_before": stage.days_before,
        "due_on": due_on,
        "at": at,
    }


HANDLER = Handler(permission=Permission.OVERSIGHT_REMINDER_SEND, load=load, decide=decide)
