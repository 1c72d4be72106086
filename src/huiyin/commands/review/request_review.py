"""Request a review (请求复查) of a handling opinion by the next-higher office.

信访工作条例 第三十五条: within 30 days of receiving the written reply; the office decides within 30 days.
The posting date counts as the filing date. Only for opinions under 第三十一条第六项.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.commands.parts import open_part
from huiyin.kernel.clock import local_date
from huiyin.kernel.command import Actor, Command, Decision, Notice
from huiyin.kernel.errors import Unlawful
from huiyin.kernel.ids import OfficeId, PetitionId, new_id
from huiyin.records import sql
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import Standing
from huiyin.rules.lifecycle.dates import clocks_of
from huiyin.rules.lifecycle.matter import Document, Matter, Part
from huiyin.rules.lifecycle.states import OpinionKind, PartRole
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.clocks import State as ClockState
from huiyin.rules.statute.events import Event, EventName

ARTICLE = "信访工作条例 第三十五条"
WINDOW = ".review.request"
_OPEN = {ClockState.RUNNING, ClockState.SOON}


@dataclass(frozen=True, kw_only=True)
class RequestReview(Command):
    """Ask for a review of the opinion last served; the grounds are sealed."""

    petition: PetitionId
    id: UUID
    sealed_grounds: bytes


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """The matter, and the office next higher than the one that answered."""

    matter: Matter
    higher: OfficeId | None

    @property
    def standing(self) -> Standing:
        """The matter's."""
        return self.matter.standing


def load(commands: Sequence[RequestReview]) -> list[Reviewed]:
    """Load the matter and look for the next-higher office."""
    matters = load_matters(commands)
    leads = [matter.lead for matter in matters if matter.lead is not None]
    rows = sql.fetch(sql.WRITER, "SELECT id, parent FROM office WHERE id = ANY(%s)", (leads,))
    parents = {row["id"]: row["parent"] for row in rows}
    return [Reviewed(matter=matter, higher=parents.get(matter.lead)) for matter in matters]


def decide(subject: Reviewed, command: RequestReview, *, actor: Actor, at: datetime) -> Decision:
    """Open a part at the next-higher office while the window is open."""
    matter = subject.matter
    step = require_step(matter, "request_review")
    _require_window(matter, at)
    if subject.higher is None or subject.higher in matter.denied:
        raise Unlawful("review.no_higher_office", article=ARTICLE)
    part = Part(id=new_id(at), office=subject.higher, role=PartRole.REVIEW, open=True)
    offices = tuple(dict.fromkeys((*matter.offices, part.office)))
    after = replace(matter, state=step.after(matter), offices=offices, parts=(*matter.parts, part))
    changes = Changes()
    changes.update("petition", id=matter.id, state=after.state.value, offices=offices, closed_on=None)
    open_part(changes, matter, part, at=at)
    changes.insert(
        "review_request",
        **vars(command),
        stage="review",
        against=_opinion(matter).id,
        office=part.office,
        requested_at=at,
        state="requested",
    )
    record(changes, after, _events(part, matter, at), at=at)
    return Decision(
        kind="petition.review_requested",
        subject=matter.id,
        changes=changes.done(),
        facts={"office": part.office, "article": step.article},
        notices=(Notice(kind="review.requested", office=part.office, petition=matter.id),),
    )


def _require_window(matter: Matter, at: datetime) -> None:
    windows = [clock for clock in clocks_of(matter, at=at) if clock.rule_id.endswith(WINDOW)]
    if not any(clock.state in _OPEN for clock in windows):
        last = max((clock.binding_on for clock in windows if clock.binding_on), default=local_date(at))
        raise Unlawful("review.window_over", article=ARTICLE, last_day=last)


def _opinion(matter: Matter) -> Document:
    served = [
        document
        for document in matter.documents
        if document.kind == OpinionKind.OPINION.value and document.served_on is not None
    ]
    return served[-1]


def _events(part: Part, matter: Matter, at: datetime) -> list[Event]:
    answered = next((one for one in matter.events if one.name is EventName.OPINION_SERVED), None)
    return [
        Event(name=EventName.REVIEW_REQUESTED, at=at, part=answered.part if answered else None),
        Event(name=EventName.REVIEW_RECEIVED, at=at, office=part.office, part=str(part.id)),
    ]


HANDLER = Handler(permission=Permission.REVIEW_REVIEW_REQUEST, load=load, decide=decide)
