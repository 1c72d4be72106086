"""Sign an opinion: the head, not the hand that drafted it, and the draft that stands."""

from dataclasses import replace
from datetime import date

import pytest

import builders
from builders import DISPATCHER, HANDLER, HEAD, WATER, official
from huiyin.commands.handling.classify_petition import ClassifyPetition
from huiyin.commands.handling.draft_opinion import DraftOpinion
from huiyin.commands.handling.sign_opinion import SignOpinion
from huiyin.kernel.command import Actor
from huiyin.kernel.errors import Conflict, Refused, Unlawful
from huiyin.kernel.ids import new_id
from huiyin.rules.access.roles import Role
from huiyin.rules.lifecycle.states import Klass, Route
from support.state import leaves_nothing, refuses, row, rows

pytestmark = pytest.mark.usefixtures("installed")


def sign(life: builders.Life, actor: Actor = HEAD) -> builders.Life:
    assert life.opinion is not None
    command = SignOpinion(petition=life.petition, opinion=life.opinion, document=builders.new_document(life))
    return life.then(command, actor)


def test_the_head_signs_and_it_is_issued_in_the_offices_name() -> None:
    life = sign(builders.drafted())
    found = row("opinion", id=life.opinion)
    assert (found["state"], found["signed_by"], found["signed_at"]) == ("signed", HEAD.account, life.at)
    issued = row("document", kind="opinion")
    assert (issued["opinion"], issued["office"]) == (life.opinion, HEAD.office)
    assert issued["issued_on"] == date(2026, 5, 10)


def test_a_signed_opinion_is_not_served_by_itself() -> None:
    life = sign(builders.drafted())
    assert [one["document"] for one in rows("service")] == [life.documents["acceptance"]]
    assert row("clock", rule="cn22.handle")["state"] == "running"


@pytest.mark.parametrize("actor", [HANDLER, DISPATCHER, official(Role.HEAD, WATER), builders.PUBLIC])
def test_nobody_else_signs(actor: Actor) -> None:
    life = builders.drafted()
    refuses(Refused, lambda: sign(life, actor))


def test_who_drafted_it_does_not_sign_it() -> None:
    life = builders.accepted()
    draft = new_id(life.at)
    life = life.then(
        DraftOpinion(petition=life.petition, id=draft, outcome="support", sealed_content=b"sealed"), HEAD
    )
    command = SignOpinion(petition=life.petition, opinion=draft, document=builders.new_document(life))
    error = refuses(Unlawful, lambda: life.then(command, HEAD), "opinion.drafter_does_not_sign")
    assert error.article == "信访工作条例 第三十二条"


def test_a_draft_that_was_replaced_meanwhile_is_not_signed() -> None:
    old = builders.drafted()
    again = builders.drafted(old)
    refuses(Conflict, lambda: sign(replace(again, opinion=old.opinion)), "opinion.replaced_meanwhile")


def test_a_draft_in_the_form_of_another_route_is_not_signed() -> None:
    life = builders.drafted()
    command = ClassifyPetition(
        petition=life.petition, klass=Klass.CLAIM, route=Route.DUTY, topic="environment.water"
    )
    life = life.then(command, HANDLER)
    refuses(Conflict, lambda: sign(life), "opinion.class_changed_meanwhile")


@pytest.mark.parametrize(("made", "code"), [(builders.accepted, "step.nothing_drafted"),
                                            (builders.signed, "step.nothing_drafted")])  # fmt: skip
def test_there_must_be_a_draft(made: object, code: str) -> None:
    life = made()  # type: ignore[operator]
    refuses(Unlawful, lambda: sign(replace(life, opinion=new_id(life.at))), code)


def test_a_late_failure_leaves_nothing() -> None:
    life = builders.drafted()
    leaves_nothing(lambda: sign(life))
