"""Draft what answers the matter, in the form that class and route demand."""

import pytest

import builders
from builders import BUREAU, HANDLER, HEAD, STRANGER, official
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Invalid, Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def draft(life: builders.Life, actor: Actor = HANDLER, outcome: str = "support") -> builders.Life:
    command = DraftOpinion(
        petition=life.petition, id=new_id(life.at), outcome=outcome, sealed_content=b"sealed"
    )
    return life.then(command, actor)


@pytest.mark.parametrize(
    ("klass", "route", "outcome", "kind"),
    [
        (Klass.CLAIM, Route.ORDINARY, "explain", "opinion"),
        (Klass.CLAIM, Route.DUTY, "performed", "duty_reply"),
        (Klass.SUGGESTION, None, "partly_adopted", "reply"),
        (Klass.ACCUSATION, None, "answered", "reply"),
    ],
)
def test_the_form_follows_class_and_route(klass: Klass, route: Route | None, outcome: str, kind: str) -> None:
    draft(builders.accepted(klass=klass, route=route), outcome=outcome)
    found = row("opinion")
    assert (found["kind"], found["outcome"], found["state"]) == (kind, outcome, "drafted")
    assert (found["office"], found["drafted_by"]) == (HANDLER.office, HANDLER.account)


def test_a_new_draft_replaces_the_old_one() -> None:
    life = draft(draft(builders.drafted(), HEAD))
    states = {one["id"]: one["state"] for one in rows("opinion", petition=life.petition)}
    assert sorted(states.values()) == ["drafted", "replaced", "replaced"]
    assert states[life.opinion] == "replaced"


@pytest.mark.parametrize(
    "actor", [STRANGER, builders.DISPATCHER, official(Role.HANDLER, BUREAU), builders.PUBLIC]
)
def test_nobody_else_drafts(actor: Actor) -> None:
    life = builders.drafted()
    refuses(Refused, lambda: draft(life, actor))


def test_an_outcome_of_another_form_is_refused() -> None:
    life = builders.accepted()
    error = refuses(Invalid, lambda: draft(life, outcome="performed"), "opinion.unknown_outcome")
    assert error.field == "outcome"


def test_nothing_is_drafted_before_acceptance() -> None:
    life = builders.classified()
    refuses(Unlawful, lambda: draft(life), "step.not_when_transferred")


def test_nothing_is_drafted_while_a_signed_one_waits_to_be_served() -> None:
    life = builders.signed()
    refuses(Unlawful, lambda: draft(life), "step.opinion_signed_already")


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.accepted()
    leaves_nothing(lambda: draft(life))
