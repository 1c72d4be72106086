"""Decide class and route of a petition (定类、定途径): always a person's decision.

信访工作条例 第二十九条 (suggestions), 第三十条 (accusations), 第三十一条 (claims and their six routes).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from huiyin.commands.changes import Changes
from huiyin.commands.deadlines import record
from huiyin.commands.handler import Handler
from huiyin.commands.matter import load_matters
from huiyin.kernel.command import Actor, Command, Decision
from huiyin.kernel.errors import Invalid
from huiyin.kernel.ids import PetitionId
from huiyin.rules.access.permissions import Permission
from huiyin.rules.lifecycle.matter import Matter
from huiyin.rules.lifecycle.stamp import require_unchanged
from huiyin.rules.lifecycle.states import Klass, Route
from huiyin.rules.lifecycle.steps import require_step
from huiyin.rules.statute.questionnaire import guide
from huiyin.rules.statute.questionnaire.shape import Walk


@dataclass(frozen=True, kw_only=True)
class ClassifyPetition(Command):
    """Set class, route (claims only) and topic.

    The guide advises and the person decides: both stand in the ledger, whether they agree or not.
    """

    petition: PetitionId
    klass: Klass
    route: Route | None
    topic: str
    guide: Walk | None = None  # the answers in the questionnaire, when the person used it
    seen: str | None = None  # stamp of the matter as the person saw it


def load(commands: Sequence[ClassifyPetition]) -> list[Matter]:
    """Load the matter."""
    return load_matters(commands)


def decide(subject: Matter, command: ClassifyPetition, *, actor: Actor, at: datetime) -> Decision:
    """Set them; clocks that depend on them are computed anew."""
    require_unchanged(subject, command.seen)
    step = require_step(subject, "classify")
    if (command.klass is Klass.CLAIM) != (command.route is not None):
        raise Invalid("classify.route_for_claims_only", field="route")
    after = replace(subject, klass=command.klass, route=command.route, topic=command.topic)
    changes = Changes()
    changes.update(
        "petition",
        id=subject.id,
        klass=command.klass.value,
        route=command.route,
        topic=command.topic,
        topic_by="confirmed",
    )
    for part in subject.parts:
        changes.update("part", id=part.id, topic=command.topic)
    record(changes, after, [], at=at)
    return Decision(
        kind="petition.classified",
        subject=subject.id,
        changes=changes.done(),
        facts={
            "class": command.klass.value,
            "route": command.route,
            "topic": command.topic,
            "article": step.article,
            **_guided(command.guide),
        },
    )


def _guided(walk: Walk | None) -> dict[str, Any]:
    if walk is None or not walk.steps:
        return {}
    answers = [[step.question.id, step.answer.id] for step in walk.steps]
    result = walk.result
    advised = None if result is None else {"class": result.klass, "route": result.route}
    return {"guide": {"answers": answers, "advised": advised, "digest": guide().digest}}


HANDLER = Handler(permission=Permission.HANDLING_PETITION_CLASSIFY, load=load, decide=decide)
