"""Extend the time to conclude (延期办理): once, at most 30 days, by the head of office, the reason told.

信访工作条例 第三十四条: the matter is complex; the head approves; the petitioner is told the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.commands import documents
from huiyin.commands.acting import acting_office, happening
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.documents import NewDocument, Numbered, load_numbered
from huiyin.commands.handler import Handler
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Unlawful
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.clocks import extension_of
from huiyin.rules.statute.events import Event, EventName

KIND = "extension"
APPROVER = "office_head"


@dataclass(frozen=True, kw_only=True)
class ExtendDeadline(Command):
    """Extend by `days`, for a reason that the notice tells in full."""

    petition: PetitionId
    days: int
    reason: str  # a code; the notice has the words
    notice: NewDocument


def load(commands: Sequence[ExtendDeadline]) -> list[Numbered]:
    """Load the matter, and the numbers of its offices' documents."""
    return load_numbered(commands)


def decide(subject: Numbered, command: ExtendDeadline, *, actor: Actor, at: datetime) -> Decision:
    """Refuse what the article refuses: a second time, more than 30 days, after the end, without a reason."""
    matter = subject.matter
    step = require_step(matter, "extend_deadline")
    extended = happening(
        EventName.DEADLINE_EXTENDED,
        matter,
        actor,
        at,
        facts={
            "extension_days": command.days,
            "approved_by_role": APPROVER,
            "reason_code": command.reason,
        },
    )
    _require_worth(matter, extended, command.days, at)
    changes = Changes()
    served = documents.issue(changes, subject, command.notice, office=acting_office(actor), kind=KIND, at=at)
    record(changes, matter, [extended, *served], at=at)
    return Decision(
        kind="petition.deadline_extended",
        subject=matter.id,
        changes=changes.done(),
        facts={"days": command.days, "reason": command.reason, "article": step.article},
        notices=(Notice(kind="deadline.extended", petition=matter.id),),
    )


def _require_worth(matter: Matter, extended: Event, days: int, at: datetime) -> None:
    found = (extension_of(clock, extended) for clock in clocks_of(matter, at=at))
    worth = next((extension for extension in found if extension is not None), None)
    if worth is None:
        raise Unlawful("extension.no_clock", article="信访工作条例 第三十四条")
    if worth.refused is not None:
        raise Unlawful(f"extension.{worth.refused.value}", article="信访工作条例 第三十四条")
    if worth.number < days:
        raise Unlawful("extension.beyond_cap", article="信访工作条例 第三十四条", cap=worth.number)


HANDLER = Handler(permission=Permission.HANDLING_DEADLINE_EXTEND, load=load, decide=decide)
