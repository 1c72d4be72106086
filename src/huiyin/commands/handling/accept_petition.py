"""Accept a petition (受理): the office takes the matter as its own and says so in writing.

信访工作条例 第二十三条: within 15 days the petitioner is told in writing of receipt, path and procedure. For
art. 31(6) matters acceptance starts the 60 days (第三十四条); for art. 31(5) the duty is requested.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from huiyin.commands import documents
from huiyin.commands.acting import acting_office, happening
from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.documents import NewDocument, Numbered, load_numbered
from huiyin.commands.handler import Handler
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.events import Event, EventName

KIND = "acceptance"


@dataclass(frozen=True, kw_only=True)
class AcceptPetition(Command):
    """Accept the matter; the notice is served by portal at once when the petitioner agreed to that."""

    petition: PetitionId
    notice: NewDocument


def load(commands: Sequence[AcceptPetition]) -> list[Numbered]:
    """Load the matter, and the numbers of its offices' documents."""
    return load_numbered(commands)


def decide(subject: Numbered, command: AcceptPetition, *, actor: Actor, at: datetime) -> Decision:
    """Accept, issue the notice, start the clocks of class and route."""
    matter = subject.matter
    step = require_step(matter, "accept")
    office = acting_office(actor)
    after = replace(matter, state=step.after(matter), lead=office)
    changes = Changes()
    changes.update("petition", id=matter.id, state=after.state.value, lead=office)
    events = events_of(after, actor, at)
    events += documents.issue(changes, subject, command.notice, office=office, kind=KIND, at=at)
    record(changes, after, events, at=at)
    return Decision(
        kind="petition.accepted",
        subject=matter.id,
        changes=changes.done(),
        facts={"office": office, "article": step.article},
        notices=(Notice(kind="petition.accepted", petition=matter.id),),
    )


def events_of(matter: Matter, actor: Actor, at: datetime) -> list[Event]:
    """Return what happens by accepting; the notice computes the days it names from the same events."""
    events = [happening(EventName.PETITION_ACCEPTED, matter, actor, at)]
    if matter.klass is Klass.CLAIM and matter.route is Route.DUTY:
        # 行政诉讼法 第四十七条: the two months run from the day the organ received the application.
        received_on = _received_on(matter, actor) or local_date(at)
        events.append(happening(EventName.DUTY_REQUESTED, matter, actor, at, happened_at=received_on))
    return events


def _received_on(matter: Matter, actor: Actor) -> date | None:
    names = {EventName.OFFICE_RECEIVED_TRANSFER, EventName.OFFICE_RECEIVED_DIRECT}
    days = [event.on for event in matter.events if event.name in names and event.office == actor.office]
    return max(days, default=None)


HANDLER = Handler(permission=Permission.HANDLING_PETITION_ACCEPT, load=load, decide=decide)
