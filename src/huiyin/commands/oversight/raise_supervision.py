"""Raise a supervision item (督办事项): an office should have done something by a day in law and did not.

信访工作条例 第四十条第一款: the petition bureau supervises promptly what is handled against the rules.
Raised by itself, once for each check, clock and day; whom it names and why follows from the data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import WATCHED
from huiyin.commands.handler import Handler
from huiyin.commands.oversight.watching import Supervised, load_supervised
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ids import PetitionId, named_id
from huiyin.rules.access.permissions import Permission
from huiyin.rules.oversight.breaches import CLOSED, OPEN, Breach, breaches
from huiyin.rules.oversight.checks import Check


@dataclass(frozen=True, kw_only=True)
class RaiseSupervision(Command):
    """Look at all that this matter should have seen by today."""

    petition: PetitionId


def load(commands: Sequence[RaiseSupervision]) -> list[Supervised]:
    """Load the matter with its items."""
    return load_supervised(commands)


def decide(subject: Supervised, command: RaiseSupervision, *, actor: Actor, at: datetime) -> Decision:
    """Write an item for every check that fails; raise Conflict when none fails that is not raised yet."""
    found = breaches(subject.watched, local_date(at))
    if not found:
        raise Conflict("supervision.nothing_to_raise")
    changes = Changes()
    for breach in found:
        changes.insert("supervision_item", **_row(subject, breach, local_date(at)))
        if breach.clock is not None and breach.cured_on is None:
            changes.update("clock", id=breach.clock, watched=WATCHED)
        if breach.trigger is not None:
            changes.update("supervision_item", id=breach.trigger, due_on=None)
    denied = subject.watched.matter.denied
    told = {office for breach in found for office in (breach.office, subject.watched.matter.bureau)}
    return Decision(
        kind="petition.supervision_raised",
        subject=command.petition,
        changes=changes.done(),
        facts={"failed": [[one.check.value, one.office, one.since, one.article] for one in found]},
        notices=tuple(
            Notice(kind="supervision.raised", office=office, petition=command.petition)
            for office in sorted(told)
            if office not in denied
        ),
    )


def _row(subject: Supervised, breach: Breach, today: date) -> dict[str, Any]:
    matter = subject.watched.matter
    cause = breach.trigger or breach.clock or matter.id
    supervisable = breach.check is not Check.SUPERVISE and breach.office != matter.bureau
    cured = breach.cured_on is not None
    due_on = today + timedelta(days=subject.watch.supervise_after_days)
    return {
        "id": named_id(f"supervision {breach.check} {cause} {breach.since.isoformat()}"),
        "petition": matter.id,
        "failed": breach.check.value,
        "office": breach.office,
        "bureau": matter.bureau,
        "county": matter.county,
        "clock": breach.clock,
        "trigger": breach.trigger,
        "rule": breach.rule,
        "pack": breach.pack,
        "since": breach.since,
        "raised_on": today,
        "article": breach.article,
        "state": CLOSED if cured else OPEN,
        "due_on": due_on if supervisable and not cured else None,
        "answered_on": None,
        "sealed_answer": None,
        "closed_on": today if cured else None,
        "closed_by": "done" if cured else None,
        "cured_on": breach.cured_on,
        "inspector": None,
        "sealed_result": None,
    }


HANDLER = Handler(permission=Permission.OVERSIGHT_SUPERVISION_RAISE, load=load, decide=decide)
