"""Decline a petition (不予受理), or tell the way elsewhere (告知法定途径): with reason and article.

信访工作条例 第十九条第三款 (filed again higher up within the limit), 第二十条 (visit beyond one level;
litigation), 第三十一条第一项至第四项 (another statutory procedure). Always in writing, always a person's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from huiyin.commands import documents
from huiyin.commands.acting import acting_office, close_part, happening
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.documents import NewDocument, Numbered, load_numbered
from huiyin.commands.handler import Handler
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.events import EventName

# Reasons as listed in 自然资办发〔2025〕14号, each with its article.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "outside_duties": "信访工作条例 第二十三条第一款",
        "filed_again_higher": "信访工作条例 第十九条第三款",
        "visit_beyond_level": "信访工作条例 第二十条第一款",
        "courts_or_procuratorates": "信访工作条例 第二十条第二款",
    }
)


@dataclass(frozen=True, kw_only=True)
class DeclinePetition(Command):
    """Decline for one of the listed reasons; `notice` explains it and names the right channel."""

    petition: PetitionId
    reason: str
    notice: NewDocument


@dataclass(frozen=True, kw_only=True)
class RedirectPetition(Command):
    """Tell the petitioner the statutory way of route 31(1) to (4)."""

    petition: PetitionId
    notice: NewDocument


def load(commands: Sequence[DeclinePetition | RedirectPetition]) -> list[Numbered]:
    """Load the matter, and the numbers of its offices' documents."""
    return load_numbered(commands)


def decide(subject: Numbered, command: DeclinePetition, *, actor: Actor, at: datetime) -> Decision:
    """Decline with reason and article, in writing."""
    if command.reason not in REASONS:
        raise Invalid("decline.unknown_reason", field="reason")
    told = {"reason": command.reason, "article": REASONS[command.reason]}
    return _end(subject, command.notice, "decline", told, actor=actor, at=at)


def redirect(subject: Numbered, command: RedirectPetition, *, actor: Actor, at: datetime) -> Decision:
    """Tell the way, in writing."""
    told = {"route": subject.matter.route}
    return _end(subject, command.notice, "redirect", told, actor=actor, at=at)


_EVENTS = {"decline": EventName.PETITION_DECLINED, "redirect": EventName.PETITION_GUIDED}


def _end(
    subject: Numbered,
    notice: NewDocument,
    name: str,
    told: Mapping[str, object],
    *,
    actor: Actor,
    at: datetime,
) -> Decision:
    matter, office = subject.matter, acting_office(actor)
    step = require_step(matter, name)
    after = replace(matter, state=step.after(matter))
    changes = Changes()
    changes.update("petition", id=matter.id, state=after.state.value, closed_on=local_date(at))
    events = [happening(_EVENTS[name], matter, actor, at)]
    served = documents.issue(changes, subject, notice, office=office, kind=step.document or name, at=at)
    if served:
        after = close_part(changes, after, office, at)
    record(changes, after, [*events, *served], at=at)
    return Decision(
        kind=f"petition.{after.state.value}",
        subject=matter.id,
        changes=changes.done(),
        facts={"article": step.article, **told},
        notices=(Notice(kind=f"petition.{after.state.value}", petition=matter.id),),
    )


DECLINE = Handler(permission=Permission.HANDLING_PETITION_DECLINE, load=load, decide=decide)
REDIRECT = Handler(permission=Permission.HANDLING_PETITION_ACCEPT, load=load, decide=redirect)
